"""Who the rules speak of: persons, and the households they form."""

from openfisca_core.entities import build_entity

Person = build_entity(key="person", plural="persons", label="个人 | person", is_person=True)

Household = build_entity(
    key="household",
    plural="households",
    label="家庭 | household",
    roles=[
        {"key": "applicant", "label": "申请人 | applicant", "max": 1},
        {"key": "spouse", "label": "配偶 | spouse", "max": 1},
        {"key": "child", "plural": "offspring", "label": "子女 | child"},
        {"key": "other", "plural": "others", "label": "其他成员 | other member"},
    ],
)

ROLES = ("applicant", "spouse", "child", "other")
