"""The topics `matrix/<type>`: statements made of a type's value set, the same for every type.

They ask for the values in text and binary, under the settings that matter, compare all pairs, sort with and without an
index, group, gather in arrays, cast to every type that PostgreSQL casts to, and read a pool of texts as the type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.cases.statement import Statement
from tests.cases.value_sets import ValueSet, value_sets
from translator.catalog.bootstrap import system_catalog
from translator.catalog.format_type import format_type
from translator.catalog.image import empty_image
from translator.types import oids

AREA = "matrix"
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


def topic_name(type_name: str) -> str:
    """The topic of a type."""
    return f"{AREA}/{re.sub(r'[^a-z0-9]+', '_', type_name.replace('[]', ' array')).strip('_')}"


@cache
def topic_types(directory: Path) -> dict[str, str]:
    """The types by topic; none where the directory of cases has no value sets."""
    return {topic_name(name): name for name in value_sets(directory / AREA)}


def statements(directory: Path, topic: str) -> list[Statement]:
    """The statements of a topic."""
    sets = value_sets(directory / AREA)
    name = topic_types(directory)[topic]
    made = [
        *setup(name, sets[name]),
        *output(sets[name]),
        *comparison(),
        *order(),
        *groups(),
        *arrays(name),
        *casts(name, sets[name]),
        *texts(name, sets),
    ]
    return [replace(statement, oids=True) for statement in made] if sets[name].setup else made


def quoted(text: str) -> str:
    """A string constant."""
    return ("E" if "\\" in text else "") + "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def setup(name: str, values: ValueSet) -> Iterator[Statement]:
    """The table of the values, numbered; NULL is the last."""
    for sql in values.setup:
        yield Statement(sql, sql)
    yield Statement("the table", f"CREATE TABLE t (n integer PRIMARY KEY, v {name})")
    rows = [quoted(text) for text in (*values.values, *values.spellings)]
    numbered = ", ".join(f"({number}, {text})" for number, text in enumerate([*rows, "NULL"], 1))
    yield Statement("its rows", f"INSERT INTO t VALUES {numbered}")
    known = ", ".join(f"({number}, {quoted(text)})" for number, text in enumerate(values.values, 1))
    yield Statement("the table of values without other spellings", f"CREATE TABLE u (n integer PRIMARY KEY, v {name})")
    yield Statement("their rows", f"INSERT INTO u VALUES {known or '(1, NULL)'}, ({len(values.values) + 2}, NULL)")


def output(values: ValueSet) -> Iterator[Statement]:
    """Every value, as itself and as text."""
    yield Statement("values", "SELECT n, v FROM t ORDER BY n")
    yield Statement("values as text", "SELECT n, v::text, quote_nullable(v), concat('<', v, '>') FROM t ORDER BY n")
    yield Statement("values as JSON", "SELECT n, to_json(v), to_jsonb(v) FROM t ORDER BY n")
    yield Statement("values in a row", "SELECT n, ROW(n, v)::text, t::text FROM t ORDER BY n")
    for setting in values.settings:
        yield Statement(setting, setting)
        yield Statement(f"values under {setting}", "SELECT n, v, v::text FROM t ORDER BY n")
        yield Statement(f"JSON under {setting}", "SELECT n, to_json(v) FROM t ORDER BY n")
        reset = f"RESET {setting.split()[1]}"
        yield Statement(f"{reset} after {setting}", reset)


def pairs(*columns: str) -> str:
    """A query over all pairs of values, a and b: arrays by the first of each pair."""
    gathered = ", ".join(f"array_agg({column} ORDER BY b.n)" for column in columns)
    return f"SELECT a.n, {gathered} FROM u AS a, u AS b GROUP BY a.n ORDER BY a.n"


def comparison() -> Iterator[Statement]:
    """Every pair under every comparison."""
    for operator in COMPARISONS:
        yield Statement(f"pairs under {operator}", pairs(f"a.v {operator} b.v"))
    yield Statement("distinct pairs", pairs("a.v IS DISTINCT FROM b.v"))
    listed = "SELECT v FROM u WHERE n < 3"
    yield Statement("listed values", f"SELECT n, v IN ({listed}), v NOT IN ({listed}) FROM u ORDER BY n")
    yield Statement("greatest and least of pairs", pairs("greatest(a.v, b.v)::text", "least(a.v, b.v)::text"))
    yield Statement("pairs in rows", pairs("(a.v, a.n) < (b.v, 2)", "ROW(a.v) = ROW(b.v)"))


def order() -> Iterator[Statement]:
    """The order of the values, by sorting and by an index."""
    queries = {
        "ascending": "SELECT n FROM t ORDER BY v, n",
        "descending": "SELECT n FROM t ORDER BY v DESC, n",
        "nulls first": "SELECT n FROM t ORDER BY v NULLS FIRST, n",
        "joined": "SELECT a.n, array_agg(b.n ORDER BY b.n) FROM t AS a JOIN t AS b ON a.v = b.v "
                  "GROUP BY a.n ORDER BY a.n",
        "below": "SELECT a.n, count(*) FROM u AS a JOIN u AS b ON b.v < a.v GROUP BY a.n ORDER BY a.n",
        "at least": "SELECT n FROM t WHERE v >= (SELECT v FROM t WHERE n = 2) ORDER BY v, n",
        "one value": "SELECT n FROM t WHERE v = (SELECT v FROM t WHERE n = 1) ORDER BY n",
    }  # fmt: skip
    for name, sql in queries.items():
        yield Statement(name, sql)
    yield Statement("the index", "CREATE INDEX t_v ON t (v)")
    for name, sql in queries.items():
        yield Statement(f"{name}, with the index", sql)
    yield Statement("a descending index", "CREATE INDEX u_v ON u (v DESC NULLS LAST, n)")
    yield Statement("descending, with that index", "SELECT n FROM u ORDER BY v DESC NULLS LAST, n")
    yield Statement("a unique column", "CREATE TABLE once (v) AS SELECT DISTINCT v FROM t")
    yield Statement("its unique index", "CREATE UNIQUE INDEX ON once (v)")
    yield Statement("a value twice", "INSERT INTO once SELECT v FROM u WHERE n = 1")


def groups() -> Iterator[Statement]:
    """Groups, distinct values and aggregates."""
    queries = {
        "groups": "SELECT min(n), count(*), count(v) FROM t GROUP BY v ORDER BY 1",
        "distinct": "SELECT count(*) FROM (SELECT DISTINCT v FROM t) AS d",
        "counted once": "SELECT count(DISTINCT v) FROM t",
        "union": "SELECT count(*) FROM (SELECT v FROM t UNION SELECT v FROM u) AS d",
        "intersection": "SELECT count(*) FROM (SELECT v FROM t INTERSECT SELECT v FROM u) AS d",
        "difference": "SELECT count(*) FROM (SELECT v FROM t EXCEPT SELECT v FROM u WHERE n > 2) AS d",
        "first of each": "SELECT DISTINCT ON (v) n FROM t ORDER BY v, n",
        "smallest": "SELECT min(v) FROM u",
        "largest": "SELECT max(v) FROM u",
        "ranks": "SELECT n, rank() OVER (ORDER BY v), dense_rank() OVER (ORDER BY v DESC) FROM t ORDER BY n",
        "partitions": "SELECT n, count(*) OVER (PARTITION BY v), first_value(n) OVER (PARTITION BY v ORDER BY n) "
                      "FROM t ORDER BY n",
        "running": "SELECT n, max(v) OVER (ORDER BY n), lag(v) OVER (ORDER BY n) FROM u ORDER BY n",
        "sum": "SELECT sum(v), avg(v) FROM u WHERE n < 3",
        "JSON of all": "SELECT json_agg(v ORDER BY n), jsonb_agg(v ORDER BY n) FROM u",
        "text of all": "SELECT string_agg(v::text, '|' ORDER BY v, n) FROM u",
    }  # fmt: skip
    for name, sql in queries.items():
        yield Statement(name, sql)


VECTORS = ("oidvector", "int2vector")
"""Arrays of the catalogs, of which nobody makes arrays."""


def arrays(name: str) -> Iterator[Statement]:
    """Arrays of the type."""
    if name.endswith("[]") or name in VECTORS:
        return
    queries = {
        "array": "SELECT n, ARRAY[v, NULL, v] FROM t ORDER BY n",
        "array of all": "SELECT array_agg(v ORDER BY n) FROM t",
        "array of all as text": "SELECT (array_agg(v ORDER BY n))::text FROM t",
        "array out and in": f"SELECT (array_agg(v ORDER BY n))::text::{name}[] = array_agg(v ORDER BY n) FROM u",
        "array of all as JSON": "SELECT to_json(array_agg(v ORDER BY n)) FROM u",
        "unnested": "SELECT x, i FROM unnest((SELECT array_agg(v ORDER BY n) FROM t)) WITH ORDINALITY AS r(x, i) "
                    "ORDER BY i",
        "arrays compared": pairs("ARRAY[a.v, NULL] < ARRAY[b.v]", "ARRAY[a.v] = ARRAY[b.v]"),
        "element of an array": "SELECT n, v = ANY ((SELECT array_agg(v) FROM u WHERE n < 4)::" + f"{name}[]), "
                               "v <> ALL (ARRAY(SELECT v FROM u WHERE n < 3)) FROM u ORDER BY n",
        "place in an array": "SELECT n, array_position((SELECT array_agg(v ORDER BY n) FROM u), v) FROM u ORDER BY n",
        "arrays contained": pairs("ARRAY[a.v] <@ ARRAY[b.v, a.v]", "ARRAY[a.v] && ARRAY[b.v]"),
        "changed in an array": "SELECT array_remove(array_agg(v ORDER BY n), min(v) FILTER (WHERE n = 1)), "
                               "array_replace(array_agg(v ORDER BY n), min(v) FILTER (WHERE n = 1), NULL) FROM u",
        "arrays in order": "SELECT n FROM (SELECT n, ARRAY[v] AS a FROM t) AS s ORDER BY a, n",
        "array elements": "SELECT n, (ARRAY[v, NULL])[1], (ARRAY[v, v])[2:3] FROM t ORDER BY n",
    }  # fmt: skip
    for title, sql in queries.items():
        yield Statement(title, sql)


@cache
def type_oids() -> dict[str, int]:
    """PostgreSQL's own types by the names of the value sets."""
    image = empty_image()
    return {format_type(image, oid): oid for oid in system_catalog().types}


def targets(name: str, values: ValueSet) -> list[str]:
    """What values of a type are cast to."""
    image, oid = empty_image(), type_oids().get(name)
    casts = [target for source, target in system_catalog().casts if source == oid and target not in (oid, oids.XML)]
    found = [format_type(image, target) for target in casts]
    return list(dict.fromkeys([*found, *values.modified, "text", "varchar(3)", "character(5)", "name"]))


def casts(name: str, values: ValueSet) -> Iterator[Statement]:
    """Each value to each type, alone since some fail."""
    for target in targets(name, values):
        yield Statement(f"all as {target}", f"SELECT n, CAST(v AS {target}) FROM u ORDER BY n")
        for text in values.values:
            constant = f"CAST({quoted(text)} AS {name})"
            yield Statement(f"{text} as {target}", f"SELECT CAST({constant} AS {target})", simple_only=True)
        yield Statement(f"NULL as {target}", f"SELECT CAST(CAST(NULL AS {name}) AS {target})", simple_only=True)


HEXADECIMAL = "uuid"
"""A type whose texts other types read up to different places before they refuse them."""


def pool(sets: dict[str, ValueSet]) -> list[str]:
    """Texts of all types: of each a value, a spelling and something malformed."""
    chosen = [found for name, found in sets.items() if name != HEXADECIMAL]
    parts = [text for found in chosen for text in (found.values[1:2], found.spellings[-1:], found.malformed[1:2])]
    return list(dict.fromkeys(text for part in parts for text in part))


def texts(name: str, sets: dict[str, ValueSet]) -> Iterator[Statement]:
    """The malformed texts as constants, and the pool by the functions that test input."""
    for text in sets[name].malformed:
        yield Statement(f"malformed {text}", f"SELECT CAST({quoted(text)} AS {name})", simple_only=True)
    rows = ", ".join(f"({number}, {quoted(text)})" for number, text in enumerate(pool(sets), 1))
    yield Statement(
        "the pool", f"CREATE TABLE pool AS SELECT * FROM (VALUES {rows}) AS texts(n, txt)", simple_only=True
    )
    error = f"(pg_input_error_info(txt, {quoted(name)}))"
    yield Statement(
        "the pool read",
        f"SELECT n, CASE WHEN pg_input_is_valid(txt, {quoted(name)}) THEN CAST(txt AS {name})::text "
        f"ELSE concat_ws(' | ', {error}.sql_error_code, {error}.message, {error}.detail, {error}.hint) END "
        "FROM pool ORDER BY n",
        simple_only=True,
    )
