"""The institution: where it stands, who runs it, whether it is filed."""

from cdmz_rules.model import ChoiceInput, Enum, PlaceFact, PlaceInput, YesNo, YesNoInput


class InstitutionOwner(Enum):
    unknown = "未知 | unknown"
    private = "社会力量投资建设和运营（民办） | built and run privately"
    public_privately_run = "公建民营 | built publicly, run privately"
    public = "公办公营 | built and run publicly"


class institution_city(PlaceInput):
    label = "养老机构所在城市 | City of the institution"
    example = "chengdu"
    about = "建设补助由机构所在地发放；运营补贴还看老年人户籍 | it pays the grants; a bed's subsidy looks at hukou too"


class institution_owner(ChoiceInput):
    possible_values = InstitutionOwner
    default_value = InstitutionOwner.unknown
    label = "养老机构性质 | Who built and runs the institution"
    example = "private"
    about = "补贴面向社会化养老机构 | subsidies are for institutions of private investors"


class institution_filed(YesNoInput):
    label = "养老机构（床位）是否已在民政部门备案 | Are institution and beds filed with civil affairs?"
    favours = "higher"
    example = True
    about = "2018年12月29日起设立许可改为备案 | filing has replaced the permit since 2018-12-29"


class institution_place(PlaceFact):
    label = "执行哪地养老机构规定 | Whose rules for institutions apply"

    def formula(household, period):
        return household("institution_city", period)


class institution_is_filed(YesNo):
    label = "已备案 | Is filed"

    def formula(household, period):
        return household("institution_filed", period)
