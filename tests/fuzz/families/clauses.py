"""The clauses of aggregates and windows combined, and sets in the select list (manual 4.2.7, 4.2.8, 7.2.5, 9.26)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fuzz.families.collections import MULTIRANGES, NUMBERS, RANGES, WORDS
from tests.fuzz.families.documents import JSON, JSONB, KEY
from tests.fuzz.families.form import Fitting, Form
from tests.fuzz.families.numbers import BIGINT, FLOAT, INTEGER, NUMERIC
from tests.fuzz.families.strings import STRING
from tests.fuzz.families.times import DATE, INTERVAL, STEP, TIMESTAMP

FLAG = Fitting("boolean", ("t", "f"))
COUNT = Fitting("integer", ("-1", "0", "1", "2", "3", "5"))
SEPARATOR = Fitting("text", ("", ",", "; "))
VALUES = (INTEGER, BIGINT, NUMERIC, FLOAT, STRING, DATE, INTERVAL, TIMESTAMP, FLAG)
ORDERS = ("", " ORDER BY {0}", " ORDER BY {0} DESC", " ORDER BY {0} NULLS FIRST", " ORDER BY {0} USING >, n")
FILTERS = ("", " FILTER (WHERE n > 1)", " FILTER (WHERE {1})", " FILTER (WHERE {1} IS NOT TRUE)")
STARTS = ("UNBOUNDED PRECEDING", "2 PRECEDING", "CURRENT ROW", "1 FOLLOWING")
ENDS = ("1 PRECEDING", "CURRENT ROW", "2 FOLLOWING", "UNBOUNDED FOLLOWING")
EXCLUSIONS = ("", " EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES", " EXCLUDE NO OTHERS")
MODES = {"ROWS": ("n", "n DESC"), "RANGE": ("n", "n DESC", "n / 2"), "GROUPS": ("n", "n / 2", "n % 2 DESC")}
"""Mode -> what frames of it are ordered by; rows of the same place are told apart by no function."""


def forms() -> Iterator[Form]:
    """All of them."""
    for values in VALUES:
        yield from aggregated(values)
    yield from of_two()
    yield from framed()
    yield from hypothetical()
    yield from sets()


def aggregated(values: Fitting) -> Iterator[Form]:
    """Aggregates whose result shows the order of what they were given."""
    for order in ORDERS:
        for rows in FILTERS:
            yield Form(
                f"array_agg({{0}}{order or ' ORDER BY n'}){rows}", (values, FLAG), f"{values.type}[]", "aggregate"
            )
            if "n" not in order.split():
                yield Form(f"array_agg(DISTINCT {{0}}{order}){rows}", (values, FLAG), f"{values.type}[]", "aggregate")
            yield Form(f"count(DISTINCT {{0}}){rows}", (values, FLAG), "bigint", "aggregate")
    yield Form(f"count(DISTINCT ({{0}}::{values.type}, {{1}}::boolean))", (values, FLAG), "bigint", "aggregate")
    yield Form("count(DISTINCT {0} ORDER BY {1})", (values, FLAG), "bigint", "aggregate")
    yield Form("(array_agg({0} ORDER BY {1}, n))[2:]", (values, FLAG), f"{values.type}[]", "aggregate")


def of_two() -> Iterator[Form]:
    """Aggregates of two arguments, sorted by either."""
    for order in ("", " ORDER BY {0}, {1}", " ORDER BY {0} DESC, {1} NULLS FIRST"):
        yield Form(f"string_agg(DISTINCT {{0}}, {{1}}{order})", (STRING, SEPARATOR), "text", "aggregate")
    for order in (" ORDER BY n", " ORDER BY {1}, n", " ORDER BY {0} DESC, n DESC"):
        yield Form(f"string_agg({{0}}, {{1}}{order})", (STRING, SEPARATOR), "text", "aggregate")
        yield Form(f"json_object_agg({{0}}, {{1}}{order}) FILTER (WHERE n < 3)", (KEY, INTEGER), "json", "aggregate")
        yield Form(f"jsonb_object_agg({{0}}, {{1}}{order})", (KEY, STRING), "jsonb", "aggregate")
        yield Form(f"jsonb_agg({{0}}{order.replace('{1}', '{0}')})", (JSONB,), "jsonb", "aggregate")
    for name, values in RANGES.items():
        one, many = Fitting(name, values[0]), Fitting(name.replace("range", "multirange"), MULTIRANGES[name])
        for each in (one, many):
            yield Form("range_agg(DISTINCT {0})", (each,), many.type, "aggregate")
            yield Form("range_agg({0}) FILTER (WHERE n > 1)", (each,), many.type, "aggregate")
            yield Form("range_intersect_agg({0}) OVER (ORDER BY n ROWS 1 PRECEDING)", (each,), each.type, "window")


def frames() -> Iterator[str]:
    """The definitions of windows with every frame that makes sense."""
    for mode, orders in MODES.items():
        for order in orders:
            for start in STARTS:
                for end in ENDS[STARTS.index(start) - (start == "1 FOLLOWING") :]:
                    for exclusion in EXCLUSIONS:
                        yield f"ORDER BY {order} {mode} BETWEEN {start} AND {end}{exclusion}"


def framed() -> Iterator[Form]:
    """Aggregates and window functions over these frames; only rows that are told apart are shown one by one."""
    for frame in frames():
        yield Form(f"sum({{0}}) OVER ({frame})", (INTEGER,), "bigint", "window")
        yield Form(f"min({{0}}) OVER ({frame})", (STRING,), "text", "window")
        yield Form(f"count({{0}}) FILTER (WHERE {{1}}) OVER ({frame})", (NUMERIC, FLAG), "bigint", "window")
        if "/" not in frame and "%" not in frame:
            yield Form(f"array_agg({{0}}) OVER ({frame})", (INTEGER,), "integer[]", "window")
            yield Form(f"last_value({{0}}) OVER ({frame})", (STRING,), "text", "window")
            yield Form(f"nth_value({{0}}, {{1}}) OVER ({frame})", (DATE, COUNT), "date", "window")


def hypothetical() -> Iterator[Form]:
    """Hypothetical-set aggregates over several keys, and ordered-set aggregates with their clauses."""
    for name in ("rank", "dense_rank", "percent_rank", "cume_dist"):
        for keys in ("{2}, {3}", "{2} DESC, {3} NULLS FIRST", "{2} USING >, {3}"):
            template = f"({name}({{0}}, {{1}}) WITHIN GROUP (ORDER BY {keys}))::text"
            yield Form(template, (INTEGER, STRING, INTEGER, STRING), "text", "aggregate")
    for values in VALUES:
        for order in ("{0}", "{0} DESC", "{0} NULLS FIRST"):
            for rows in FILTERS[:3]:
                yield Form(f"mode() WITHIN GROUP (ORDER BY {order}){rows}", (values, FLAG), values.type, "aggregate")
                template = f"percentile_disc(ARRAY[0, 0.4, 1, NULL]) WITHIN GROUP (ORDER BY {order}){rows}"
                yield Form(template, (values, FLAG), f"{values.type}[]", "aggregate")


def sets() -> Iterator[Form]:
    """Sets in the select list: several beside each other, inside expressions, of no rows, and where none may be."""
    numbers = "generate_series({0}, {1})"
    for template, args in (
        (f"{numbers}, unnest({{2}})", (COUNT, COUNT, NUMBERS)),
        (f"{numbers} + unnest({{2}})", (COUNT, COUNT, NUMBERS)),
        (f"{numbers}, generate_series(1, {{1}}), {{0}}", (COUNT, COUNT)),
        (f"generate_series({numbers}, 3)", (COUNT, COUNT)),
        ("generate_series(1, {0}), regexp_split_to_table({1}, 'b'), unnest({2})", (COUNT, STRING, WORDS)),
        ("jsonb_array_elements({0}) -> 'a', jsonb_array_elements({0})", (JSONB,)),
        ("json_array_elements_text({0}) || {1}", (JSON, STRING)),
        ("jsonb_each({0})", (JSONB,)),
        ("(jsonb_each({0})).*", (JSONB,)),
        ("(jsonb_each_text({0})).value || 'x'", (JSONB,)),
        ("unnest({0}) = ANY ({0})", (NUMBERS,)),
        ("coalesce(unnest({0}), 7)", (NUMBERS,)),
        ("CASE WHEN {0} THEN unnest({1}) END", (FLAG, NUMBERS)),
        ("ROW(unnest({0}), {1})", (WORDS, COUNT)),
        ("ARRAY[unnest({0}), {1}]", (NUMBERS, COUNT)),
        ("nullif(unnest({0}), {1})", (WORDS, STRING)),
        ("unnest({0}) IS NULL, unnest({1})", (WORDS, NUMBERS)),
        ("generate_series({0}, {0} + interval '2 days', {1})", (TIMESTAMP, STEP)),
        ("generate_subscripts({0}, 1), unnest({0})", (WORDS,)),
        ("unnest({0}), lower(unnest({0}))", (Fitting("int4multirange", MULTIRANGES["int4range"]),)),
        ("DISTINCT unnest({0})", (NUMBERS,)),
        ("string_to_table({0}, {1}) || generate_series(1, 2)::text", (STRING, SEPARATOR)),
    ):
        yield Form(template, args, "integer", "set")
