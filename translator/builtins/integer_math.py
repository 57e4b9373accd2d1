"""Integer arithmetic with PostgreSQL's range checks ("Mathematical Functions and Operators").

An operation on plain operands is native, guarded by a CASE; on anything larger it is a call, since the guard repeats
its operands.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.errors.values import division_by_zero, out_of_range
from translator.lower import build

_BITS = {"int2": 16, "int4": 32, "int8": 64}
_SQL = {"int2": "smallint", "int4": "integer", "int8": "bigint"}
Body = Callable[[int, int], int]


def checked(name: str, value: int) -> int:
    """The value, which a type of this name must be able to hold.  Raises PgError 22003."""
    if not -(1 << _BITS[name] - 1) <= value < 1 << _BITS[name] - 1:
        raise out_of_range(_SQL[name])
    return value


def _truncated_quotient(left: int, right: int) -> int:
    if right == 0:
        raise division_by_zero()
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def _remainder(left: int, right: int) -> int:
    if right == 0:
        raise division_by_zero()
    return (
        int(math.fmod(left, right))
        if abs(left) < 1 << 53 and abs(right) < 1 << 53
        else left - right * _truncated_quotient(left, right)
    )


_ARITHMETIC: dict[str, tuple[Body, type[exp.Expression]]] = {
    "pl": (lambda a, b: a + b, exp.Add),
    "mi": (lambda a, b: a - b, exp.Sub),
    "mul": (lambda a, b: a * b, exp.Mul),
    "div": (_truncated_quotient, exp.Div),
    "mod": (_remainder, exp.Mod),
}
_CODES = {"int2": "2", "int4": "4", "int8": "8"}


def _operation(name: str, result: str, body: Body) -> Callable[[int, int], int]:
    def operate(left: int, right: int) -> int:
        return checked(result, body(left, right))

    operate.__name__ = name
    return operate


def _guarded(result: str, kind: type[exp.Expression]) -> Callable[..., exp.Expression | None]:
    """int2 and int4: the exact result fits int8, so its range is looked at."""
    low, high = build.integer(-(1 << _BITS[result] - 1)), build.integer((1 << _BITS[result] - 1) - 1)

    def guard(left: exp.Expression, right: exp.Expression) -> exp.Expression | None:
        if not build.is_cheap(left) or not build.is_cheap(right):
            return None
        value = kind(this=left, expression=right)
        return build.case(
            [
                (exp.Between(this=exp.Paren(this=value), low=low.copy(), high=high.copy()), value.copy()),
                (build.is_null(exp.Paren(this=value.copy())), build.null()),
            ],
            build.call(f"pg_{result}_overflow"),
        )

    return guard


def _guarded_int8(kind: type[exp.Expression]) -> Callable[..., exp.Expression | None]:
    """int8: SQLite turns an overflow into a real."""

    def guard(left: exp.Expression, right: exp.Expression) -> exp.Expression | None:
        if not build.is_cheap(left) or not build.is_cheap(right):
            return None
        value = kind(this=left, expression=right)
        kind_of = build.call("typeof", value)
        overflow = exp.EQ(this=kind_of, expression=exp.Literal.string("real"))
        return build.case([(overflow, build.call("pg_int8_overflow"))], value.copy())

    return guard


def _divided(name: str, kind: type[exp.Expression]) -> Callable[..., exp.Expression | None]:
    """Division and remainder by what is greater than 0 cannot fail."""

    def divide(left: exp.Expression, right: exp.Expression) -> exp.Expression | None:
        quotient = build.binary(kind, left, right)
        if isinstance(right, exp.Literal) and not right.is_string and int(right.this) > 0:
            return quotient
        if not build.is_cheap(right) or not build.is_short(left):
            return None
        is_positive = exp.GT(this=right.copy(), expression=build.integer(0))
        return build.case([(is_positive, quotient)], build.call(f"pg_{name}", left.copy(), right.copy()))

    return divide


def _register() -> None:
    for left in _BITS:
        for right in _BITS:
            result = max(left, right, key=lambda name: _BITS[name])
            prefix = left if left == right else f"int{_CODES[left]}{_CODES[right]}"
            for suffix, (body, kind) in _ARITHMETIC.items():
                if suffix == "mod" and left != right:
                    continue
                signature = f"{prefix}{suffix}({_SQL[left]},{_SQL[right]})"
                operate = _operation(f"{prefix}{suffix}", result, body)
                aliases = (f"mod({_SQL[left]},{_SQL[right]})",) if suffix == "mod" else ()
                function(signature, *aliases)(operate)
                native: Callable[..., exp.Expression | None] = (
                    _divided(operate.__name__, kind)
                    if suffix in ("div", "mod")
                    else _guarded_int8(kind)
                    if result == "int8"
                    else _guarded(result, kind)
                )
                lowering(signature, *aliases)(native)


_register()


def _unary(
    name: str,
    signatures: tuple[str, ...],
    result: str,
    body: Callable[[int], int],
    native: Callable[[exp.Expression], exp.Expression],
) -> None:
    """An operation that fails for the least number alone, if at all."""

    def operate(value: int) -> int:
        return checked(result, body(value))

    operate.__name__ = name
    function(*signatures)(operate)
    fits = body(-(1 << _BITS[result] - 1)) < 1 << _BITS[result] - 1

    @lowering(*signatures)
    def lower(value: exp.Expression) -> exp.Expression | None:
        if fits:
            return native(value)
        if not build.is_plain(value):
            return None
        is_greater = build.binary(exp.GT, value, build.integer(-(1 << _BITS[result] - 1)))
        return build.case([(is_greater, native(value.copy()))], build.call(f"pg_{name}", value.copy()))


def _prefixed(kind: type[exp.Expression]) -> Callable[[exp.Expression], exp.Expression]:
    return lambda value: kind(this=build.wrap(value))


def _shift(name: str, kind: str, *, left: bool) -> None:
    bits = _BITS[kind]

    def shift(value: int, count: int) -> int:
        count &= bits - 1 if bits > 32 else 31
        moved = value << count if left else value >> count
        moved &= (1 << bits) - 1
        return moved - (1 << bits) if moved >> bits - 1 else moved

    shift.__name__ = name
    function(f"{name}({_SQL[kind]},integer)")(shift)


def _bitwise(name: str, kind: str, body: Body, native: type[exp.Expression] | None = None) -> None:
    def operate(left: int, right: int) -> int:
        return body(left, right)

    operate.__name__ = name
    signature = f"{name}({_SQL[kind]},{_SQL[kind]})"
    function(signature)(operate)
    if native is not None:
        lowering(signature)(partial(build.binary, native))


for _name, _sql in _SQL.items():
    _unary(f"{_name}um", (f"{_name}um({_sql})",), _name, lambda value: -value, _prefixed(exp.Neg))
    _unary(f"{_name}up", (f"{_name}up({_sql})",), _name, lambda value: value, lambda value: value)
    _unary(f"{_name}abs", (f"{_name}abs({_sql})", f"abs({_sql})"), _name, abs, partial(build.call, "abs"))
    _unary(f"{_name}not", (f"{_name}not({_sql})",), _name, lambda value: ~value, _prefixed(exp.BitwiseNot))
    _shift(f"{_name}shl", _name, left=True)
    _shift(f"{_name}shr", _name, left=False)
    _bitwise(f"{_name}and", _name, lambda a, b: a & b, exp.BitwiseAnd)
    _bitwise(f"{_name}or", _name, lambda a, b: a | b, exp.BitwiseOr)
    _bitwise(f"{_name}xor", _name, lambda a, b: a ^ b)


@function("gcd(integer,integer)")
def int4_gcd(left: int, right: int) -> int:
    return checked("int4", math.gcd(left, right))


@function("gcd(bigint,bigint)")
def int8_gcd(left: int, right: int) -> int:
    return checked("int8", math.gcd(left, right))


@function("lcm(integer,integer)")
def int4_lcm(left: int, right: int) -> int:
    return checked("int4", math.lcm(left, right))


@function("lcm(bigint,bigint)")
def int8_lcm(left: int, right: int) -> int:
    return checked("int8", math.lcm(left, right))
