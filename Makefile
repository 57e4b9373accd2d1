# make serve   install into .venv and listen on 127.0.0.1:5432 with data in ./data
# make test    the same, with everything that the tests need, then all checks and tests

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# what a user installs and the benchmark's clients: tools of the tests would slow the start
BENCH := .venv-bench
HOST ?= 127.0.0.1
PORT ?= 5432
DATA ?= ./data
COUNT ?= 20000
MINUTES ?= 10
SEED ?= 1

.PHONY: serve test check record verify coverage fuzz fuzz-queries fuzz-isolation fuzz-exchanges fuzz-messages fuzz-statements fuzz-copies fuzz-sockets history soak connects bench clean suites drivers

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
	$(BIN)/python -m tools.record_isolation

verify: $(VENV)/.installed-test
	$(BIN)/python -m tools.record_answers --check $(CASES)
	$(BIN)/python -m tools.record_traces --check
	$(BIN)/python -m tools.record_isolation --check

# a mixed load, with an eye on the server's memory and file handles
soak: $(VENV)/.installed-test
	nice $(BIN)/python -m tools.soak $(MINUTES)

# connections that ask one question, as many as there can be in a second, beside PostgreSQL's
connects: $(VENV)/.installed-test
	$(BIN)/python -m tools.connects

# how much of PostgreSQL's functions, operators and casts is implemented; writes docs/functions.md
coverage: $(VENV)/.installed-test
	$(BIN)/python -m tools.coverage --write

# random expressions, asked of both servers
fuzz: $(VENV)/.installed-test
	$(BIN)/python -m tests.fuzz $(COUNT) $(SEED)

# random queries and changes, asked of both servers
fuzz-queries: $(VENV)/.installed-test
	$(BIN)/python -m tests.query_fuzz $(COUNT) $(SEED)

# random steps of two or three sessions in a random order, taken by both servers
fuzz-isolation: $(VENV)/.installed-test
	$(BIN)/python -m tests.isolation $(COUNT) $(SEED)

# random messages of the simple and the extended protocol, sent to both servers
fuzz-exchanges: $(VENV)/.installed-test
	$(BIN)/python -m tests.wire $(COUNT) $(SEED)

# random transactions of many clients, the server killed in between, checked for what their isolation levels forbid
history: $(VENV)/.installed-test
	$(BIN)/python -m tests.history --minutes $(MINUTES) --seed $(SEED)

# mutated messages, statements and COPY streams against a server without sockets: nothing may crash, hang or leak
fuzz-messages: $(VENV)/.installed-test
	$(BIN)/python -m tests.hostile messages $(COUNT) $(SEED)

fuzz-statements: $(VENV)/.installed-test
	$(BIN)/python -m tests.hostile statements $(COUNT) $(SEED)

# mutated messages again, to a server of its own over sockets
fuzz-sockets: $(VENV)/.installed-test
	$(BIN)/python -m tests.hostile sockets $(COUNT) $(SEED)

fuzz-copies: $(VENV)/.installed-test
	$(BIN)/python -m tests.hostile copies $(COUNT) $(SEED)

# the own tests of asyncpg, Django, pg8000, psycopg, psycopg2 and SQLAlchemy against both servers; SUITES="django queries
# lookup" runs a part; psycopg's come from the network, or from the folder that PSYCOPG_TESTS names; SUITES=go needs Go
suites: $(VENV)/.installed-test
	nice $(BIN)/python -m tools.suites $(SUITES)

drivers: $(VENV)/.installed-test
	$(BIN)/python -m tools.drivers $(DRIVERS)

bench: $(BENCH)/.installed
	$(BENCH)/bin/python -m benchmarks

clean:
	rm -rf $(VENV) $(BENCH) build dist *.egg-info

# pip compiles what it copies, but not an editable checkout: without this the first start would
COMPILE := -m compileall -q pgproxy protocol translator
INSTALL := -m pip install --quiet --disable-pip-version-check --editable

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python $(INSTALL) .
	$(BIN)/python $(COMPILE)
	touch $@

$(VENV)/.installed-test: pyproject.toml | $(BIN)/python
	$(BIN)/python $(INSTALL) '.[test]'
	$(BIN)/python $(COMPILE)
	touch $@

$(BENCH)/.installed: pyproject.toml
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python $(INSTALL) '.[bench]'
	$(BENCH)/bin/python $(COMPILE)
	touch $@
