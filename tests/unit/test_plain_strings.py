"""Plain strings where standard_conforming_strings is off: written as what they mean, without moving anything."""

import pytest

from translator.errors import PgError
from translator.plain_strings import conforming

PLAIN = (
    r"SELECT E'\\', e'it\'s', 'it''s', ''", r"SELECT $$\$$, $a$ 'b\c' $a$, $1",
    """SELECT 1 AS "a\\b", 2 AS "it's \\x" """, "SELECT 1 -- it's \\n",
    "SELECT 1 /* it's \\ /* nested ' */ ' \\ */ + 1", "SELECT E'a'\n  'b\\n'", """SELECT U&"it's \\0061" """,
    "SELECT B'101', X'1f', a$b, e_, N'x'", r"SELECT name'x' , E'\''", "SELECT 'never closed",
)  # fmt: skip


@pytest.mark.parametrize("sql", PLAIN)
def test_a_text_without_escapes_stays(sql: str) -> None:
    assert conforming(sql, warned=True, quotes=True) == (sql, [])


@pytest.mark.parametrize(
    ("sql", "meant", "position"),
    [
        (r"SELECT '\\' , a", r"SELECT '\'  , a", 8), (r"SELECT 'it\'s'", "SELECT 'it''s'", 8),
        (r"SELECT 'é', 'a''b\n'+1", "SELECT 'é', 'a''b\n' +1", 13), (r"SELECT N'\x41|'", "SELECT N'A|'   ", 9),
        ("SELECT 'a'\n'b\\t',c", "SELECT 'ab\t'    ,c", 8), (r"SELECT $1, 'é\xc3\xa9'", "SELECT $1, 'éé'       ", 12),
        ("SELECT /* /* */ ' */ '\\z'", "SELECT /* /* */ ' */ 'z' ", 22),
        ("SELECT -- '\n'\\''", "SELECT -- '\n''''", 13), (r"SELECT '\uD83D\uDE00'", "SELECT '😀'           ", 8),
    ],
)  # fmt: skip
def test_escapes_become_what_they_mean(sql: str, meant: str, position: int) -> None:
    text, warnings = conforming(sql, warned=True, quotes=True)
    assert (text, len(text)) == (meant, len(sql))
    assert [(told.sqlstate, told.position) for told in warnings] == [("22P06", position)]
    assert conforming(sql, warned=False, quotes=True) == (meant, [])


@pytest.mark.parametrize(
    ("sql", "sqlstate", "position", "warnings"),
    [
        (r"SELECT 'a\n', 'open \'", "42601", 15, 2), (r"SELECT 'é\n', 'x\u00'", "22025", 17, 1),
        (r"SELECT '\xff'", "22021", None, 1), (r"SELECT 'a\n', U&'\0061'", "0A000", 15, 1),
    ],
)  # fmt: skip
def test_escapes_that_mean_nothing(sql: str, sqlstate: str, position: int | None, warnings: int) -> None:
    with pytest.raises(PgError) as raised:
        conforming(sql, warned=True, quotes=True)
    error = raised.value
    assert (error.sqlstate, error.position, len(error.notices)) == (sqlstate, position, warnings)


def test_a_quote_behind_a_backslash_may_be_unsafe() -> None:
    with pytest.raises(PgError, match="unsafe use of") as raised:
        conforming(r"SELECT 'x\\', 'it\'s'", warned=False, quotes=False)
    assert (raised.value.sqlstate, raised.value.position) == ("22P06", 15)
