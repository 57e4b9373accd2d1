"""Random queries: joins, subqueries, groups, windows, set operations, WITH."""

from __future__ import annotations

from tests.query_fuzz import documents, scalars
from tests.query_fuzz.aggregates import aggregate, window
from tests.query_fuzz.choices import Choices
from tests.query_fuzz.expressions import MAKERS, Scope, cast, expression
from tests.query_fuzz.schema import TABLES, TYPES, Column
from tests.query_fuzz.sources import recursive, rows_of_function

DEPTH = 2
MAKERS.update(scalars.MAKERS | documents.MAKERS)


def query(c: Choices) -> tuple[str, str]:
    """A query, and its ORDER BY with what stands behind; empty where its rows come in no order."""
    scope = Scope(subquery)
    types = tuple(c.pick(TYPES) for _ in range(1 + c.below(4)))
    with_ = with_clause(c, scope) if c.chance(25) else ""
    text = c.weighted((6, lambda: select(c, scope.inner(), types, DEPTH)), (2, lambda: set_operation(c, scope, types)))
    if not c.chance(50):
        return with_ + text, ""
    keys = [
        f"{n}{c.pick(('', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST', ' USING >', ' USING < NULLS FIRST'))}"
        for n in range(1, len(types) + 1)
    ]
    order = f" ORDER BY {', '.join(keys)}"
    if c.chance(40):
        order += f" LIMIT {c.below(6)}" if c.chance(70) else f" FETCH FIRST {1 + c.below(4)} ROWS WITH TIES"
    if c.chance(20) and "TIES" not in order:
        order += f" OFFSET {c.below(4)}"
    return with_ + text, order


def subquery(c: Choices, scope: Scope, types: tuple[str, ...], one_row: bool) -> str:
    """A query inside an expression."""
    inner = scope.inner()
    if not one_row:
        return select(c, inner, types, 0)
    source = from_clause(c, inner, 1)
    where = f" WHERE {expression(c, inner, 'bool', 1)}" if c.chance(60) else ""
    return f"SELECT {', '.join(aggregate(c, inner, of, 0) for of in types)} FROM {source}{where}"


def select(c: Choices, scope: Scope, types: tuple[str, ...], depth: int) -> str:
    """A SELECT of columns of the given types, named c1, c2, ..."""
    source = from_clause(c, scope, 1 + c.below(3) if depth else 1)
    where = f" WHERE {expression(c, scope, 'bool', depth)}" if c.chance(60) else ""
    kind = c.weighted((6, lambda: "plain"), (3, lambda: "grouped"), (2, lambda: "windows"), (1, lambda: "total"))
    if kind == "grouped":
        return _grouped(c, scope, types, depth, f" FROM {source}{where}")
    if kind == "total":
        values = [aggregate(c, scope, of, depth) for of in types]
    elif kind == "windows" and depth and all(columns in TABLES.values() for _, columns in scope.tables):
        unique = ", ".join(f"{alias}.{column.name}" for alias, columns in scope.tables for column in columns)
        values = [window(c, scope, of, unique, 1) if c.chance(60) else expression(c, scope, of, depth) for of in types]
    else:
        values = [expression(c, scope, of, depth) for of in types]
    if kind == "plain" and c.chance(10):
        return _first_of_each(c, values, f" FROM {source}{where}")
    distinct = "DISTINCT " if kind == "plain" and c.chance(15) else ""
    return f"SELECT {distinct}{_named(values)} FROM {source}{where}"


def _named(values: list[str]) -> str:
    return ", ".join(f"{value} AS c{n}" for n, value in enumerate(values, start=1))


def _first_of_each(c: Choices, values: list[str], body: str) -> str:
    """DISTINCT ON some of the columns, in an order of all."""
    places = [str(n) for n in range(1, len(values) + 1)]
    order = ", ".join(f"{place}{c.pick(('', ' DESC'))}" for place in places)
    firsts = ", ".join(places[: 1 + c.below(len(places))])
    return f"SELECT * FROM (SELECT DISTINCT ON ({firsts}) {_named(values)}{body} ORDER BY {order}) AS firsts"


def _grouped(c: Choices, scope: Scope, types: tuple[str, ...], depth: int, body: str) -> str:
    """GROUP BY some of the columns; the others are aggregates."""
    found = {expression(c, scope, of, 1): n for n, of in enumerate(types) if c.chance(50)}
    keys = {n: key for key, n in found.items()}  # each once: by position, equal keys would count as two
    values = [keys.get(n) or aggregate(c, scope, of, 1) for n, of in enumerate(types)]
    having = f" HAVING {aggregate(c, scope, 'int', 1)} {c.pick(('>', '<=', '<>'))} {c.below(4)}" if c.chance(25) else ""
    if not keys:
        return f"SELECT {_named(values)}{body}{having}"
    places = [str(n + 1) for n in keys]
    group = c.weighted(
        (6, lambda: ", ".join(places)),
        (1, lambda: f"ROLLUP ({', '.join(places)})"),
        (1, lambda: f"CUBE ({', '.join(places)})"),
        (1, lambda: f"GROUPING SETS (({', '.join(places)}), ())"),
        (1, lambda: f"GROUPING SETS ({', '.join(f'({place})' for place in places)}, ROLLUP ({places[0]}))"),
        (1, lambda: f"{c.pick(('', 'DISTINCT ', 'ALL '))}{places[0]}, CUBE ({', '.join(places)}), ({places[-1]})"),
    )
    if len(group) > len(places) * 3 and c.chance(50):
        values[-1] = _with_grouping(types[-1], values[-1], list(found)) if len(types) - 1 not in keys else values[-1]
    return f"SELECT {_named(values)}{body} GROUP BY {group}{having}"


def _with_grouping(of: str, value: str, keys: list[str]) -> str:
    """Which keys a grouping set leaves out, in place of an integer or in front of a text."""
    grouping = f"grouping({', '.join(keys)})"
    return grouping if of == "int" else f"{grouping} || ({value})" if of == "text" else value


def set_operation(c: Choices, scope: Scope, types: tuple[str, ...]) -> str:
    """Two or three queries combined; their columns are cast, since they must have common types."""

    def operand() -> str:
        inner = scope.inner()
        source = from_clause(c, inner, 1 + c.below(2))
        where = f" WHERE {expression(c, inner, 'bool', 1)}" if c.chance(50) else ""
        return f"SELECT {_named([cast(expression(c, inner, of, 1), of) for of in types])} FROM {source}{where}"

    text = operand()
    for _ in range(1 + c.below(2)):
        operator = f"{c.pick(('UNION', 'INTERSECT', 'EXCEPT'))}{c.pick(('', ' ALL'))}"
        right = f"({operand()})" if c.chance(30) else operand()
        text = f"{text} {operator} {right}"
    return text


def with_clause(c: Choices, scope: Scope) -> str:
    """WITH one or two queries, which the scope then knows."""
    items = []
    reads_itself = False
    for _ in range(1 + c.below(2)):
        name = scope.name()
        if c.chance(20):
            reads_itself = True
            items.append(recursive(c, scope))
            continue
        types = tuple(c.pick(TYPES) for _ in range(1 + c.below(3)))
        how = c.pick(("", "", "MATERIALIZED ", "NOT MATERIALIZED "))
        items.append(f"{name} AS {how}({select(c, scope.inner(), types, 1)})")
        scope.ctes[name] = tuple(Column(f"c{n}", of) for n, of in enumerate(types, start=1))
    return f"WITH {'RECURSIVE ' if reads_itself else ''}{', '.join(items)} "


def from_clause(c: Choices, scope: Scope, count: int) -> str:
    """Tables joined in some way; the scope then knows their columns."""
    text = _item(c, scope)
    for _ in range(count - 1):
        how = c.weighted(
            (4, lambda: "JOIN"), (3, lambda: "LEFT JOIN"), (1, lambda: "RIGHT JOIN"), (1, lambda: "FULL JOIN"),
            (1, lambda: "CROSS JOIN"), (1, lambda: ","), (1, lambda: "LATERAL"))  # fmt: skip
        left = list(scope.tables)
        if how == ",":
            text += f", {_item(c, scope)}"
        elif how == "CROSS JOIN":
            text += f" CROSS JOIN {_item(c, scope)}"
        elif how == "LATERAL":
            text += f" {c.pick(('JOIN', 'LEFT JOIN'))} LATERAL {_lateral(c, scope)} ON true"
        else:
            right = _item(c, scope)
            text += f" {how} {right} ON {_condition(c, scope, left)}"
    return text


def _condition(c: Choices, scope: Scope, left: list[tuple[str, tuple[Column, ...]]]) -> str:
    """An equality of both sides' columns, or another comparison, with more at times."""
    alias, columns = scope.tables[-1]
    pairs = [
        (f"{one}.{a.name}", f"{alias}.{b.name}") for one, known in left for a in known for b in columns
        if a.type == b.type
    ]  # fmt: skip
    sign = c.weighted((8, lambda: "="), (1, lambda: "<"), (1, lambda: "IS NOT DISTINCT FROM"))
    equality = f" {sign} ".join(c.pick(pairs)) if pairs else "true"
    if not c.chance(30):
        return equality
    joined = Scope(scope.subquery, [*left, scope.tables[-1]], scope.outer, scope.ctes, scope.names)
    return f"{equality} AND {expression(c, joined, 'bool', 1)}"


def _item(c: Choices, scope: Scope) -> str:
    return c.weighted(
        (8, lambda: _table(c, scope)),
        (2, lambda: _derived(c, scope)),
        (1, lambda: _values(c, scope)),
        (1, lambda: _series(c, scope)),
        (2, lambda: rows_of_function(c, scope)),
    )


def _table(c: Choices, scope: Scope) -> str:
    alias = scope.name()
    name, columns = c.pick([*TABLES.items(), *scope.ctes.items(), *scope.ctes.items()])
    scope.tables.append((alias, columns))
    return f"{name} AS {alias}"


def _derived(c: Choices, scope: Scope) -> str:
    alias = scope.name()
    types = tuple(c.pick(TYPES) for _ in range(1 + c.below(3)))
    alone = Scope(scope.subquery, outer=scope.outer, ctes=dict(scope.ctes), names=scope.names)
    text = select(c, alone, types, 1)
    scope.tables.append((alias, tuple(Column(f"c{n}", of) for n, of in enumerate(types, start=1))))
    return f"({text}) AS {alias}"


def _lateral(c: Choices, scope: Scope) -> str:
    alias = scope.name()
    types = tuple(c.pick(TYPES) for _ in range(1 + c.below(2)))
    text = select(c, scope.inner(), types, 1)
    scope.tables.append((alias, tuple(Column(f"c{n}", of) for n, of in enumerate(types, start=1))))
    return f"({text}) AS {alias}"


def _values(c: Choices, scope: Scope) -> str:
    alias = scope.name()
    of = c.pick(TYPES)
    rows = ", ".join(f"({cast(expression(c, scope.inner().inner(), of, 0), of)}, {n})" for n in range(1 + c.below(3)))
    scope.tables.append((alias, (Column("a", of), Column("b", "int"))))
    return f"(VALUES {rows}) AS {alias}(a, b)"


def _series(c: Choices, scope: Scope) -> str:
    alias = scope.name()
    scope.tables.append((alias, (Column("n", "int"),)))
    return f"generate_series(1, {1 + c.below(4)}) AS {alias}(n)"
