"""SQL's syntax beyond function calls: conditions over queries, JSON's own functions, EXTRACT and its kin, named and
variadic arguments, statements that sort, group or filter, and the types that a database makes itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.fuzz.arguments import ENCODINGS, FIELDS, PATHS, PATTERNS, SMALL, ZONES
from tests.fuzz.entry import Entry
from translator.catalog.rows import PgProc

MADE = {
    "mood": {"array": "mood[]", "enum": "mood"}, "pair": {"array": "pair[]"}, "positive": {}, "short": {},
    "floatrange": {}, "mood[]": {}, "pair[]": {},
}  # fmt: skip
"""The types that value sets make, with their relatives."""
COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")
RANGE_OPERATORS = ("@>", "<@", "&&", "-|-", "<<", ">>", "&<", "&>")


def made_types() -> Iterator[Entry]:
    """Enums, domains, composites and a range of the database's own."""
    for name in ("mood", "pair", "floatrange", "positive", "short"):
        for sign in COMPARISONS:
            yield Entry(f"{sign}({name},{name})", f"({{0}} {sign} {{1}})", (name, name), "boolean")
    for source, target in (("integer", "positive"), ("bigint", "positive"), ("numeric", "positive"),
                           ("positive", "integer"), ("positive", "numeric"), ("positive", "bigint"),
                           ("character varying", "short"), ("character", "short"), ("integer", "short"),
                           ("short", "name"), ("short", "character varying"), ("mood", "character varying"),
                           ("text[]", "mood[]"), ("mood[]", "text[]"), ("pair[]", "text[]"), ("text[]", "pair[]"),
                           ("pair", "jsonb"), ("floatrange", "text")):  # fmt: skip
        yield Entry(f"cast({source} as {target})", f"CAST({{0}} AS {target})", (source,), target)
    yield Entry("field a", "({0}).a", ("pair",), "integer")
    yield Entry("field b", "({0}).b", ("pair",), "text")
    yield Entry("row as pair", "CAST(ROW({0}, {1}) AS pair)", ("integer", "text"), "pair")
    yield Entry("row as pair", "ROW({0}, {1})::pair", ("positive", "short"), "pair")
    for words in ("IS NULL", "IS NOT NULL"):
        yield Entry(f"pair {words}", f"({{0}} {words})", ("pair",), "boolean")
    for name in ("json", "jsonb"):
        yield Entry("populate", f"{name}_populate_record({{0}}, {{1}})", ("pair", name), "pair")
        yield Entry("populate", f"({name}_populate_record(NULL::pair, {{0}})).a", (name,), "integer")
    yield Entry("row_to_json", "row_to_json({0})", ("pair",), "json")
    for sign in RANGE_OPERATORS:
        yield Entry(f"{sign} floatrange", f"({{0}} {sign} {{1}})", ("floatrange", "floatrange"), "boolean")
    for sign in "*+-":
        yield Entry(f"{sign} floatrange", f"({{0}} {sign} {{1}})", ("floatrange", "floatrange"), "floatrange")
    numbers = ("double precision", "double precision")
    yield Entry("floatrange()", "floatrange({0}, {1})", numbers, "floatrange")
    bounds = ((2, ("[]", "()", "[)", "(]", "", "x")),)
    yield Entry("floatrange()", "floatrange({0}, {1}, {2})", (*numbers, "text"), "floatrange", bounds)


def special_syntax() -> Iterator[Entry]:
    """Functions with a grammar of their own."""
    fields = tuple(field for field in FIELDS if field.isalpha() and field.islower())
    for name in ("date", "timestamp without time zone", "timestamp with time zone", "interval", "time with time zone"):
        for field in fields:
            yield Entry(f"EXTRACT {name}", f"EXTRACT({field} FROM {{0}})", (name,), "numeric")
    for zone in ZONES:
        yield Entry("AT TIME ZONE", f"({{0}} AT TIME ZONE '{zone}')", ("timestamp with time zone",),
                    "timestamp without time zone")  # fmt: skip
    yield Entry("AT LOCAL", "({0} AT LOCAL)", ("timestamp with time zone",), "timestamp without time zone")
    small = ((1, SMALL), (2, SMALL), (3, SMALL))
    for name in ("text", "bytea"):
        yield Entry("OVERLAY", "OVERLAY({0} PLACING {3} FROM {1} FOR {2})", (name, "integer", "integer", name), name,
                    ((1, SMALL), (2, SMALL)))  # fmt: skip
        yield Entry("SUBSTRING", "SUBSTRING({0} FROM {1} FOR {2})", (name, "integer", "integer"), name, small)
        yield Entry("SUBSTRING", "SUBSTRING({0} FOR {1})", (name, "integer"), name, small)
        yield Entry("POSITION", "POSITION({0} IN {1})", (name, name), "integer")
        yield Entry("TRIM", "TRIM(BOTH {0} FROM {1})", (name, name), name)
        yield Entry("TRIM", "TRIM(LEADING {0} FROM {1})", (name, name), name)
    yield Entry("SUBSTRING SIMILAR", "SUBSTRING({0} SIMILAR {1} ESCAPE '#')", ("text", "text"), "text",
                ((1, ("a#\"%#\"", "%#\"b#\"%", "%", "#\"_#\"%")),))  # fmt: skip
    for words in ("LIKE", "NOT LIKE", "ILIKE", "NOT ILIKE"):
        for name in ("text", "character", "name", "character varying"):
            yield Entry(words, f"({{0}} {words} {{1}} ESCAPE '!')", (name, "text"), "boolean",
                        ((1, ("%", "a!%", "!_%", "_!!", "", "A%", "%É%")),))  # fmt: skip
    for pattern in PATTERNS:
        for sign in ("~", "~*", "!~", "!~*"):
            yield Entry(f"match {sign}", f"({{0}} {sign} '{pattern}')", ("text",), "boolean")
    for encoding in ENCODINGS[:3]:
        yield Entry("roundtrip", f"convert_from(convert_to({{0}}, '{encoding}'), '{encoding}')", ("text",), "text")
    yield Entry("COLLATE", '(({0} COLLATE "C") < {1})', ("text", "text"), "boolean")
    yield Entry("NORMALIZE", "NORMALIZE({0}, NFD)", ("text",), "text")
    yield Entry("IS NORMALIZED", "({0} IS NFC NORMALIZED)", ("text",), "boolean")
    for times in ("timestamp without time zone", "date", "time without time zone"):
        yield Entry("OVERLAPS", "(({0}, {1}) OVERLAPS ({2}, {3}))", (times,) * 4, "boolean")


def json_syntax() -> Iterator[Entry]:
    """SQL/JSON, without ON EMPTY: PostgreSQL 18 keeps that of one row for a NULL in the next."""
    for kind in ("", " VALUE", " OBJECT", " ARRAY", " SCALAR", " WITH UNIQUE KEYS"):
        for name in ("text", "json", "jsonb"):
            yield Entry("IS JSON", f"({{0}} IS JSON{kind})", (name,), "boolean")
    for path in PATHS:
        quoted = path.replace("'", "''")
        yield Entry("JSON_EXISTS", f"JSON_EXISTS({{0}}, '{quoted}')", ("jsonb",), "boolean")
        for wrapper in ("", " WITH WRAPPER", " WITH CONDITIONAL WRAPPER", " OMIT QUOTES",
                        " ERROR ON ERROR"):  # fmt: skip
            yield Entry("JSON_QUERY", f"JSON_QUERY({{0}}, '{quoted}'{wrapper})", ("jsonb",), "jsonb")
        for returning in ("integer", "numeric", "date", "boolean", "text"):
            for ending in ("", " ERROR ON ERROR", " NULL ON ERROR"):
                yield Entry("JSON_VALUE", f"JSON_VALUE({{0}}, '{quoted}' RETURNING {returning}{ending})", ("jsonb",),
                            returning)  # fmt: skip
    for name in ("integer", "text", "numeric", "jsonb", "date", "boolean", "interval", "bytea", "mood", "pair"):
        for nulls in ("", " ABSENT ON NULL"):
            yield Entry("JSON_OBJECT", f"JSON_OBJECT('k': {{0}}, {{1}}: {{2}}{nulls})", (name, "text", "integer"),
                        "json")  # fmt: skip
            yield Entry("JSON_ARRAY", f"JSON_ARRAY({{0}}, {{1}}{nulls} RETURNING jsonb)", (name, name), "jsonb")
        yield Entry("JSON_SCALAR", "JSON_SCALAR({0})", (name,), "json")
    yield Entry("JSON()", "JSON({0})", ("text",), "json")
    yield Entry("JSON_SERIALIZE", "JSON_SERIALIZE({0} RETURNING text)", ("json",), "text")


def over_queries(names: Sequence[str], relations: Mapping[str, Mapping[str, str]]) -> Iterator[Entry]:
    """Conditions over queries and rows, and statements that sort, group and filter by a value."""
    for name in names:
        for words in ("= ANY", "<> ALL", "IN", "NOT IN"):
            yield Entry(f"{words} query {name}", f"({{0}} {words} (SELECT {{1}}))", (name, name), "boolean")
        yield Entry(f"IN rows {name}", "(({0}, {1}) IN (({2}, {3}), ({4}, 1)))",
                    (name, "integer", name, "integer", name), "boolean")  # fmt: skip
        for sign in ("<>", "<=", ">", ">="):
            template = f"(ROW({{0}}, {{1}}, {{4}}) {sign} ROW({{2}}, {{3}}, {{5}}))"
            yield Entry(f"row {sign} {name}", template, (name, "integer", name, "integer", "text", "text"), "boolean")
        yield Entry(f"row DISTINCT {name}", "(ROW({0}, {1}) IS DISTINCT FROM ROW({2}, {3}))",
                    (name, "text", name, "text"), "boolean")  # fmt: skip
        for kind in ("group", "sort"):
            yield Entry(f"{kind} {name}", "{0}", (name,), name, (), kind)  # type: ignore[arg-type]  # one of the literals
        yield Entry(f"NOT BETWEEN {name}", "({0} NOT BETWEEN {1} AND {2})", (name, name, name), "boolean")
        array = relations.get(name, {}).get("array")
        if array:
            yield Entry(f"array of query {name}", "ARRAY(SELECT {0} UNION ALL SELECT {1})", (name, name), array)
            yield Entry(f"unnest {name}", "ARRAY(SELECT unnest({0}) ORDER BY 1)", (array,), array)
            yield Entry(f"array @> {name}", "({0} @> ARRAY[{1}])", (array, name), "boolean")
            yield Entry(f"upper slice {name}", "({0})[{1}:]", (array, "integer"), array)
            yield Entry(f"lower slice {name}", "({0})[:{1}]", (array, "integer"), array)
            yield Entry(f"nested ARRAY {name}", "ARRAY[{0}, {1}]", (array, array), array)
    yield Entry("EXISTS", "EXISTS (SELECT 1 WHERE {0})", ("boolean",), "boolean")
    yield Entry("scalar query", "(SELECT {0} WHERE {1})", ("integer", "boolean"), "integer")
    yield Entry("WHERE", "{0}", ("boolean",), "boolean", (), "filter")
    yield Entry("searched CASE", "CASE WHEN {0} THEN {1} WHEN {2} THEN {3} END",
                ("boolean", "text", "boolean", "text"), "text")  # fmt: skip
    yield Entry("simple CASE of several", "CASE {0} WHEN {1} THEN 'x' WHEN {2} THEN 'y' ELSE {3} END",
                ("numeric", "integer", "double precision", "text"), "text")  # fmt: skip


def named_arguments(proc: PgProc, args: Sequence[str], result: str) -> Iterator[Entry]:
    """A call with the arguments' names, in another order."""
    names = (proc.proargnames or ())[: len(args)]
    if proc.proretset or len(args) < 2 or len(names) < len(args) or not all(names):
        return
    written = ", ".join(f"{name} => {{{place}}}" for place, name in reversed(list(enumerate(names))))
    yield Entry(f"{proc.proname}(named)", f"pg_catalog.{proc.proname}({written})", tuple(args), result)


def variadic_arrays() -> Iterator[Entry]:
    """Calls that spread an array."""
    for array in ("text[]", "integer[]", "jsonb[]"):
        for name in (
            "concat",
            "json_build_array",
            "jsonb_build_array",
            "jsonb_build_object",
            "num_nulls",
            "num_nonnulls",
        ):
            result = {"concat": "text", "json_build_array": "json", "num_nulls": "integer", "num_nonnulls": "integer"}
            yield Entry(f"{name}(VARIADIC)", f"{name}(VARIADIC {{0}})", (array,), result.get(name, "jsonb"))
        yield Entry("concat_ws(VARIADIC)", "concat_ws({0}, VARIADIC {1})", ("text", array), "text")
        yield Entry("format(VARIADIC)", "format({0}, VARIADIC {1})", ("text", array), "text",
                    ((0, ("%s", "%I-%L", "%2$s %1$s", "%%", "%-5s|")),))  # fmt: skip
    for name in ("json_extract_path", "jsonb_extract_path"):
        kind = name.partition("_")[0]
        yield Entry(f"{name}(VARIADIC)", f"{name}({{0}}, VARIADIC {{1}})", (kind, "text[]"), kind)


def every_cast(names: Sequence[str]) -> Iterator[Entry]:
    """Casts between all pairs of types; PostgreSQL refuses most."""
    for source in names:
        for target in names:
            yield Entry(f"cast({source} as {target})", f"CAST({{0}} AS {target})", (source,), target)
