"""What the first sheet of a workbook says: how to fill it in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cdmz_rules.enquiry.columns import NO_RULE
from cdmz_rules.i18n.words import Words

HOW = (
    Words(
        "黄色标题的各列由您填写；其他各列说明所问的是什么，已加保护。",
        "Fill in the columns with yellow headings; the others say what is asked, and are protected.",
    ),
    Words(
        "不清楚的行请留空：留空即仍为未知，不会当作零。",
        "Leave a row empty where you do not know: it stays unknown, and never becomes zero.",
    ),
    Words(
        "填了数值的行，还须填写起始日、文件标题、依据、核对日期；文号、条款、网址有则填写。",
        "A row with a value also needs: from, document, how it is known, checked on; number, article and address where there are any.",
    ),
    Words(
        f"本地没有这项规定的，数值填“{NO_RULE.zh}”。",
        f"Where the place has no such rule, the value is “{NO_RULE.zh}” ({NO_RULE.en}).",
    ),
    Words(
        "比例须写百分号（如 20%），金额填元（也可写 65万），其他数可带“单位”列的单位（如 3年），日期如 2026-01-31；只填数值，不填公式。",
        "Shares need their percent sign (20%), money is in yuan (or 65万), other numbers may bear their unit (3年), "
        "days are as 2026-01-31; write values, no formulas.",
    ),
    Words(
        "文件写明截止日的，填截止日，并在“到期后”中选择此后如何。",
        "Where the document names a last day, fill in “to”, and choose under “on expiry” what happens then.",
    ),
    Words(
        "同一规定先后有几个数值的，取消工作表保护（无密码），复制整行，改填数值和起始日。",
        "Of a rule with several values one after the other: unprotect the sheet (no password), copy the row, change value and from.",
    ),
    Words(
        "各表中最能使答复确定的问题排在最前：“影响的示例答复数”是示例家庭的答复中因它而不能确定的个数。",
        "In each sheet the questions that settle most come first: of the answers about example households, so many are open because of it.",
    ),
    Words(
        "“核对人”只留在贵单位的叠加层中，不出现在任何答复里。",
        "The name of who checked it stays in your overlay; no answer shows it.",
    ),
    Words(
        "填好后：`cdmz law import 文件.xlsx -o 文件夹 --dry-run` 先核对，去掉 --dry-run 再写入。",
        "Then: cdmz law import FILE.xlsx -o FOLDER --dry-run checks it; without --dry-run it is written.",
    ),
)


def lines(place: Words, day: date, everything: bool) -> Iterator[str]:
    """The lines of the sheet, Chinese first.

    Args:
        place: Whose rules are asked about.
        day: The day of the workbook.
        everything: Whether what is known stands in it too.
    """
    what = Words("全部规定，请确认", "everything it rules, to be confirmed")
    lacks = Words("尚缺的规定", "what is not known of its rules")
    title = what if everything else lacks
    yield f"{place.zh}：{title.zh}（{day}）"
    yield from (f"{number}. {one.zh}" for number, one in enumerate(HOW, 1))
    yield ""
    yield f"{place.en}: {title.en} ({day})"
    yield from (f"{number}. {one.en}" for number, one in enumerate(HOW, 1))
