"""``python -m benchmarks.first CASE``: one decision in a fresh process, with nothing imported that a user would not import."""

import json
import sys

from benchmarks.names import BENEFIT, DAY, PACK
from cdmz_rules import decide, load_reform

if __name__ == "__main__":
    answer = decide(json.loads(sys.argv[1]), BENEFIT, DAY, reform=load_reform(PACK), detail="compact")
    sys.stdout.write(answer.model_dump_json())
