"""Random aggregates and window functions."""

from __future__ import annotations

from tests.query_fuzz.choices import Choices
from tests.query_fuzz.expressions import Scope, expression
from tests.query_fuzz.schema import TYPES


def aggregate(c: Choices, scope: Scope, wanted: str, depth: int) -> str:
    """An aggregate over the query's rows, whose result does not depend on their order."""
    part = lambda of: expression(c, scope, of, depth)  # noqa: E731
    distinct = lambda: c.pick(("", "", "DISTINCT "))  # noqa: E731
    call = {
        "int": lambda: c.weighted(
            (2, lambda: "count(*)"),
            (2, lambda: f"count({distinct()}{part(c.pick(TYPES))})"),
            (2, lambda: f"{c.pick(('min', 'max'))}({part('int')})"),
            (1, lambda: f"sum({distinct()}{part('int')})"),
            (1, lambda: f"{c.pick(('bit_and', 'bit_or', 'bit_xor', 'any_value'))}({part('int')} * 0 + 6)"),
            (
                1,
                lambda: (
                    f"{c.pick(('rank', 'dense_rank'))}(2) WITHIN GROUP (ORDER BY {part('int')}{c.pick(('', ' DESC'))})"
                ),
            ),
            (1, lambda: f"percentile_disc({c.pick(('0', '0.5', '1'))}) WITHIN GROUP (ORDER BY {part('int')})"),
            (1, lambda: f"regr_count({part('int')}, {part('int')})::int"),
        ),
        "num": lambda: c.weighted(
            (2, lambda: f"sum({distinct()}{part('num')})"),
            (1, lambda: f"{c.pick(('min', 'max'))}({part('num')})"),
            (1, lambda: f"avg({distinct()}{part(c.pick(('num', 'int')))})"),
            (1, lambda: f"round({c.pick(SPREADS)}({part(c.pick(('num', 'int')))}), 6)"),
            (1, lambda: f"percentile_cont(0.25) WITHIN GROUP (ORDER BY {part('int')})::numeric"),
        ),
        "text": lambda: c.weighted(
            (2, lambda: f"{c.pick(('min', 'max'))}({part('text')})"),
            (2, lambda: _string_agg(c, expression(c, scope, "text", 0))),
            (1, lambda: f"range_agg({part('span')})::text"),
            (1, lambda: f"mode() WITHIN GROUP (ORDER BY {part('text')})"),
            (1, lambda: f"array_agg({(value := part(c.pick(('int', 'text'))))} ORDER BY {value} DESC)::text"),
        ),
        "bool": lambda: f"{c.pick(('bool_and', 'bool_or', 'every'))}({part('bool')})",
        "date": lambda: c.weighted(
            (2, lambda: f"{c.pick(('min', 'max'))}({part('date')})"),
            (1, lambda: f"{c.pick(('mode()', 'percentile_disc(0.5)'))} WITHIN GROUP (ORDER BY {part('date')})"),
        ),
        "json": lambda: c.weighted(
            (2, lambda: f"jsonb_agg({(value := part(c.pick(('int', 'json', 'list'))))} ORDER BY {value})"),
            (
                1,
                lambda: (
                    f"JSON_ARRAYAGG({(value := part('int'))} ORDER BY {value}{c.pick(('', ' NULL ON NULL'))})::jsonb"
                ),
            ),
            (1, lambda: f"jsonb_object_agg(coalesce({part('text')}, ''), {(value := part('int'))} ORDER BY {value})"),
        ),
        "list": lambda: c.weighted(
            (2, lambda: f"array_agg({distinct()}{(value := part('int'))} ORDER BY {value})"),
            (1, lambda: f"{c.pick(('min', 'max'))}({part('list')})"),
        ),
        "span": lambda: c.weighted(
            (1, lambda: f"range_intersect_agg({part('span')})"),
            (1, lambda: f"range_merge(range_agg({part('span')}))"),
        ),
        "lapse": lambda: f"{c.pick(('min', 'max', 'sum'))}({part('lapse')})",
        "time": lambda: f"{c.pick(('min', 'max'))}({part('time')})",
    }[wanted]()
    plain = "::" not in call and not call.startswith(("round(", "range_merge("))
    return f"{call} FILTER (WHERE {part('bool')})" if plain and c.chance(15) else call


def _string_agg(c: Choices, value: str) -> str:
    return f"string_agg({c.pick(('', 'DISTINCT '))}{value}, ',' ORDER BY {value})"


SPREADS = ("stddev", "variance", "var_pop", "stddev_pop")
FRAMES = (
    "", "", "ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING", "ROWS UNBOUNDED PRECEDING", "GROUPS 2 PRECEDING",
    "GROUPS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES", "RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
    "ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW",
    "GROUPS BETWEEN 1 FOLLOWING AND 2 FOLLOWING EXCLUDE GROUP", "ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING",
    "RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE TIES",
)  # fmt: skip
OFFSETS = {"int": ("2", "0", "10"), "num": ("1.5", "100"), "date": ("'10 days'", "'1 month'"), "time": ("'1 day'",)}


def definition(c: Choices, scope: Scope, unique: str) -> str:
    """What a window is, in parentheses,."""
    key = c.pick(tuple(OFFSETS))
    ordered = expression(c, scope, key, 1)
    direction = c.pick(("", " DESC", " NULLS FIRST", " DESC NULLS LAST"))
    partition = f"PARTITION BY {expression(c, scope, c.pick(TYPES), 1)} " if c.chance(50) else ""
    if c.chance(15):
        low, high = (c.pick(OFFSETS[key]) for _ in range(2))
        exclude = c.pick(("", " EXCLUDE CURRENT ROW", " EXCLUDE GROUP"))
        frame = f"RANGE BETWEEN {low} PRECEDING AND {high} {c.pick(('FOLLOWING', 'PRECEDING'))}{exclude}"
        return f"({partition}ORDER BY {ordered}{direction} {frame})"
    return f"({partition}ORDER BY {ordered}{direction}, {unique} {c.pick(FRAMES)})"


def window(c: Choices, scope: Scope, wanted: str, unique: str, depth: int) -> str:
    """A window function over an order that leaves nothing open; unique: the columns that tell the rows apart."""
    part = lambda of: expression(c, scope, of, depth)  # noqa: E731
    over = definition(c, scope, unique)
    if "RANGE BETWEEN" in over and "UNBOUNDED" not in over:  # rows with equal keys come in any order
        counted = {"int": "count(*)", "num": f"sum({part('num')})", "lapse": f"max({part('lapse')})"}
        if wanted in ("int", "num", "text", "date", "time", "lapse"):
            return f"{counted.get(wanted) or f'min({part(wanted)})'} OVER {over}"
        return part(wanted)
    if wanted == "int" and c.chance(50):
        ranking = c.pick(
            ("row_number()", "rank()", "dense_rank()", "ntile(3)", "count(*)", "count(*) FILTER (WHERE true)")
        )
        return f"{ranking} OVER {over}"
    if wanted == "num" and c.chance(20):
        return f"({c.pick(('cume_dist()', 'percent_rank()'))} OVER {over})::numeric"
    if wanted in ("int", "num") and c.chance(50):
        kept = f" FILTER (WHERE {part('bool')})" if c.chance(20) else ""
        return f"sum({part(wanted)}){kept} OVER {over}"
    if wanted == "list" and c.chance(50):
        return f"array_agg({part('int')}) OVER {over}"
    function = c.pick(("first_value", "last_value", "lag", "lead", "min", "max", "nth_value"))
    if wanted in ("bool", "json", "span") and function in ("min", "max"):
        function = "lag"
    if function in ("lag", "lead") and c.chance(30):
        return f"{function}({part(wanted)}, {c.below(3)}, {part(wanted)}) OVER {over}"
    if function == "nth_value":
        return f"nth_value({part(wanted)}, {1 + c.below(3)}) OVER {over}"
    return f"{function}({part(wanted)}) OVER {over}"
