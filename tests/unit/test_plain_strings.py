"""Plain strings where standard_conforming_strings is off: refused where a backslash would be an escape, else read."""

import pytest

from translator.errors import PgError
from translator.plain_strings import refuse_plain_escapes

PLAIN = (
    r"SELECT E'\\', e'it\'s', 'it''s', ''", r"SELECT $$\$$, $a$ 'b\c' $a$, $1",
    """SELECT 1 AS "a\\b", 2 AS "it's \\x" """, "SELECT 1 -- it's \\n",
    "SELECT 1 /* it's \\ /* nested ' */ ' \\ */ + 1", "SELECT E'a'\n  'b\\n'", """SELECT U&"it's \\0061" """,
    "SELECT B'1', X'1f', a$b, e_, N'x'", r"SELECT name'x' , E'\''", "SELECT 'never closed",
)  # fmt: skip


@pytest.mark.parametrize("sql", PLAIN)
def test_no_plain_string_has_a_backslash(sql: str) -> None:
    refuse_plain_escapes(sql)


@pytest.mark.parametrize(
    ("sql", "location"),
    [
        (r"SELECT '\'", 7), (r"SELECT 'it\'s'", 7), (r"SELECT 'é', 'a''b\n'", 13), (r"SELECT N'\t'", 8),
        ("SELECT 'a'\n'b\\n'", 11), (r"SELECT $1, 'a\\b'", 11), ("SELECT /* /* */ ' */ '\\", 21),
        ("SELECT -- '\n'\\'", 12), (r"SELECT 'open \ ", 7),
    ],
)  # fmt: skip
def test_a_backslash_is_refused_at_its_string(sql: str, location: int) -> None:
    with pytest.raises(PgError) as raised:
        refuse_plain_escapes(sql)
    assert (raised.value.sqlstate, raised.value.location) == ("0A000", location)
