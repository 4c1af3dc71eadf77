"""What a script says of a mistake, and how its words are joined: in both languages, of which a script holds one."""

from __future__ import annotations

from collections.abc import Mapping

from cdmz_rules.i18n.words import Language, both

PHRASES: Mapping[str, str] = {
    "alias_not_whole": "{words}应为整数，不是{value} | {value} is no whole number",
    "belongs_to_household": "“{name}”应写在家庭（顶层）下 | {name} belongs to the top of the case",
    "belongs_to_member": "“{name}”应写在成员下 | {name} belongs to a member",
    "below": "{value}小于{limit} | {value} is below {limit}",
    "benefit_twice": "同一事项列了两次 | a benefit is named twice",
    "beside_case": "此项应写在案例之外 | this stands beside the case, not in it",
    "contradiction": "{words}",
    "given_twice": "同一事实给了两次 | {name} is given twice",
    "in_the_future": "{value}晚于决定日{day} | {value} lies after the day decided for, {day}",
    "list": "列表 | a list",
    "mapping": "键值对 | a mapping",
    "no_benefit": '离线规则中没有名为“{name}”的事项 | the offline rules hold no benefit "{name}"',
    "no_benefits": "至少应有1项 | at least 1 entries are needed",
    "no_field": "没有这一字段 | there is no such field",
    "no_input": "没有名为“{name}”的输入项 | there is no input {name}",
    "no_members": "缺少家庭成员 | the members are missing",
    "no_role": "缺少角色 | the role is missing",
    "no_role_of": "缺少{role} | the {role} is missing",
    "no_text": "应为文字 | text is expected",
    "not_a_case": "案例应为键值对 | a case is a mapping",
    "not_a_choice": "没有“{value}”这一选项 | {value} is not one of the choices",
    "not_a_date": "“{value}”不是有效日期 | {value} is no calendar day",
    "not_a_list": "应为列表 | a list is expected",
    "not_a_member": "成员应为键值对 | a member is a mapping",
    "not_a_number": "“{value}”不是数字 | {value} is no number",
    "not_a_request": "应为键值对 | an object is expected",
    "not_finite": "“{value}”不是有限的数字 | {value} is not a finite number",
    "not_whole": "应为整数 | {value} is no whole number",
    "not_within": "{value}不在{low}至{high}之间 | {value} is not within {low} and {high}",
    "not_yes_no": "“{value}”应为是或否 | {value} is neither yes nor no",
    "of": "{whose}：{label} | {whose}: {label}",
    "only_one": "{role}只能有一人 | there can be only one {role}",
    "over": "{value}超过{limit} | {value} is over {limit}",
    "too_fine": "金额最多到分 | money goes down to the fen",
    "too_long_a_list": "超过{most}项 | there are more than {most} entries",
    "too_many_members": "成员超过{most}人 | more than {most} members",
}
"""By name, in both languages; ``{name}`` is put in by the script."""


def phrases(language: Language) -> dict[str, str]:
    """Every phrase in a language."""
    return {name: getattr(both(words), language) for name, words in PHRASES.items()}
