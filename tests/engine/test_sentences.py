"""The sentences of an answer: what is certain and under which reading, in both languages, made of data alone."""

import pytest

from cdmz_rules.decisions import sentences
from cdmz_rules.decisions.asking import question
from cdmz_rules.decisions.decision import Decision
from cdmz_rules.decisions.explanation import Amount, Assumed, DependsOn, ReadingLine
from cdmz_rules.decisions.figure import Outcome
from cdmz_rules.i18n.text import text
from cdmz_rules.i18n.words import Words
from cdmz_rules.places import Jurisdiction

YES, NO = text("是 | yes"), text("否 | no")
BEST, WORST = text("如果规定对您最有利 | at best"), text("如果规定对您最不利 | at worst")


def figure(lower, upper, unit="CNY", label="补助 | Grant", name="grant", falls=False):
    exact = lower == upper and lower is not None
    bound = "exact" if exact else "not_bounded" if lower is upper is None else "at_least" if upper is None else "range"
    facts = {"value": lower if exact else None, "lower": lower, "upper": upper}
    return Amount(id=name, label=text(label), unit=unit, bound=bound, falls=falls, **facts)


def line(value, label, outcome, lower, upper):
    return ReadingLine(value=value, label=label, outcome=outcome, lower=lower, upper=upper)


def entry(*readings, kind="law", label="向外地人发放 | Open to outsiders", name="open"):
    place = {"place": "upper", "place_label": text("上城 | Upper")} if kind == "law" else {}
    return DependsOn(kind=kind, name=name, label=text(label), readings=list(readings), **place)


def headline(amounts, *depends_on):
    decision = Decision.model_construct(
        outcome=Outcome.RULE_UNKNOWN, amounts=list(amounts), depends_on=list(depends_on), warnings=[]
    )
    return sentences.headline(decision)


OPEN = entry(line(False, NO, "not_eligible", 0, 0), line(True, YES, "eligible", 500, 800))


@pytest.mark.parametrize(
    ("lower", "upper", "zh", "en"),
    [
        (5, 5, "5 元", "5 yuan"),
        (0, 800, "最多 800 元", "at most 800 yuan"),
        (None, 800, "最多 800 元", "at most 800 yuan"),
        (500, 800, "500 至 800 元", "500 to 800 yuan"),
        (500, None, "至少 500 元", "at least 500 yuan"),
        (0, None, "上限未知", "no upper limit known"),
        (None, None, "上限未知", "no upper limit known"),
    ],
)
def test_an_amount_as_far_as_it_is_certain(lower, upper, zh, en):
    assert sentences.amount(figure(lower, upper)) == (zh, en)


@pytest.mark.parametrize(
    ("lower", "upper", "zh"),
    [
        (-8.5, 0.3, "尚不能确定"),
        (0, 2, "尚不能确定"),
        (0.5, 6, "尚不能确定"),
        (0, 1, "尚不能确定"),
        (0.85, 1, "85% 至 100%"),
        (0, 0.2, "最多 20%"),
        (0.85, None, "至少 85%"),
        (3, 3, "300%"),
    ],
)
def test_a_share_that_may_be_anything_is_no_figure(lower, upper, zh):
    assert sentences.amount(figure(lower, upper, "ratio")).zh == zh


def test_a_range_of_shares_keeps_the_unit_of_both_ends():
    assert sentences.amount(figure(0.021, 0.026, "ratio")).zh == "2.1% 至 2.6%"


def test_the_headline_says_under_which_reading():
    (said,) = headline([figure(0, 800)], OPEN).lines
    assert said.sentence.zh == "最多 800 元，如上城规定“向外地人发放”"
    assert said.sentence.en == "at most 800 yuan, if Upper rules “Open to outsiders”"


def test_two_conditions_are_joined_and_an_answer_of_a_person_is_one():
    more = entry(
        line(True, YES, "rule_unknown", 0, 800),
        line(False, NO, "rule_unknown", 0, 600),
        kind="input",
        label="新房 | New home",
    )
    (said,) = headline([figure(0, 800)], OPEN, more).lines
    assert said.sentence.zh == "最多 800 元，如上城规定“向外地人发放”，且“新房”为“是”"
    assert said.sentence.en == "at most 800 yuan, if Upper rules “Open to outsiders” and “New home” is “yes”"


def test_a_rule_that_favours_by_not_being_there_and_a_choice():
    closed = entry(line(False, NO, "eligible", 0, 800), line(True, YES, "not_eligible", 0, 0))
    assert headline([figure(0, 800)], closed).lines[0].condition.zh == "如上城没有规定“向外地人发放”"
    kinds = [
        line(name, text(f"{zh} | {name}"), "eligible", 0, most) for name, zh, most in (("a", "甲", 5), ("b", "乙", 800))
    ]
    assert headline([figure(0, 800)], entry(*kinds)).lines[0].condition.zh == "如上城的“向外地人发放”为“乙”"


def test_what_changes_nothing_at_the_top_is_no_condition():
    alike = entry(line(True, YES, "eligible", 0, 800), line(False, NO, "eligible", 300, 800))
    assert headline([figure(0, 800)], alike).lines[0].condition is None
    assert headline([figure(0, None)], OPEN).lines[0].sentence.zh == "上限未知"


@pytest.mark.parametrize("turned", [False, True])
def test_a_limit_of_unknown_size_is_a_reading_and_not_the_headline(turned):
    ends = [line(None, BEST, "eligible", 700, 700), line(None, WORST, "eligible", 0, 0)]
    cap = entry(*(reversed(ends) if turned else ends), label="封顶线 | Cap", name="cap")
    left, grant = headline(
        [figure(0, 700), figure(300, 1000, label="自付 | Left to pay", name="left", falls=True)], cap
    ).lines
    assert left.sentence.zh == "自付：300 元，只有“封顶线”（规定未知）起作用时才会更多"
    assert grant.sentence.en == "Grant: 700 yuan, less only if “Cap” (rule not known) comes to bear"
    (alone,) = headline([figure(0, 700), figure(0, 700, label="合计 | In all", name="in_all")], cap).lines
    assert alone.figure.zh == "700 元"


def test_readings_come_with_the_most_favourable_first():
    assert [words.en for words in sentences.readings(OPEN, "CNY")] == [
        "if yes: Entitled, 500 to 800 yuan",
        "if no: Not entitled",
    ]
    open_end = entry(line(None, WORST, "rule_unknown", 0, 0), line(None, BEST, "rule_unknown", 0, None))
    assert [words.zh for words in sentences.readings(open_end, "CNY")] == [
        "如果规定对您最有利：上限未知",
        "如果规定对您最不利：0 元",
    ]


def test_a_card_holds_a_reading_by_itself_and_no_figure_of_whoever_is_refused():
    assert [
        (card.reading.en, card.outcome, card.figure and card.figure.en) for card in sentences.cards(OPEN, "CNY")
    ] == [
        ("if “yes”", "eligible", "500 to 800 yuan"),
        ("if “no”", "not_eligible", None),
    ]
    best = sentences.cards(entry(line(None, BEST, "rule_unknown", 0, None)), "CNY")[0]
    assert (best.reading.zh, best.figure.zh) == ("如果规定对您最有利", "上限未知")


def test_what_a_pack_assumes_is_said_in_words():
    facts = {
        "path": "x",
        "label": text("x"),
        "place": "upper",
        "place_label": text("x"),
        "unit": "CNY",
        "placeholder": True,
    }
    assert sentences.value(Assumed(value=5, value_label=None, **facts)).zh == "5 元"
    assert sentences.value(Assumed(value=True, value_label=YES, **facts)).en == "yes"
    assert sentences.value(Assumed(value=None, value_label=None, **facts)).zh == "未施行"


class Asked:
    def __init__(self, kind, label, choices=()):
        self.kind, self.label, self.choices, self.question = kind, Words(*label), dict(choices), None


@pytest.mark.parametrize(
    ("item", "zh"),
    [
        (Asked("boolean", ("外地人可享受", "Open")), "请问：上城是否规定“外地人可享受”？依据哪份文件？"),
        (
            Asked("boolean", ("是否审查收入", "Whether income is tested")),
            "请问：上城“是否审查收入”，是还是否？依据哪份文件？",
        ),
        (Asked("number", ("封顶线", "Cap")), "请问：上城的“封顶线”是多少？依据哪份文件？"),
        (Asked("date", ("施行日", "First day")), "请问：上城的“施行日”是哪一天？依据哪份文件？"),
        (Asked("places", ("试点地", "Pilots")), "请问：上城的“试点地”是哪些地方？依据哪份文件？"),
        (
            Asked("choice", ("口径", "Basis"), {"a": Words("按户", "a"), "b": Words("按人", "b")}),
            "请问：上城的“口径”是哪一种：按户 / 按人？依据哪份文件？",
        ),
    ],
)
def test_in_which_words_to_ask_an_office(item, zh):
    assert question(item, Jurisdiction("upper", "city", Words("上城", "Upper"))).zh == zh
