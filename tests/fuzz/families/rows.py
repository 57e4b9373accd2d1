"""Aggregates, window functions and set-returning functions over a VALUES list (manual 9.21, 9.22 and 9.26)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.fuzz.families.form import Fitting, Form
from tests.fuzz.families.numbers import BIGINT, BITS, FLOAT, INTEGER, MONEY, NUMERIC, REAL, SMALLINT
from tests.fuzz.families.strings import BYTES, STRING
from tests.fuzz.families.times import DATE, INTERVAL, TIMESTAMP
from tests.fuzz.tree import escaped

FLAG = Fitting("boolean", ("t", "f"))
SMALL = Fitting("integer", ("0", "1", "2", "3", "-1"))
FRACTION = Fitting("double precision", ("0", "0.25", "0.5", "1", "1.5", "-0.1", "NaN"))
FRACTIONS = Fitting("double precision[]", ("{}", "{0,0.5,1}", "{0.25,NULL}", "{2}", "{{0,0.5},{0.75,1}}"))
SAME = ("min", "max", "any_value", "mode() WITHIN GROUP (ORDER BY {0})")
FRAMES = ("ORDER BY n", "ORDER BY {0}", "ORDER BY {0} DESC NULLS LAST",
    "ORDER BY n ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING", "PARTITION BY {0} IS NULL ORDER BY n",
    "ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW",
    "ORDER BY {0} GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES",
    "ORDER BY n ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING",
    "ORDER BY n RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE GROUP", )  # fmt: skip
OFFSETS = {"integer": ("1", "-1", "2147483647"), "bigint": ("3", "9223372036854775807"), "smallint": ("1", "32767"),
    "numeric": ("0.5", "NaN", "Infinity"), "double precision": ("0.5", "Infinity", "NaN"), "real": ("1.5", ),
    "date": ("interval '1 day'", "interval '-1 day'", "interval 'infinity'"),
    "timestamp without time zone": ("interval '1 mon'", "interval '178956970 years'"), "interval": ("interval '1 day'",
    ), }  # fmt: skip
"""Type -> offsets of frames in RANGE mode over it."""


def forms() -> Iterator[Form]:
    """Everything over rows."""
    for values in (INTEGER, BIGINT, SMALLINT, NUMERIC, FLOAT, REAL, STRING, DATE, INTERVAL, TIMESTAMP, BYTES, MONEY,
        BITS):  # fmt: skip
        for name in SAME[:3]:
            yield from over(values, f"{name}({{0}})", values.type, name)
        yield Form(f"{SAME[3]}", (values,), values.type, "aggregate")
        yield from over(values, "count({0})", "bigint", "count")
        yield Form("count(DISTINCT {0})", (values,), "bigint", "aggregate")
        yield Form("percentile_disc({1}) WITHIN GROUP (ORDER BY {0})", (values, Fitting("double precision", ("0.5",
            ))), values.type, "aggregate")  # fmt: skip
        yield from others_rows(values)
    for values in (INTEGER, BIGINT, SMALLINT, NUMERIC, FLOAT, REAL, INTERVAL, MONEY):
        yield from over(values, "sum({0})", "numeric", "sum")
    for values in (INTEGER, BIGINT, SMALLINT, NUMERIC, FLOAT, REAL, INTERVAL):
        yield from over(values, "avg({0})", "numeric", "avg")
    for values in (INTEGER, BIGINT, SMALLINT, NUMERIC, FLOAT, REAL):
        for name in ("stddev", "stddev_pop", "var_samp", "var_pop"):
            yield from over(values, f"{name}({{0}})", "numeric", name)
    yield from two_arguments()
    yield from framed_by_value()


def over(values: Fitting, call: str, result: str, name: str) -> Iterator[Form]:
    """An aggregate, with DISTINCT, FILTER and in windows."""
    yield Form(call, (values,), result, "aggregate")
    yield Form(call.replace("(", "(DISTINCT ", 1), (values,), result, "aggregate")
    yield Form(f"{call} FILTER (WHERE n <> 2)", (values,), result, "aggregate")
    for frame in FRAMES:
        yield Form(f"{call} OVER ({frame})", (values,), result, "window")


def others_rows(values: Fitting) -> Iterator[Form]:
    """Window functions proper."""
    for name in ("first_value", "last_value"):
        for frame in FRAMES[3:]:
            yield Form(f"{name}({{0}}) OVER ({frame})", (values,), values.type, "window")
    yield Form("nth_value({0}, {1}) OVER (ORDER BY n)", (values, SMALL), values.type, "window")
    for name in ("lag", "lead"):
        yield Form(f"{name}({{0}}, {{1}}, {{2}}) OVER (ORDER BY n)", (values, SMALL, values), values.type, "window")
    for name in ("rank", "dense_rank", "percent_rank", "cume_dist", "row_number"):
        yield Form(f"({name}() OVER (ORDER BY {{0}}{', n' if name == 'row_number' else ''}))::text", (values, ),
            "text", "window")  # fmt: skip
        if name != "row_number":
            yield Form(f"{name}({{1}}) WITHIN GROUP (ORDER BY {{0}} NULLS FIRST)", (values, values), "numeric",
                "aggregate")  # fmt: skip
    yield Form("ntile({0}) OVER (ORDER BY n)", (SMALL,), "integer", "window")


def two_arguments() -> Iterator[Form]:
    """Aggregates of two arguments, and those of one type."""
    for name in ("corr", "covar_pop", "covar_samp", "regr_avgx", "regr_avgy", "regr_count", "regr_intercept",
        "regr_r2", "regr_slope", "regr_sxx", "regr_sxy", "regr_syy"):  # fmt: skip
        yield Form(f"{name}({{0}}, {{1}})", (FLOAT, FLOAT), "double precision", "aggregate")
        yield Form(f"{name}({{0}}, {{1}}) OVER (ORDER BY n)", (INTEGER, SMALLINT), "double precision", "window")
    for name in ("bool_and", "bool_or", "every"):
        yield from over(FLAG, f"{name}({{0}})", "boolean", name)
    for values in (INTEGER, BIGINT, SMALLINT, BITS):
        for name in ("bit_and", "bit_or", "bit_xor"):
            yield Form(f"{name}({{0}})", (values,), values.type, "aggregate")
    for values in (STRING, BYTES):
        yield Form("string_agg({0}, {1})", (values, values), values.type, "aggregate")
        yield Form("string_agg({0}, {1} ORDER BY n DESC) FILTER (WHERE n > 1)", (values, values), values.type,
            "aggregate")  # fmt: skip
        yield Form("string_agg({0}, {1}) OVER (ORDER BY n ROWS 1 PRECEDING)", (values, values), values.type, "window")
    for values in (FLOAT, INTERVAL):
        yield Form("percentile_cont({1}) WITHIN GROUP (ORDER BY {0})", (values, Fitting("double precision", ("0.3",
            ))), values.type, "aggregate")  # fmt: skip
    for share, result in ((FRACTION, "double precision"), (FRACTIONS, "double precision[]")):
        for text in share.texts:
            for name in ("percentile_cont", "percentile_disc"):
                given = f"'{escaped(text)}'::{share.type}"
                yield Form(f"{name}({given}) WITHIN GROUP (ORDER BY {{0}})", (FLOAT,), result, "aggregate")


def framed_by_value() -> Iterator[Form]:
    """Frames in RANGE mode whose ends are offsets."""
    for values in (INTEGER, BIGINT, SMALLINT, NUMERIC, FLOAT, REAL, DATE, TIMESTAMP, INTERVAL):
        for offset in OFFSETS[values.type]:
            for start, end in (("PRECEDING", "PRECEDING"), ("PRECEDING", "FOLLOWING"), ("FOLLOWING", "FOLLOWING")):
                for direction in ("", " DESC"):
                    frame = f"ORDER BY {{0}}{direction} RANGE BETWEEN {offset} {start} AND {offset} {end}"
                    yield Form(f"count(*) OVER ({frame})", (values,), "bigint", "window")
