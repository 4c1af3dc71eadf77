"""Units as an algebra: products of powers of what the law counts in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cdmz_rules.law.schema import UNITS

TIMES, PER, PLAIN = "·", "/", "number"


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers of dimensions: yuan a month is CNY to the 1 times month to the -1.

    Attributes:
        powers: Each dimension with its power, which is not 0, in the order of their names.
    """

    powers: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of(cls, powers: Mapping[str, int]) -> Unit:
        """The unit of these powers."""
        return cls(tuple(sorted((name, power) for name, power in powers.items() if power)))

    @classmethod
    def parse(cls, text: str) -> Unit:
        """The unit that a text says: ``CNY/m2/month``, ``number``, ``number/year``."""
        above, *below = text.split(PER)
        powers = Counter(name for name in above.split(TIMES) if name != PLAIN)
        powers.subtract(below)
        return cls.of(powers)

    def power(self, dimension: str) -> int:
        """The power of a dimension; 0 if the unit does not hold it."""
        return dict(self.powers).get(dimension, 0)

    def __mul__(self, other: Unit) -> Unit:
        powers = Counter(dict(self.powers))
        powers.update(dict(other.powers))
        return Unit.of(powers)

    def __truediv__(self, other: Unit) -> Unit:
        powers = Counter(dict(self.powers))
        powers.subtract(dict(other.powers))
        return Unit.of(powers)

    def __str__(self) -> str:
        above = [name for name, power in self.powers for _ in range(power)]
        below = [name for name, power in self.powers for _ in range(-power)]
        return PER.join([TIMES.join(above) or PLAIN, *below])


@lru_cache(maxsize=256)
def named(name: str) -> Unit:
    """What a unit of ``registry/units.yaml`` measures.

    Raises:
        KeyError: if the register does not have it.
    """
    return Unit.parse(str(UNITS[name].get("measures", name)))


def names(unit: Unit) -> list[str]:
    """The units of the register that measure in this unit."""
    return [name for name in UNITS if named(name) == unit]


NUMBER, DATE, CHOICE, TRUTH = Unit(), Unit.parse("date"), Unit.parse("choice"), Unit.parse("boolean")
DAY, MONTH, YEAR = Unit.parse("day"), Unit.parse("month"), Unit.parse("year")
MONTHS_A_YEAR = MONTH / YEAR
