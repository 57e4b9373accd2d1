"""Random statements that change data: INSERT, UPDATE, DELETE, MERGE, each with RETURNING, alone or in WITH."""

from __future__ import annotations

from tests.query_fuzz.choices import Choices
from tests.query_fuzz.expressions import Scope, cast, expression
from tests.query_fuzz.queries import from_clause, select, subquery
from tests.query_fuzz.schema import TABLES, Column

KEYS = {"dept": "id", "emp": "id", "sale": "id", "label": "k", "doc": "id", "event": "id"}
GENERATED = "total"


def change(c: Choices) -> str:
    """A whole statement."""
    scope = Scope(subquery)
    return c.weighted(
        (3, lambda: insert(c, scope)),
        (4, lambda: update(c, scope)),
        (3, lambda: delete(c, scope)),
        (2, lambda: merge(c, scope)),
        (2, lambda: in_with(c, scope)),
    )


def in_with(c: Choices, scope: Scope) -> str:
    """A change whose RETURNING another query reads."""
    name, table = scope.name(), c.pick(tuple(TABLES))
    text = c.weighted((2, lambda: _update(c, scope, table)), (1, lambda: _delete(c, scope, table)))
    columns = TABLES[table]
    scope.ctes[name] = columns
    listed = ", ".join(f"{table}.{column.name}" for column in columns)
    types = tuple(c.pick(("int", "text", "num")) for _ in range(1 + c.below(2)))
    return f"WITH {name} AS ({text} RETURNING {listed}) {select(c, scope.inner(), types, 1)}"


def _target(c: Choices, scope: Scope) -> tuple[str, Scope]:
    table = c.pick(tuple(TABLES))
    inner = scope.inner()
    inner.tables.append((table, TABLES[table]))
    return table, inner


def _returning(c: Choices, scope: Scope, *, old: bool = True) -> str:
    if not c.chance(60):
        return ""
    if old and c.chance(20):
        table, columns = scope.tables[0]
        other = c.pick(columns).name
        if c.chance(50):
            return f" RETURNING WITH (OLD AS o, NEW AS n) n.{other}, o.{other}, o.{other} IS DISTINCT FROM n.{other}, o"
        return f" RETURNING old.{other}, new.{other}, {table}.{columns[0].name}"
    values = [expression(c, scope, c.pick(("int", "text", "num")), 1) for _ in range(1 + c.below(3))]
    return f" RETURNING {', '.join(values)}"


def _new_key(c: Choices, column: Column) -> str:
    return f"'k{c.below(9)}'" if column.type == "text" else str(c.pick((50, 51, 3, 60)))


def _values(c: Choices, scope: Scope, columns: tuple[Column, ...], *, default: bool = True) -> list[str]:
    return [
        "DEFAULT"
        if default and (column.name == GENERATED or c.chance(8))
        else cast(expression(c, scope, column.type, 1), column.type)
        for column in columns
    ]


def _given(table: str) -> tuple[Column, ...]:
    """The columns that a query can give values for."""
    return tuple(column for column in TABLES[table] if column.name != GENERATED)


def insert(c: Choices, scope: Scope) -> str:
    """Rows of values or of a query, some with keys that are there already."""
    table, inner = _target(c, scope)
    columns = TABLES[table]
    empty = scope.inner()
    if c.chance(40):
        alias = empty.name()
        first = f"{alias}.n + {c.pick((40, 5))}" if columns[0].type == "int" else f"'s' || {alias}.n"
        empty.tables.append((alias, (Column("n", "int"),)))
        rest = _values(c, empty, _given(table)[1:], default=False)
        body = f"SELECT {', '.join([first, *rest])} FROM generate_series(1, {1 + c.below(3)}) AS {alias}(n)"
    else:
        rows = [", ".join([_new_key(c, columns[0]), *_values(c, empty, columns[1:])]) for _ in range(1 + c.below(2))]
        body = f"VALUES {', '.join(f'({row})' for row in rows)}"
    conflict = ""
    if c.chance(40):
        key = KEYS[table]
        conflict = c.weighted(
            (1, lambda: " ON CONFLICT DO NOTHING"),
            (1, lambda: f" ON CONFLICT ({key}) DO NOTHING"),
            (2, lambda: f" ON CONFLICT ({key}) DO UPDATE SET {_excluded(c, table)}"),
            (
                1,
                lambda: (
                    f" ON CONFLICT ({key}) DO UPDATE SET {_excluded(c, table)} WHERE {expression(c, inner, 'bool', 1)}"
                ),
            ),
            (1, lambda: f" ON CONFLICT ({key}) DO UPDATE SET {_sets(c, inner, table)}"),
        )
    return f"INSERT INTO {table} {body}{conflict}{_returning(c, inner)}"


def _excluded(c: Choices, table: str) -> str:
    column = c.pick(_given(table)[1:]).name
    return f"{column} = {c.pick((f'excluded.{column}', f'coalesce({table}.{column}, excluded.{column})'))}"


def _sets(c: Choices, scope: Scope, table: str) -> str:
    columns = [column for column in _given(table)[1:] if column.name not in ("dept", "boss", "emp", "qty")]
    if table == "event" and c.chance(20):
        return f"id = {table}.id + {c.pick(('50', '-50', '1', '900'))}"
    chosen = columns[c.below(len(columns)) :][: 1 + c.below(2)]
    if c.chance(20):
        names = ", ".join(column.name for column in chosen)
        if c.chance(50):
            return f"({names}) = ({scope.subquery(c, scope, tuple(column.type for column in chosen), True)})"
        return f"({names}) = ROW({', '.join(_values(c, scope, tuple(chosen)))})"
    return ", ".join(f"{column.name} = {cast(expression(c, scope, column.type, 1), column.type)}" for column in chosen)


def update(c: Choices, scope: Scope) -> str:
    """UPDATE with or without FROM; from other tables one row at most matches each."""
    table, inner = _target(c, scope)
    if not c.chance(35):
        where = f" WHERE {expression(c, inner, 'bool', 2)}" if c.chance(80) else ""
        return f"UPDATE {table} SET {_sets(c, inner, table)}{where}{_returning(c, inner)}"
    other = c.pick(("dept", "emp"))
    alias = inner.name()
    inner.tables.append((alias, TABLES[other]))
    numbers = [column.name for column in TABLES[table] if column.type == "int"]
    where = f"{alias}.id = {table}.{c.pick(numbers)}"
    where += f" AND {expression(c, inner, 'bool', 1)}" if c.chance(40) else ""
    return f"UPDATE {table} SET {_sets(c, inner, table)} FROM {other} AS {alias} WHERE {where}{_returning(c, inner)}"


def _update(c: Choices, scope: Scope, table: str) -> str:
    inner = scope.inner()
    inner.tables.append((table, TABLES[table]))
    return f"UPDATE {table} SET {_sets(c, inner, table)} WHERE {expression(c, inner, 'bool', 1)}"


def _delete(c: Choices, scope: Scope, table: str) -> str:
    inner = scope.inner()
    inner.tables.append((table, TABLES[table]))
    return f"DELETE FROM {table} WHERE {expression(c, inner, 'bool', 1)}"


def delete(c: Choices, scope: Scope) -> str:
    """DELETE with or without USING."""
    table, inner = _target(c, scope)
    if not c.chance(35):
        return f"DELETE FROM {table} WHERE {expression(c, inner, 'bool', 2)}{_returning(c, inner, old=False)}"
    target = list(inner.tables)
    using = from_clause(c, inner, 1)
    where = expression(c, inner, "bool", 2)
    inner.tables = target
    return f"DELETE FROM {table} USING {using} WHERE {where}{_returning(c, inner, old=False)}"


def merge(c: Choices, scope: Scope) -> str:
    """MERGE by the key, from a query with one row for each."""
    table, target = _target(c, scope)
    columns = TABLES[table]
    key, source = KEYS[table], scope.name()
    texts = columns[0].type == "text"
    keys = "('x', 1), ('y', 2), ('new', 3)" if texts else "(1, 1), (3, 2), (90, 3)"
    both = scope.inner()
    both.tables = [(table, columns), (source, (Column("k", columns[0].type), Column("n", "int")))]
    alone = scope.inner()
    alone.tables = [both.tables[1]]
    clauses = []
    if c.chance(70):
        test = f" AND {expression(c, both, 'bool', 1)}" if c.chance(40) else ""
        action = c.weighted(
            (3, lambda: f"UPDATE SET {_sets(c, both, table)}"), (1, lambda: "DELETE"), (1, lambda: "DO NOTHING")
        )
        clauses.append(f"WHEN MATCHED{test} THEN {action}")
    if c.chance(50):
        rest = _values(c, alone, columns[1:])
        clauses.append(f"WHEN NOT MATCHED THEN INSERT VALUES ({', '.join([f'{source}.k', *rest])})")
    if not clauses or c.chance(20):
        test = expression(c, target, "bool", 1)
        action = c.pick(("DELETE", "DO NOTHING", f"UPDATE SET {_sets(c, target, table)}"))
        clauses.append(f"WHEN NOT MATCHED BY SOURCE AND {test} THEN {action}")
    shown = c.pick((f"{table}.{key}", "old, new", f"old.{key}, new.*"))
    returning = f" RETURNING merge_action(), {source}.n, {shown}" if c.chance(60) else ""
    joined = f"{table} USING (VALUES {keys}) AS {source}(k, n) ON {table}.{key} = {source}.k"
    return f"MERGE INTO {joined} {' '.join(clauses)}{returning}"
