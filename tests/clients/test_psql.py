"""psql: its meta-commands ask the catalogs, its \\copy streams, its Ctrl-C cancels."""

import os
import signal
import subprocess
import time
from typing import Any

from tests.clients.target import USER, Target, Targets, assert_same
from tests.oracle import binary

SETUP = """
CREATE TABLE shop (id serial PRIMARY KEY, name varchar(20) NOT NULL DEFAULT 'none', opened date);
CREATE TABLE sale (shop_id int REFERENCES shop ON DELETE CASCADE, amount numeric(8,2) CHECK (amount > 0), note text,
    CONSTRAINT once UNIQUE (shop_id, note));
CREATE INDEX sale_note ON sale (lower(note)) WHERE amount > 10;
CREATE SEQUENCE ticket START 5 INCREMENT 2;
CREATE SCHEMA extra;
CREATE TABLE extra.thing (a int, b text[]);
CREATE PUBLICATION few FOR TABLE shop (id, name) WHERE (id > 1), sale WITH (publish = 'insert');
CREATE PUBLICATION most FOR TABLES IN SCHEMA extra;
COMMENT ON TABLE shop IS 'where things are sold';
INSERT INTO shop (name) VALUES ('one'), ('two');
INSERT INTO sale SELECT 1 + n % 2, n * 1.5, 'note ' || n FROM generate_series(1, 6) n;
"""
COMMANDS = (
    r"\conninfo", r"\dt", r"\d", r"\d shop", r"\d sale", r"\di", r"\ds", r"\dn", r"\d ticket", r"\dt extra.*",
    r"\d nowhere", r"\du", r"\l postgres", r"\df pg_sleep", r"\dv", r"\dp shop",
    r"\dconfig work_mem", r"\dRp", r"\dRp+",
)  # fmt: skip


def psql(target: Target, *arguments: str, stdin: str = "", psqlrc: bool = False) -> subprocess.CompletedProcess[str]:
    """A run of psql without a terminal."""
    command = [str(binary("psql")), "-h", target.host, "-p", str(target.port), "-U", USER, "-d", target.database]
    options = [] if psqlrc else ["-X"]
    environment = os.environ | {"PGCONNECT_TIMEOUT": "10", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [*command, *options, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=False,
    )


def note(target: Target, run: subprocess.CompletedProcess[str]) -> tuple[Any, ...]:
    """What was printed, without the port that differs."""
    return run.returncode, run.stdout.replace(str(target.port), "PORT"), run.stderr.replace(str(target.port), "PORT")


def meta_commands(target: Target) -> list[Any]:
    notes: list[Any] = [note(target, psql(target, stdin=SETUP))]
    return notes + [(command, note(target, psql(target, "-c", command))) for command in COMMANDS[1:]]


def test_meta_commands(targets: Targets) -> None:
    assert_same(meta_commands, targets)


def scripts(target: Target) -> list[Any]:
    """Statements from a script, with variables, \\gdesc, \\gset, \\copy, \\watch, and errors."""
    psql(target, stdin=SETUP)
    script = r"""
\set limit 2
SELECT id, name FROM shop ORDER BY id LIMIT :limit;
SELECT amount, note AS "what" FROM sale \gdesc
SELECT max(id) AS top FROM shop \gset
\echo :top
\x
SELECT * FROM shop WHERE id = :top;
\x
\copy shop (name, opened) from stdin csv
three,2024-01-01
"fo,ur",
\.
\copy (SELECT * FROM shop ORDER BY id) to stdout with (format csv, header)
SELECT 1; SELECT 2;
INSERT INTO sale VALUES (9, 1, 'x');
\set VERBOSITY verbose
SELECT 1 + 'a';
\errverbose
BEGIN;
SELECT 1/0;
SELECT 1;
ROLLBACK;
SELECT 1 \watch c=2 i=0.01
SELECT $1 AS bound \bind 'value' \g
\timing on
"""
    run = psql(target, "-a", stdin=script)
    stdout = "\n".join(line for line in run.stdout.splitlines() if "(every 0.01s)" not in line)
    stderr = "\n".join(line for line in run.stderr.splitlines() if "LOCATION" not in line)
    return [stdout, stderr, run.returncode]


def test_a_script(targets: Targets) -> None:
    assert_same(scripts, targets)


def interrupted(target: Target) -> list[Any]:
    """Ctrl-C on a running query."""
    command = [str(binary("psql")), "-X", "-h", target.host, "-p", str(target.port), "-U", USER, "-d", target.database]
    with subprocess.Popen(
        [*command, "-c", "SELECT pg_sleep(30)"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        time.sleep(0.5)
        before = time.monotonic()
        run.send_signal(signal.SIGINT)
        out, error = run.communicate(timeout=20)
        return [out, error, run.returncode, time.monotonic() - before < 2]


def test_an_interrupt_cancels(targets: Targets) -> None:
    assert_same(interrupted, targets)
