"""Where a household lives and is registered, how many apply together, and what they have: facts that several benefits ask for."""

import datetime

from cdmz_rules.model import Before, DateInput, Fewer, MoneyInput, NumberInput, Person, PlaceInput


class residence_city(PlaceInput):
    entity = Person
    label = "居住城市（受理地） | City where one lives"
    example = "chengdu"
    roles = ("applicant",)
    about = "住房保障、养老消费补贴等由居住地受理并执行当地规定 | the city where one lives decides and receives the application"


class hukou_city(PlaceInput):
    entity = Person
    label = "户籍所在城市 | City of hukou"
    example = "chengdu"
    roles = ("applicant",)
    about = "本地户籍和非本地户籍的条件不同 | conditions differ for hukou elsewhere"


class hukou_since(DateInput):
    entity = Person
    label = "取得现户籍的日期 | Hukou there since"
    favours = "lower"
    bounds = (datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))
    example = datetime.date(2010, 5, 1)
    roles = ("applicant",)
    never = Before("birth_date")
    about = "部分城市要求户籍满规定年限 | some cities ask for years of local hukou"


class household_size(NumberInput):
    """As told, whether or not each member is described; not encoded: who may be counted in."""

    label = "共同申请人数 | People who apply together"
    favours = "higher"
    bounds = (1, 20)
    example = 3
    never = Fewer(None, "members_complete")
    about = "含申请人；收入线、补贴面积按人数确定 | applicant included; income lines and subsidised areas go by it"


class household_annual_income(MoneyInput):
    """Of all who apply together, over the twelve months before; without money withdrawn from the provident fund."""

    label = "家庭年收入（不含提取的公积金） | Yearly income of the household, without provident fund withdrawals"
    unit = "CNY/year"
    favours = "lower"
    bounds = (0, 100_000_000)
    example = 48_000
    about = "共同申请人近12个月收入合计 | of all who apply together, over the last twelve months"


class household_assets(MoneyInput):
    label = "家庭资产 | Assets of the household"
    favours = "lower"
    example = 80_000
    about = "存款、有价证券、车辆等，各地口径不同 | deposits, securities, vehicles; what counts differs by place"
