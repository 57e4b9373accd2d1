"""Aggregates ("Aggregate Functions"): SQLite's own where the results are equal, classes where they are not."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlglot import exp

from translator.builtins.declare import aggregate, aggregate_lowering
from translator.builtins.numeric_math import divide
from translator.errors import PgError
from translator.errors.values import float_overflow
from translator.lower import build
from translator.types import array as arrays
from translator.types import oids
from translator.types.array import Array
from translator.types.datatype import DataType
from translator.types.float import Float, from_python, round_single, to_python
from translator.types.numeric import EXACT, from_decimal, round_to, scale_of, to_decimal
from translator.types.registry import builtin

Types = tuple[DataType, ...]


@aggregate_lowering("count()")
def count_all() -> exp.Expression:
    return exp.Count(this=exp.Star())


@aggregate_lowering('count("any")')
def count(value: exp.Expression) -> exp.Expression:
    return exp.Count(this=value)


@aggregate_lowering("sum(smallint)", "sum(integer)")
def sum_integer(value: exp.Expression) -> exp.Expression:
    """bigint: SQLite raises on overflow too."""
    return exp.Sum(this=value)


_ORDERED = {
    "smallint": oids.INT2, "integer": oids.INT4, "bigint": oids.INT8, "oid": oids.OID, "real": oids.FLOAT4,
    "double precision": oids.FLOAT8,
    "numeric": oids.NUMERIC, "text": oids.TEXT, "character": oids.BPCHAR, "date": oids.DATE, "bytea": oids.BYTEA,
    "timestamp without time zone": oids.TIMESTAMP, "timestamp with time zone": oids.TIMESTAMPTZ,
    "time without time zone": oids.TIME, "time with time zone": oids.TIMETZ,
}  # fmt: skip
"""Types whose stored values order as the type does."""


def _extreme(kind: type[exp.Expression], collation: str | None) -> Callable[[exp.Expression], exp.Expression]:
    def lowered(value: exp.Expression) -> exp.Expression:
        return kind(this=build.collate(value, collation))

    return lowered


for _name, _oid in _ORDERED.items():
    aggregate_lowering(f"min({_name})")(_extreme(exp.Min, builtin(_oid).collation))
    aggregate_lowering(f"max({_name})")(_extreme(exp.Max, builtin(_oid).collation))


@aggregate_lowering("bool_and(boolean)", "every(boolean)")
def bool_and(value: exp.Expression) -> exp.Expression:
    return exp.Min(this=value)


@aggregate_lowering("bool_or(boolean)")
def bool_or(value: exp.Expression) -> exp.Expression:
    return exp.Max(this=value)


class _Total:
    """Exact sum and count of integers."""

    __slots__ = ("count", "total")

    def __init__(self) -> None:
        self.count = 0
        self.total = 0

    def step(self, value: int | None) -> None:
        if value is not None:
            self.count += 1
            self.total += value

    def inverse(self, value: int | None) -> None:
        if value is not None:
            self.count -= 1
            self.total -= value

    def final(self) -> Any:
        return self.value()

    def value(self) -> Any:
        raise NotImplementedError


@aggregate("sum(bigint)")
class sum_int8(_Total):  # noqa: N801  the SQLite name is made of it
    def value(self) -> str | None:
        return str(self.total) if self.count else None


def average(total: int | None, count: int) -> str | None:
    """The mean of so many integers, None of none."""
    return None if total is None or not count else from_decimal(divide(Decimal(total), Decimal(count)))


@aggregate_lowering("avg(smallint)", "avg(integer)", plain=True)
def avg_column(value: exp.Expression) -> exp.Expression | None:
    """A column's sum, which SQLite's integers hold, by its count."""
    if not isinstance(value, exp.Column):
        return None
    return build.call("pg_average", exp.Sum(this=value), exp.Count(this=value.copy()))


@aggregate("avg(smallint)", "avg(integer)", "avg(bigint)")
class avg_integer(_Total):  # noqa: N801
    def value(self) -> str | None:
        return average(self.total, self.count)


class _Moments:
    """Count, sum and sum of squared deviations, by Youngs and Cramer as PostgreSQL does it."""

    __slots__ = ("count", "deviations", "total")

    def __init__(self) -> None:
        self.count = 0.0
        self.total = 0.0
        self.deviations = 0.0

    def step(self, value: Float | None) -> None:
        if value is None:
            return
        number, before = to_python(value), self.total
        self.count += 1.0
        self.total += number
        if self.count > 1.0:
            difference = number * self.count - self.total
            self.deviations += difference * difference / (self.count * (self.count - 1.0))
            if math.isinf(self.total) or math.isinf(self.deviations):
                if not math.isinf(before) and not math.isinf(number):
                    raise float_overflow()
                self.deviations = math.nan
        elif not math.isfinite(number):
            self.deviations = math.nan

    def final(self) -> Any:
        raise NotImplementedError


@aggregate("sum(double precision)")
class sum_float8:  # noqa: N801
    """The values added one after the other."""

    __slots__ = ("total",)

    def __init__(self) -> None:
        self.total: float | None = None

    def step(self, value: Float | None) -> None:
        if value is None:
            return
        number = to_python(value)
        if self.total is None:
            self.total = number
            return
        total = self.rounded(self.total + number)
        if math.isinf(total) and not math.isinf(self.total) and not math.isinf(number):
            raise float_overflow()
        self.total = total

    def rounded(self, total: float) -> float:
        return total

    def final(self) -> Float | None:
        return None if self.total is None else from_python(self.total)


@aggregate("sum(real)")
class sum_float4(sum_float8):  # noqa: N801
    """The same, rounded to single precision after each."""

    __slots__ = ()

    def rounded(self, total: float) -> float:
        if not math.isfinite(total):
            return total
        single = round_single(total)
        return math.copysign(math.inf, total) if single is None else single


@aggregate("avg(double precision)", "avg(real)")
class avg_float(_Moments):  # noqa: N801
    def final(self) -> Float | None:
        return from_python(self.total / self.count) if self.count else None


def _float_statistic(name: str, function: str, finish: Callable[[float, float], float | None]) -> None:
    def final(self: _Moments) -> Float | None:
        result = finish(self.count, self.deviations)
        return None if result is None else from_python(result)

    made = type(name, (_Moments,), {"__slots__": (), "final": final})
    aggregate(*(f"{alias}({kind})" for alias in function.split() for kind in ("double precision", "real")))(made)


_float_statistic("var_samp_float", "var_samp variance", lambda n, d: d / (n - 1) if n > 1 else None)
_float_statistic("var_pop_float", "var_pop", lambda n, d: d / n if n else None)
_float_statistic("stddev_samp_float", "stddev_samp stddev", lambda n, d: math.sqrt(d / (n - 1)) if n > 1 else None)
_float_statistic("stddev_pop_float", "stddev_pop", lambda n, d: math.sqrt(d / n) if n else None)


class _Squares:
    """Count, sum and sum of squares of exact numbers."""

    __slots__ = ("count", "special", "squares", "total")

    def __init__(self) -> None:
        self.count = 0
        self.special = False
        self.total = Decimal(0)
        self.squares = Decimal(0)

    def step(self, value: int | str | None) -> None:
        if value is None:
            return
        number = to_decimal(value) if isinstance(value, str) else Decimal(value)
        self.count += 1
        if not number.is_finite():
            self.special = True
            return
        self.total = EXACT.add(self.total, number)
        self.squares = EXACT.add(self.squares, EXACT.multiply(number, number))

    def final(self) -> Any:
        raise NotImplementedError


def _exact_statistic(name: str, function: str, *, sample: bool, root: bool) -> None:
    def final(self: _Squares) -> str | None:
        if self.count < (2 if sample else 1):
            return None
        if self.special:
            return from_decimal(Decimal("NaN"))
        size = Decimal(self.count)
        numerator = EXACT.subtract(EXACT.multiply(size, self.squares), EXACT.multiply(self.total, self.total))
        if numerator <= 0:
            return "0"
        variance = divide(numerator, EXACT.multiply(size, size - 1 if sample else size))
        if not root:
            return from_decimal(variance)
        return _root(variance)

    made = type(name, (_Squares,), {"__slots__": (), "final": final})
    kinds = ("smallint", "integer", "bigint", "numeric")
    aggregate(*(f"{alias}({kind})" for alias in function.split() for kind in kinds))(made)


def _root(variance: Decimal) -> str:
    import_context = EXACT.copy()
    import_context.prec = scale_of(variance) + max(variance.adjusted(), 0) + 40
    return from_decimal(round_to(import_context.sqrt(variance), scale_of(variance)))


_exact_statistic("var_samp_exact", "var_samp variance", sample=True, root=False)
_exact_statistic("var_pop_exact", "var_pop", sample=False, root=False)
_exact_statistic("stddev_samp_exact", "stddev_samp stddev", sample=True, root=True)
_exact_statistic("stddev_pop_exact", "stddev_pop", sample=False, root=True)


@aggregate("string_agg(text,text)")
class string_agg:  # noqa: N801
    """Each value but the first comes after its delimiter."""

    __slots__ = ("parts",)

    def __init__(self) -> None:
        self.parts: list[str] = []

    def step(self, value: str | None, delimiter: str | None) -> None:
        if value is not None:
            if self.parts and delimiter is not None:
                self.parts.append(delimiter)
            self.parts.append(value)

    def final(self) -> str | None:
        return "".join(self.parts) if self.parts else None


@aggregate("string_agg(bytea,bytea)")
class bytea_string_agg:  # noqa: N801
    __slots__ = ("parts",)

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def step(self, value: bytes | None, delimiter: bytes | None) -> None:
        if value is not None:
            if self.parts and delimiter is not None:
                self.parts.append(delimiter)
            self.parts.append(value)

    def final(self) -> bytes | None:
        return b"".join(self.parts) if self.parts else None


@aggregate("array_agg(anynonarray)")
class array_agg:  # noqa: N801
    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values: list[Any] = []

    def step(self, value: Any) -> None:
        self.values.append(value)

    def final(self) -> str | None:
        return arrays.store(Array.of(self.values)) if self.values else None


@aggregate("array_agg(anyarray)")
class array_agg_array:  # noqa: N801
    __slots__ = ("values",)

    def __init__(self) -> None:
        self.values: list[Array] = []

    def step(self, value: str | None) -> None:
        if value is None:
            raise PgError("22004", "cannot accumulate null arrays")
        array = arrays.load(value)
        if not array.lengths and not self.values:
            raise PgError("2202E", "cannot accumulate empty arrays")
        if self.values and (array.lengths, array.bounds) != (self.values[0].lengths, self.values[0].bounds):
            raise PgError("2202E", "cannot accumulate arrays of different dimensionality")
        self.values.append(array)

    def final(self) -> str | None:
        return arrays.store(arrays.nested_from(self.values)) if self.values else None


class _Bits:
    """Bitwise aggregate of integers."""

    __slots__ = ("result",)

    def __init__(self) -> None:
        self.result: int | None = None

    def combine(self, value: int) -> int:
        raise NotImplementedError

    def step(self, value: int | None) -> None:
        if value is not None:
            self.result = value if self.result is None else self.combine(value)

    def final(self) -> int | None:
        return self.result


_INTEGERS = ("smallint", "integer", "bigint")


@aggregate(*(f"bit_and({name})" for name in _INTEGERS))
class bit_and(_Bits):  # noqa: N801
    def combine(self, value: int) -> int:
        return (self.result or 0) & value


@aggregate(*(f"bit_or({name})" for name in _INTEGERS))
class bit_or(_Bits):  # noqa: N801
    def combine(self, value: int) -> int:
        return (self.result or 0) | value


@aggregate(*(f"bit_xor({name})" for name in _INTEGERS))
class bit_xor(_Bits):  # noqa: N801
    def combine(self, value: int) -> int:
        return (self.result or 0) ^ value


@aggregate("any_value(anyelement)")
class any_value:  # noqa: N801
    """The first value that is not NULL."""

    __slots__ = ("found",)

    def __init__(self) -> None:
        self.found: Any = None

    def step(self, value: Any) -> None:
        if self.found is None:
            self.found = value

    def final(self) -> Any:
        return self.found


class _Extreme:
    """The greatest or least value by the type's own order; of equal ones the last, as PostgreSQL keeps it."""

    sign = 1

    def __init__(self, types: tuple[DataType, ...]) -> None:
        self.key = types[0].key
        self.best: Any = None
        self.best_key: Any = None

    def step(self, value: Any) -> None:
        if value is None:
            return
        key = self.key(value)
        if self.best is None or not (self.best_key > key if self.sign > 0 else self.best_key < key):
            self.best, self.best_key = value, key

    def final(self) -> Any:
        return self.best


@aggregate("max(anyarray)", "max(record)", "max(interval)", types=True)
class greatest_by_key(_Extreme):  # noqa: N801
    pass


@aggregate("min(anyarray)", "min(record)", "min(interval)", types=True)
class least_by_key(_Extreme):  # noqa: N801
    sign = -1
