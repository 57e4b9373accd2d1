"""The clauses of SQL/JSON's query functions and of JSON_TABLE, combined (manual 9.16.3 and 9.16.4)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from tests.fuzz.families.documents import INDEX, JSON, JSONB, TEXTS
from tests.fuzz.families.form import Fitting, Form

PATHS = ("$", "$.a", "$.b[*]", "strict $.nosuch", "$[*]", "$.s", "$.x[*].y", "$[0]", "lax $.d", "$.a / 0",
    "$[*] ? (@ > 1)", "strict $[5]", "$.**")  # fmt: skip
WRAPPERS = ("", " WITHOUT WRAPPER", " WITH UNCONDITIONAL ARRAY WRAPPER", " WITH CONDITIONAL WRAPPER", " KEEP QUOTES",
    " OMIT QUOTES ON SCALAR STRING")  # fmt: skip
QUERIED = ("jsonb", "json", "text", "varchar(4)", "char(3)", "bytea", "integer[]", "text[]", "pair", "mood", "integer",
    "json FORMAT JSON", "text FORMAT JSON", "positive", "short")  # fmt: skip
QUERY_BEHAVIORS = ("", " NULL ON EMPTY ERROR ON ERROR", " ERROR ON EMPTY",
    " EMPTY ARRAY ON EMPTY EMPTY OBJECT ON ERROR",
    " DEFAULT '[7]' ON EMPTY DEFAULT '{{}}' ON ERROR", " EMPTY ON ERROR", " ERROR ON EMPTY ERROR ON ERROR")  # fmt: skip
VALUED = ("text", "integer", "smallint", "numeric(3,1)", "real", "boolean", "date", "timestamp(0)", "timestamptz",
    "time",
    "interval", "varchar(2)", "char(4)", "uuid", "mood", "positive", "short", "jsonb", "bytea",
    "int4range")  # fmt: skip
VALUE_BEHAVIORS = ("", " NULL ON EMPTY NULL ON ERROR", " ERROR ON EMPTY", " ERROR ON ERROR",
    " ERROR ON EMPTY ERROR ON ERROR",
    " DEFAULT NULL ON EMPTY", " DEFAULT '1' ON EMPTY DEFAULT '2' ON ERROR")  # fmt: skip
COLUMNS = ("a int PATH '$.a'", "a int PATH '$.a' ERROR ON ERROR", "a text PATH '$.b[0]' DEFAULT 'none' ON EMPTY",
    "e bool EXISTS PATH '$.d'", "e int EXISTS PATH '$.d'", "e text EXISTS PATH 'strict $.q' ERROR ON ERROR",
    "o FOR ORDINALITY", "q jsonb PATH '$' WITH WRAPPER", "q text FORMAT JSON PATH '$.b'",
    "q json PATH '$.x' OMIT QUOTES",
    "t text PATH '$'", "t varchar(3) PATH '$.s' KEEP QUOTES", "d date PATH '$.t'", "x int[] PATH '$.b'",
    "id numeric(3,1)",
    "n int PATH '$.n' NULL ON EMPTY DEFAULT 5 ON ERROR", "s text", '"a b" int')  # fmt: skip
NESTED = ("", ", NESTED PATH '$.x[*]' COLUMNS (y int PATH '$.y', z int PATH '$.z')",
    ", NESTED '$.b[*]' AS inner_path COLUMNS (v text PATH '$', NESTED '$.*' COLUMNS (w text PATH '$'))",
    ", NESTED '$.b[*]' COLUMNS (v text PATH '$'), NESTED '$.x[*]' COLUMNS (k FOR ORDINALITY, y jsonb PATH '$')",
)  # fmt: skip
ROWS = ("$", "$[*]", "$.x[*]", "strict $[*]", "strict $.nosuch", "$.b[*] ? (@ > $v)")
TABLE_BEHAVIORS = ("", " ERROR ON ERROR", " EMPTY ON ERROR")


def forms() -> Iterator[Form]:
    """Calls with all clauses; those that exclude each other are refused."""
    for place, path in enumerate(PATHS):
        for number, (wrapper, returning) in enumerate(product(WRAPPERS, QUERIED)):
            behavior = QUERY_BEHAVIORS[(place + number) % len(QUERY_BEHAVIORS)]
            clauses = f"RETURNING {returning}{wrapper}{behavior}"
            for document in (JSONB, JSON, TEXTS)[: 1 + (number + place) % 3]:
                source = "{0}" if document is not TEXTS else "{0}::jsonb"
                yield Form(f"JSON_QUERY({source}, '{path}' {clauses})", (document,), "text")
        for number, (returning, behavior) in enumerate(product(VALUED, VALUE_BEHAVIORS)):
            document = (JSONB, JSON)[number % 2]
            yield Form(f"JSON_VALUE({{0}}, '{path}' RETURNING {returning}{behavior})", (document,), "text")
        for behavior in ("", " TRUE ON ERROR", " FALSE ON ERROR", " UNKNOWN ON ERROR", " ERROR ON ERROR"):
            yield Form(f"JSON_EXISTS({{0}}, '{path}' PASSING {{1}} AS v{behavior})", (JSON, INDEX), "boolean")
    yield from tables()


def tables() -> Iterator[Form]:
    """JSON_TABLE, its rows as one text."""
    variables = Fitting("integer", ("0", "1", "2"))
    for place, (path, nested, behavior) in enumerate(product(ROWS, NESTED, TABLE_BEHAVIORS)):
        for step in range(1, 6):
            chosen = [COLUMNS[(place * 5 + step * each) % len(COLUMNS)] for each in range(1, 4)]
            distinct = list({column.split()[0]: column for column in chosen}.values())
            columns = ", ".join(distinct) + nested
            call = f"JSON_TABLE({{0}}, '{path}' PASSING {{1}} AS v COLUMNS ({columns}){behavior})"
            yield Form(f"(SELECT string_agg(t::text, '|') FROM {call} t)", (JSONB, variables), "text")
