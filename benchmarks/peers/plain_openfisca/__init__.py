"""The loan as an OpenFisca author writes it from the documents: a country package of its own, with nothing of our engine.

Its figures are the law's on the day, put into OpenFisca's parameter tree at start-up: one scalar where all cities agree, a node by city
where they do not, which formulas index by the city as OpenFisca's guide shows.
"""

from benchmarks.peers.plain_openfisca.system import CountryTaxBenefitSystem

__all__ = ["CountryTaxBenefitSystem"]
