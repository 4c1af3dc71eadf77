"""What of a household grows with time: months and years that count on while somebody goes on paying, as the registers say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cdmz_rules.decisions.situation import Situation, given
from cdmz_rules.i18n.words import Words
from cdmz_rules.model.dates import months_between
from cdmz_rules.plan import Asked
from cdmz_rules.rulebook.rulebook import Rulebook
from cdmz_rules.whatif.changes import applied

MONTHS = {"months": 1, "years": 12}
"""After so many months one more of the unit is full."""

Days = npt.NDArray[np.datetime64]


class Growing(NamedTuple):
    """An input that grows: whose it is, what is given, what has to go on meanwhile, and the most that it can be."""

    asked: Asked
    given: float
    meanwhile: Words
    unit: str
    most: float

    def on(self, days: Days, since: date) -> npt.NDArray[np.float64]:
        """What it is on each of some days, if it is as given on the first."""
        months = months_between(np.array([since], "datetime64[D]"), days)
        full = np.floor(np.maximum(months, 0) / MONTHS[self.unit])
        return np.asarray(np.minimum(self.given + full, self.most))


def growing(rulebook: Rulebook, case: Situation) -> Iterator[Growing]:
    """What was given and grows."""
    for name, place, value in given(case):
        if name in rulebook.registry.grows:
            info = rulebook.catalogue.inputs[name]
            most = max(float(info.bounds[1]), value)
            yield Growing(Asked(name, place), float(value), rulebook.registry.grows[name], info.unit, most)


def grown(rulebook: Rulebook, case: Situation, since: date, day: date) -> Situation:
    """A household as it is on a later day; itself, if nothing has grown."""
    if day <= since:
        return case
    on = np.array([day], "datetime64[D]")
    changed: Mapping[Asked, Any] = {each.asked: float(each.on(on, since)[0]) for each in growing(rulebook, case)}
    return applied(case, changed) if changed else case
