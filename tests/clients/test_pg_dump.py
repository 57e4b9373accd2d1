"""pg_dump: its output is PostgreSQL's own, and restores into the same database."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.clients.target import USER, Target, Targets, fresh
from tests.oracle import binary
from tests.server import Server

SCHEMA = """
CREATE SCHEMA stock;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE TYPE pair AS (a int, b text);
CREATE TABLE item (
    id bigserial PRIMARY KEY, name varchar(50) NOT NULL DEFAULT 'x', price numeric(10, 2) CHECK (price > 0),
    doc jsonb DEFAULT '{}', tags text[], made timestamptz DEFAULT '2024-01-01', feeling mood, amount positive
);
CREATE TABLE line (
    id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item_id bigint REFERENCES item ON DELETE CASCADE,
    code text UNIQUE, twice int GENERATED ALWAYS AS (item_id * 2) STORED
);
CREATE INDEX line_code ON line (lower(code)) WHERE id > 3;
CREATE INDEX item_doc ON item USING gin (doc);
CREATE VIEW expensive AS SELECT item.id, line.code FROM item JOIN line ON item.id = line.item_id WHERE price > 1;
CREATE VIEW stock.sorted AS SELECT * FROM expensive ORDER BY id;
CREATE TABLE stock.place (feeling mood, amount positive DEFAULT 3, at pair, CONSTRAINT once UNIQUE (feeling, amount));
CREATE SEQUENCE tickets START 5;
CREATE TABLE ticket (number int DEFAULT nextval('tickets'));
ALTER TABLE item ADD CONSTRAINT named CHECK (length(name) > 0) NOT VALID;
COMMENT ON TABLE item IS 'what we sell';
COMMENT ON COLUMN item.name IS 'how we call it';
INSERT INTO item (name, price, tags, feeling) VALUES ('foo', 1.5, '{a,"b c"}', 'ok'), ('b''ar', 2, NULL, 'sad');
INSERT INTO line (item_id, code) VALUES (1, 'q');
INSERT INTO ticket DEFAULT VALUES;
"""


def run(target: Target, program: str, *arguments: str, given: str | None = None) -> str:
    command = [str(binary(program)), "-h", target.host, "-p", str(target.port), "-U", USER, *arguments]
    done = subprocess.run(
        [*command, target.database], input=given, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def dump(target: Target, *options: str) -> str:
    """pg_dump's output without what differs from run to run."""
    text = run(target, "pg_dump", *options)
    return re.sub(r"^(\\(un)?restrict .*|-- Dumped .*)$", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("options", [(), ("--inserts",), ("--schema-only",), ("-t", "item"), ("-n", "stock")])
def test_a_dump_is_postgresqls(targets: Targets, options: tuple[str, ...]) -> None:
    for target in targets:
        run(target, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", given=SCHEMA)
    expected, actual = (dump(target, *options) for target in targets)
    assert actual == expected


def test_a_dump_is_restored(server: Server, tmp_path: Path) -> None:
    with fresh(server.host, server.port, "dumped") as source, fresh(server.host, server.port, "restored") as copy:
        run(source, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", given=SCHEMA)
        run(copy, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", given=run(source, "pg_dump"))
        assert dump(copy) == dump(source)
    with fresh(server.host, server.port, "dumped") as source, fresh(server.host, server.port, "restored") as copy:
        run(source, "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", given=SCHEMA)
        archive = str(tmp_path / "archive")
        run(source, "pg_dump", "-Fc", "-f", archive)
        restore = [str(binary("pg_restore")), "-h", copy.host, "-p", str(copy.port), "-U", USER, "-d", copy.database]
        done = subprocess.run([*restore, archive], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        assert dump(copy) == dump(source)
