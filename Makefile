# Everything needs only Python 3.11+ and make: the first target that needs it makes .venv with the pinned dependencies.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH := $(VENV)/.bench
# The package as a wheel lays it out (api/ below cdmz_rules/), for mypy, which cannot follow an editable install.
TYPED := $(VENV)/typed/cdmz_rules
PORT ?= 8000

# Where a system tells Python to keep no compiled modules, every process of a command would compile the package anew: 1.9 s for 1.2 s.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help serve check test proof lint law worth bench format engine words clean

help:  ## show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

serve: $(READY)  ## the calculator and the HTTP interface on http://localhost:8000
	@$(BIN)/cdmz serve --port $(PORT)

check: $(READY) lint law  ## the code, the law, and the engine on the toy law: a minute and a half
	$(BIN)/python -m pytest tests/engine --numprocesses auto --dist worksteal

test: $(READY) lint law  ## check the code, the law and all tests; of the longest, a sample that is always the same
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

proof: $(READY)  ## every test in full; what it printed goes to docs/proof.md
	$(BIN)/python -m tools.proof

lint: $(READY)  ## ruff, the layers, the walk of a decision, and mypy on the package as it is installed, benchmarks and tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@rm -rf $(TYPED) && mkdir -p $(TYPED) && ln -s "$$PWD"/cdmz_rules/* $(TYPED) && ln -s "$$PWD"/api $(TYPED)/api
	@ln -sfn "$$PWD"/benchmarks $(TYPED)/../benchmarks && ln -sfn "$$PWD"/tools $(TYPED)/../tools
	cd $(TYPED)/.. && ../bin/lint-imports --no-logo "$(CURDIR)/pyproject.toml"
	cd $(TYPED)/.. && ../bin/mypy --config-file "$(CURDIR)/pyproject.toml" --cache-dir "$(CURDIR)/.mypy_cache" -p cdmz_rules -p benchmarks -p tools
	$(BIN)/python -m tools.walk --quiet

law: $(READY)  ## check the files of the law
	$(BIN)/cdmz law check

worth: $(READY)  ## measure anew what each rule is worth to know, once the law, a formula or an example changed
	$(BIN)/python -m tools.worth

bench: $(BENCH)  ## measure speed beside peers into benchmarks/RESULTS.md; ARGS="--quick", ARGS="memory http_plain"
	$(BIN)/python -m benchmarks $(ARGS)

format: $(READY)  ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

engine: $(READY)  ## write the short form of the engine that offline rules run on, once a module of it was changed
	$(BIN)/python -m tools.engine

words: $(READY)  ## compile what commands and pages say, once a catalogue (.po) was changed
	$(BIN)/pybabel --quiet compile --domain cdmz --directory cdmz_rules/i18n/locale

clean:  ## remove what make has made
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "Python 3.11 or later is needed: make PYTHON=python3.12"'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,fast]'
	@touch $@

$(BENCH): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,fast,bench]'
	@touch $@
