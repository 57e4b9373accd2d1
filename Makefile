# make serve   install into .venv and listen on 127.0.0.1:5432 with data in ./data
# make test    the same, with everything that the tests need, then all checks and tests

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 5432
DATA ?= ./data

.PHONY: serve test check record verify coverage bench clean

serve: $(VENV)/.installed
	$(BIN)/pgproxy serve $(DATA) --host $(HOST) --port $(PORT)

test: check
	$(BIN)/python -m pytest -n 2 --dist worksteal $(TESTS)

check: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

record: $(VENV)/.installed-test
	$(BIN)/python -m tools.record_catalog
	$(BIN)/python -m tools.record_answers $(CASES)
	$(BIN)/python -m tools.record_traces

verify: $(VENV)/.installed-test
	$(BIN)/python -m tools.record_answers --check $(CASES)
	$(BIN)/python -m tools.record_traces --check

# how much of PostgreSQL's functions, operators and casts is implemented; writes docs/functions.md
coverage: $(VENV)/.installed-test
	$(BIN)/python -m tools.coverage --write

bench: $(VENV)/.installed-bench
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build dist *.egg-info

# pip compiles what it copies, but not an editable checkout: without this the first start would
COMPILE := $(BIN)/python -m compileall -q pgproxy protocol translator

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	$(COMPILE)
	touch $@

$(VENV)/.installed-test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	$(COMPILE)
	touch $@

$(VENV)/.installed-bench: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(COMPILE)
	touch $@
