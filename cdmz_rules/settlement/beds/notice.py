"""Which stays rest on whether the hukou is in the central districts: those that only a notice of the home city can pay."""

from __future__ import annotations

from datetime import date

import numpy as np

from cdmz_rules.law.item import State
from cdmz_rules.law.law import Law
from cdmz_rules.settlement.order import Array, Bools

CENTRAL = "hukou_in_central_districts"
"""The input; of any other stay it may be left out."""
DESTINATIONS = "elder_care.portability.notice.destinations"
REGIME = "elder_care.portability.regime"
FOLLOWS = "plan"
"""Where the subsidy follows the person anyway, no notice is needed."""


def rests_on_centre(law: Law, day: date, hukou: Array, host: Array, in_pilot: Array) -> Bools:
    """The stays of which somebody must say it, lest who pays be a guess.

    Args:
        law: The law by which it is settled.
        day: The day of settling.
        hukou: The number of each elder's place of hukou.
        host: That of the institution's city.
        in_pilot: Whether the institution is in a selected area, which is paid without the notice.
    """
    asked = np.zeros(len(hukou), bool)
    for home in law.places.cities:
        listed = law.item(DESTINATIONS).at(home, day)
        if listed.state is State.KNOWN and law.item(REGIME).at(home, day).value != FOLLOWS:
            assert isinstance(listed.value, list)
            named = [law.places.index(name) for name in listed.value]
            asked |= (hukou == law.places.index(home)) & np.isin(host, named)
    return np.asarray(asked & ~in_pilot.astype(bool))
