"""Write-ahead log positions, row locations and transaction numbers ("pg_lsn Type", "Object Identifier Types")."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from sqlglot import exp

from translator.builtins.declare import aggregate_lowering, function
from translator.errors.statements import feature_not_supported_message
from translator.errors.values import invalid_parameter_value
from translator.types.numeric import EXACT, NAN, to_decimal
from translator.types.simple import LSN_BIAS, LSN_MAXIMUM


@function("pg_lsn_mi(pg_lsn,pg_lsn)", "pg_wal_lsn_diff(pg_lsn,pg_lsn)")
def pg_lsn_mi(left: int, right: int) -> str:
    """Bytes between two positions."""
    return str(left - right)


def _position(value: Decimal) -> int:
    """A count of bytes from the start as a position.  Raises PgError 22023."""
    if not value.is_finite():
        kind = "NaN" if value.is_nan() else "infinity"
        raise feature_not_supported_message(f"cannot convert {kind} to pg_lsn")
    whole = int(value.to_integral_value(ROUND_HALF_UP))
    if not 0 <= whole <= LSN_MAXIMUM:
        raise invalid_parameter_value("pg_lsn out of range")
    return whole - LSN_BIAS


@function("pg_lsn_pli(pg_lsn,numeric)")
def pg_lsn_pli(position: int, count: str) -> int:
    if count == NAN:
        raise feature_not_supported_message("cannot add NaN to pg_lsn")
    return _position(EXACT.add(Decimal(position + LSN_BIAS), to_decimal(count)))


@function("numeric_pl_pg_lsn(numeric,pg_lsn)")
def numeric_pl_pg_lsn(count: str, position: int) -> int:
    return pg_lsn_pli(position, count)


@function("pg_lsn_mii(pg_lsn,numeric)")
def pg_lsn_mii(position: int, count: str) -> int:
    if count == NAN:
        raise feature_not_supported_message("cannot subtract NaN from pg_lsn")
    return _position(EXACT.subtract(Decimal(position + LSN_BIAS), to_decimal(count)))


@function("pg_lsn(numeric)")
def pg_lsn_of_numeric(value: str) -> int:
    return _position(to_decimal(value))


@function("pg_lsn_cmp(pg_lsn,pg_lsn)", "bttidcmp(tid,tid)")
def pg_lsn_cmp(left: int, right: int) -> int:
    return int(left > right) - int(left < right)


@function("pg_lsn_larger(pg_lsn,pg_lsn)", "tidlarger(tid,tid)")
def pg_lsn_larger(left: int, right: int) -> int:
    return max(left, right)


@function("pg_lsn_smaller(pg_lsn,pg_lsn)", "tidsmaller(tid,tid)")
def pg_lsn_smaller(left: int, right: int) -> int:
    return min(left, right)


@function("xid(xid8)")
def xid_of_xid8(value: int) -> int:
    """The lower half."""
    return value & 0xFFFFFFFF


@function("xideqint4(xid,integer)")
def xideqint4(left: int, right: int) -> int:
    return int(left == right & 0xFFFFFFFF)


@function("xidneqint4(xid,integer)")
def xidneqint4(left: int, right: int) -> int:
    return int(left != right & 0xFFFFFFFF)


@aggregate_lowering("max(pg_lsn)", "max(tid)", "max(xid8)")
def max_position(value: exp.Expression) -> exp.Expression:
    return exp.Max(this=value)


@aggregate_lowering("min(pg_lsn)", "min(tid)", "min(xid8)")
def min_position(value: exp.Expression) -> exp.Expression:
    return exp.Min(this=value)
