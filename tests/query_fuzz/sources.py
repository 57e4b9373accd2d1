"""Random items of FROM that functions make, and queries of WITH that read themselves."""

from __future__ import annotations

from tests.query_fuzz.choices import Choices
from tests.query_fuzz.expressions import Scope, expression
from tests.query_fuzz.schema import Column

NESTED = (
    "k text PATH '$.c.d', v jsonb PATH '$.c'",
    "k text PATH '$.a', NESTED PATH '$.b[*]' COLUMNS (v jsonb PATH '$')",
    "k text PATH '$.c.d' NULL ON ERROR, v jsonb FORMAT JSON PATH '$.b' WITH WRAPPER",
)
"""The last columns of a JSON_TABLE."""


def rows_of_function(c: Choices, scope: Scope) -> str:
    """A function's rows, whose arguments may be columns of what stands before it."""
    of = lambda kind: expression(c, scope, kind, 1)  # noqa: E731
    text, columns = c.weighted(
        (3, lambda: (f"unnest({of('list')})", "n:int")),
        (2, lambda: (f"unnest({of('list')}, {of('list')})", "n:int m:int")),
        (1, lambda: (f"generate_series({of('int')} % 3, {c.pick(('3', '5'))})", "n:int")),
        (1, lambda: (f"generate_series(3, {c.pick(('1', '-2'))}, -1)", "n:int")),
        (1, lambda: (f"generate_series({of('time')}, timestamp '2024-01-03', interval '400 days')", "t:time")),
        (2, lambda: (f"jsonb_each({of('json')})", "k:text v:json")),
        (1, lambda: (f"jsonb_each_text({of('json')})", "k:text v:text")),
        (1, lambda: (f"jsonb_array_elements({of('json')} -> 'b')", "v:json")),
        (1, lambda: (f"jsonb_object_keys({of('json')} -> 'c')", "k:text")),
        (1, lambda: (f"jsonb_path_query({of('json')}, '$.b[*]')", "v:json")),
        (1, lambda: (f"string_to_table({of('text')}, {c.pick(('NULL', '$$o$$', '$$ $$'))})", "k:text")),
        (1, lambda: (f"regexp_split_to_table({of('text')}, '[aeo]')", "k:text")),
        (1, lambda: (f"generate_subscripts({of('list')}, 1)", "n:int")),
        (1, lambda: (f"ROWS FROM (unnest({of('list')}), generate_series(1, {1 + c.below(3)}))", "n:int m:int")),
        (2, lambda: (_json_table(c, of("json")), "o:int n:int k:text v:json")),
        (1, lambda: ("XMLTABLE('/a' PASSING NULL::xml COLUMNS n int PATH '@n')", "n:int")),
    )
    alias = scope.name()
    found = [Column(*column.split(":")) for column in columns.split()]
    names = [column.name for column in found]
    if "TABLE(" not in text and c.chance(40):
        text += " WITH ORDINALITY"
        found.append(Column("place", "int"))
        names.append("place")
    scope.tables.append((alias, tuple(found)))
    return f"{text} AS {alias}({', '.join(names)})"


def _json_table(c: Choices, value: str) -> str:
    default = c.pick(("", " NULL ON EMPTY", " DEFAULT -1 ON EMPTY", " DEFAULT 7 ON ERROR"))
    nested = c.pick(NESTED)
    return f"JSON_TABLE({value}, '$' COLUMNS (o FOR ORDINALITY, n int PATH '$.a'{default}, {nested}))"


def recursive(c: Choices, scope: Scope) -> str:
    """A query of WITH RECURSIVE that the scope then knows."""
    name = scope.name()
    return c.weighted(
        (2, lambda: _count(c, scope, name)), (2, lambda: _bosses(c, scope, name)), (1, lambda: _circle(c, scope, name))
    )


def _count(c: Choices, scope: Scope, name: str) -> str:
    limit = 2 + c.below(4)
    scope.ctes[name] = (Column("n", "int"), Column("s", "text"))
    union = c.pick(("UNION ALL", "UNION"))
    return f"{name}(n, s) AS (SELECT 1, 'r' {union} SELECT n + 1, s || n FROM {name} WHERE n < {limit})"


def _bosses(c: Choices, scope: Scope, name: str) -> str:
    """A tree, in the order of one of the clauses that say so."""
    scope.ctes[name] = (Column("id", "int"), Column("boss", "int"), Column("name", "text"), Column("place", "text"))
    down = c.pick((True, False))
    start, step = ("boss IS NULL", "e.boss = up.id") if down else ("id > 9", "e.id = up.boss")
    order = c.pick(("DEPTH", "BREADTH"))
    return (
        f"{name}(id, boss, name, place) AS (WITH RECURSIVE up(id, boss, name) AS (SELECT id, boss, name FROM emp"
        f" WHERE {start} {c.pick(('UNION ALL', 'UNION'))} SELECT e.id, e.boss, e.name FROM emp AS e JOIN up ON {step})"
        f" SEARCH {order} FIRST BY {c.pick(('id', 'name, id'))} SET place SELECT id, boss, name, place::text FROM up)"
    )


def _circle(c: Choices, scope: Scope, name: str) -> str:
    """Steps that come back to where they were."""
    scope.ctes[name] = (Column("n", "int"), Column("again", "bool"), Column("path", "text"))
    mark = c.pick(("", " TO true DEFAULT false"))
    return (
        f"{name}(n, again, path) AS (WITH RECURSIVE walk(n) AS (SELECT {1 + c.below(3)} UNION ALL"
        f" SELECT (n * {2 + c.below(2)}) % 7 FROM walk) CYCLE n SET again{mark} USING path"
        f" SELECT n, again, path::text FROM walk)"
    )
