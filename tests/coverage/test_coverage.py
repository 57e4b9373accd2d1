"""What `make coverage` says is true: the page is fresh, the missing is refused, the implemented is not."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.server import Server
from tools.coverage import manual
from tools.coverage.call import ENUM, statement
from tools.coverage.count import Item, counted, missing, undocumented
from tools.coverage.page import PAGE, page
from translator.catalog.bootstrap import system_catalog

REFUSAL = re.compile(r"(function|aggregate|window function|type) .* is not supported")


@pytest.fixture(scope="module")
def connection(server: Server) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(server.dsn, autocommit=True) as opened:
        opened.execute(f"CREATE TYPE {ENUM} AS ENUM ('a', 'b')")
        yield opened
        opened.execute(f"DROP TYPE IF EXISTS {ENUM}")


def error(connection: psycopg.Connection[Any], item: Item) -> psycopg.Error | None:
    """How one use of an item ends."""
    try:
        connection.execute(statement(item))
    except psycopg.Error as raised:
        return raised
    return None


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make coverage`"


def test_postgresql_has_what_the_table_names() -> None:
    catalog = system_catalog()
    known = catalog.procs_by_signature.keys() | catalog.procs_by_name.keys()
    assert manual.entries().keys() <= known


def test_every_section_has_a_title() -> None:
    assert {entry.section for entry in manual.entries().values()} <= manual.TITLES.keys()


def test_what_is_missing_is_refused(connection: psycopg.Connection[Any]) -> None:
    ends = {item.signature: error(connection, item) for item in missing()}
    assert {signature: str(end) for signature, end in ends.items() if end is None or end.sqlstate != "0A000"} == {}


def test_what_is_implemented_is_not_refused(connection: psycopg.Connection[Any]) -> None:
    ends = {item.signature: error(connection, item) for item in counted() if item.implemented}
    failed = {signature: end for signature, end in ends.items() if end is not None}
    assert {s: str(end) for s, end in failed.items() if end.sqlstate == "XX000" or REFUSAL.match(str(end))} == {}


def test_no_other_function_ends_in_an_internal_error(connection: psycopg.Connection[Any]) -> None:
    ends = {item.signature: error(connection, item) for item in undocumented()}
    assert {s: str(end) for s, end in ends.items() if end is not None and end.sqlstate == "XX000"} == {}


def test_what_else_is_missing_does_not_answer(connection: psycopg.Connection[Any]) -> None:
    answered = [item.signature for item in undocumented() if not item.implemented and not error(connection, item)]
    assert answered == []
