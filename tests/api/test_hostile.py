"""Whatever is sent, the answer is the described one and never a 500."""

import zlib

import pytest
import schemathesis
from cdmz_rules.api import create_app, media
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from cdmz_rules.whatif import clock

load_all_checks()


@schemathesis.serializer(*media.TYPES.values())
def as_it_is(_, value):
    """The body of a batch: whatever is generated, as its bytes."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


schema = schemathesis.openapi.from_asgi("/openapi.json", create_app())


COMPARED = r"/v1/compare$"
"""It decides many times over: fewer examples, and less time for each, find the same mistakes."""
WHAT_IF = r"/v1/what-if$"
"""Generated cases of which much is unknown take it minutes; its mistakes are tried one by one in test_what_if.py."""


@schema.exclude(path_regex=COMPARED).exclude(path_regex=WHAT_IF).parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_service_answers_as_described(case):
    if not _taken(case):
        return
    # A case may fit the schema and still be refused: two applicants, a birth after the day decided for, a tenth of a fen.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])


def _taken(case):
    """Of the two thousand bodies tried at the edges of every input of a decision, inputs of one kind being read alike, a quarter."""
    return case.path != "/v1/decisions" or zlib.crc32(repr(case.body).encode("utf-8", "replace")) % 4 == 0


@schema.include(path_regex=COMPARED).parametrize()
@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_comparisons_are_answered_as_described(case):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "SECONDS", 0.2)
        case.call_and_validate(excluded_checks=[positive_data_acceptance])
