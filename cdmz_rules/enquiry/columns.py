"""The columns of a workbook: what is told about a rule, what is filled in, and the hidden keys by which a row is known again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cdmz_rules.i18n.words import Words

READ_ME, CHOICES = "说明 Guide", "选项 choices"
"""The sheets that hold no rules."""


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        key: Its name in the code.
        words: Its heading, in Chinese with the English beside.
        width: In characters.
        part: Whether it is for reference, filled in, or a hidden key.
        longest: So many characters of a text are taken.
    """

    key: str
    words: Words
    width: int
    part: Literal["reference", "filled", "key"]
    longest: int = 300

    @property
    def heading(self) -> str:
        """What stands above it."""
        return f"{self.words.zh} {self.words.en}"


COLUMNS = (
    Column("question", Words("问题", "question"), 46, "reference"),
    Column("takes", Words("可填内容", "what it takes"), 24, "reference"),
    Column("value", Words("数值", "value"), 18, "filled"),
    Column("unit", Words("单位", "unit"), 9, "reference"),
    Column("first", Words("起始日", "from"), 12, "filled"),
    Column("until", Words("截止日", "to"), 12, "filled"),
    Column("on_expiry", Words("到期后", "on expiry"), 14, "filled"),
    Column("title", Words("文件标题", "document"), 34, "filled"),
    Column("number", Words("文号", "number"), 20, "filled", 100),
    Column("issuer", Words("发文机关", "issuer"), 20, "filled", 100),
    Column("date", Words("发文日期", "dated"), 12, "filled"),
    Column("article", Words("条款", "article"), 12, "filled", 100),
    Column("href", Words("网址", "address"), 24, "filled", 1000),
    Column("evidence", Words("依据", "how it is known"), 14, "filled"),
    Column("checked", Words("核对日期", "checked on"), 12, "filled"),
    Column("by", Words("核对人", "checked by"), 12, "filled", 100),
    Column("note", Words("备注", "note"), 24, "filled", 1000),
    Column("office", Words("请教谁", "whom to ask"), 24, "reference"),
    Column("decides", Words("决定哪些事项", "what it decides"), 30, "reference"),
    Column("open", Words("影响的示例答复数", "example answers it leaves open"), 11, "reference"),
    Column("yuan", Words("涉及金额（元）", "yuan it leaves open"), 14, "reference"),
    Column("others", Words("其他城市", "other cities"), 40, "reference"),
    Column("asked", Words("所问期间", "period asked about"), 24, "reference"),
    Column("english", Words("英文问题", "question in English"), 40, "reference"),
    Column("path", Words("键：规定项目", "key: item"), 10, "key"),
    Column("place", Words("键：地区", "key: place"), 10, "key"),
    Column("since", Words("键：起始日", "key: from"), 10, "key"),
    Column("last", Words("键：截止日", "key: to"), 10, "key"),
)
"""From left to right."""

FILLED = tuple(column for column in COLUMNS if column.part == "filled")
BY_KEY = {column.key: column for column in COLUMNS}
BY_HEADING = {column.heading: column.key for column in COLUMNS}

NO_RULE = Words("无此规定", "no such rule")
"""Stands for a value where the place has no such rule."""
EXPIRY = {
    "reverts": Words("恢复一般规定", "the general rule again"),
    "ends": Words("到期终止", "it ends"),
    "unknown": Words("未知后续", "not known"),
}
EVIDENCE = {
    "official": Words("文件原文", "the document itself"),
    "reported": Words("转述", "as told or reported"),
    "recalled": Words("凭记忆", "from memory"),
}
NEAR = {"原文": "official", "口头": "reported", "记忆": "recalled"}
"""What else is written for how a thing is known."""
YES_NO = {True: Words("是", "yes"), False: Words("否", "no")}
