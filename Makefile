# Everything needs only Python 3.11+ and make: the first target that needs it makes .venv with the pinned dependencies.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The package as a wheel lays it out (api/ below cdmz_rules/), for mypy, which cannot follow an editable install.
TYPED := $(VENV)/typed/cdmz_rules
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help serve test lint law format clean

help:  ## show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

serve: $(READY)  ## the calculator and the HTTP interface on http://localhost:8000
	@$(BIN)/cdmz serve --port $(PORT)

test: $(READY) lint law  ## check the code, the law and all tests
	$(BIN)/python -m pytest

lint: $(READY)  ## ruff, and mypy on the package as it is installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	@rm -rf $(TYPED) && mkdir -p $(TYPED) && ln -s "$$PWD"/cdmz_rules/* $(TYPED) && ln -s "$$PWD"/api $(TYPED)/api
	cd $(TYPED)/.. && ../bin/mypy --config-file "$(CURDIR)/pyproject.toml" --cache-dir "$(CURDIR)/.mypy_cache" -p cdmz_rules

law: $(READY)  ## check the files of the law
	$(BIN)/cdmz law check

format: $(READY)  ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:  ## remove what make has made
	rm -rf $(VENV) build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; assert sys.version_info >= (3, 11), "Python 3.11 or later is needed: make PYTHON=python3.12"'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,fast]'
	@touch $@
