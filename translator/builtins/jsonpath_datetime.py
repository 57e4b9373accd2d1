"""Datetime methods of jsonpath, and comparisons of datetimes ("SQL/JSON Path Operators and Methods")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from translator.builtins import declare
from translator.builtins.datetime_parse import read_datetime
from translator.builtins.jsonpath_values import DateTime, PathError, is_string
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.errors.notices import warning
from translator.types import oids
from translator.types.datetime import session_offset
from translator.types.registry import builtin

_DATE, _TIME = "yyyy-mm-dd", "HH24:MI:SS"
ISO = (
    _DATE,
    *(f"{_TIME}.USTZ", f"{_TIME}TZ", f"{_TIME}.US", _TIME),
    *(f"{_DATE}{between}{_TIME}{rest}" for rests in ((".USTZ", "TZ"), (".US", ""))
      for between in (" ", '"T"') for rest in rests),
)  # fmt: skip
"""The templates of the ISO formats, in the order in which they are tried."""
TYPES = {
    "date": oids.DATE,
    "time": oids.TIME,
    "time_tz": oids.TIMETZ,
    "timestamp": oids.TIMESTAMP,
    "timestamp_tz": oids.TIMESTAMPTZ,
}
NAMES = {
    oids.DATE: "date",
    oids.TIME: "time",
    oids.TIMETZ: "timetz",
    oids.TIMESTAMP: "timestamp",
    oids.TIMESTAMPTZ: "timestamptz",
}
CASTS = {
    (oids.DATE, oids.TIMESTAMP): '"timestamp"(date)',
    (oids.DATE, oids.TIMESTAMPTZ): "timestamptz(date)",
    (oids.TIME, oids.TIMETZ): "timetz(time without time zone)",
    (oids.TIMETZ, oids.TIME): '"time"(time with time zone)',
    (oids.TIMESTAMP, oids.DATE): "date(timestamp without time zone)",
    (oids.TIMESTAMP, oids.TIME): '"time"(timestamp without time zone)',
    (oids.TIMESTAMP, oids.TIMESTAMPTZ): "timestamptz(timestamp without time zone)",
    (oids.TIMESTAMPTZ, oids.DATE): "date(timestamp with time zone)",
    (oids.TIMESTAMPTZ, oids.TIME): '"time"(timestamp with time zone)',
    (oids.TIMESTAMPTZ, oids.TIMETZ): "timetz(timestamp with time zone)",
    (oids.TIMESTAMPTZ, oids.TIMESTAMP): '"timestamp"(timestamp with time zone)',
}
ZONE_FREE = frozenset(
    {
        (oids.DATE, oids.TIMESTAMP),
        (oids.TIMESTAMP, oids.DATE),
        (oids.TIMESTAMP, oids.TIME),
        (oids.TIMESTAMPTZ, oids.TIMETZ),
    }
)
"""Casts that do not depend on the session's time zone, or are made in any case."""
MAX_PRECISION = 6


def datetime_method(
    name: str, item: Any, args: Sequence[Any], context: ExecutionContext, *, with_zone: bool
) -> DateTime:
    """.datetime(), .date(), .time() ... of a string."""
    if not is_string(item):
        raise PathError("22031", f"jsonpath item method .{name}() can only be applied to a string")
    if name == "datetime":
        return _by_template(item, args[0], context) if args else _iso(name, item, context)
    value = _cast(name, item, _iso(name, item, context), TYPES[name], context, with_zone=with_zone)
    if not args:
        return value
    datatype = builtin(value.type)
    precision = min(args[0], MAX_PRECISION)
    if precision < args[0]:
        kind = "TIMESTAMP" if name.startswith("timestamp") else "TIME"
        zone = " WITH TIME ZONE" if name.endswith("tz") else ""
        message = f"{kind}({args[0]}){zone} precision reduced to maximum allowed, {MAX_PRECISION}"
        context.notice(warning(message, sqlstate="22023"))
    return DateTime(value.type, datatype.coerce_typmod(value.value, precision, explicit=False), value.offset)


def _unrecognized(name: str, text: str) -> PathError:
    hint = "Use a datetime template argument to specify the input data format." if name == "datetime" else None
    return PathError("22031", f'{name} format is not recognized: "{text}"', hint=hint)


def _iso(name: str, text: str, context: ExecutionContext) -> DateTime:
    """A string in one of the ISO formats."""
    for template in ISO:
        try:
            return DateTime(*read_datetime(text, template, context.settings.timezone))
        except PgError:
            continue
    raise _unrecognized(name, text)


def _by_template(text: str, template: str, context: ExecutionContext) -> DateTime:
    try:
        return DateTime(*read_datetime(text, template, context.settings.timezone))
    except PgError as error:
        raise PathError(error.sqlstate, error.message, detail=error.detail, hint=error.hint) from None


def _cast(
    name: str, text: str, value: DateTime, target: int, context: ExecutionContext, *, with_zone: bool
) -> DateTime:
    if value.type == target:
        return value
    if (value.type, target) not in CASTS:
        raise _unrecognized(name, text)
    return _converted(value, target, context, with_zone=with_zone)


def _converted(value: DateTime, target: int, context: ExecutionContext, *, with_zone: bool) -> DateTime:
    """The value as another kind.  Raises PgError 0A000 where the session's zone would decide and may not."""
    if value.type == target:
        return value
    if (value.type, target) not in ZONE_FREE and not with_zone:
        raise PgError(
            "0A000",
            f"cannot convert value from {NAMES[value.type]} to {NAMES[target]} without time zone usage",
            hint="Use *_tz() function for time zone support.",
        )
    converted = declare.FUNCTIONS[CASTS[value.type, target]].callable(context)(value.value)
    offset = session_offset(converted, context.settings) if target == oids.TIMESTAMPTZ else 0
    return DateTime(target, converted, offset)


_DATED = {oids.DATE: 0, oids.TIMESTAMP: 1, oids.TIMESTAMPTZ: 2}
_TIMED = {oids.TIME: 0, oids.TIMETZ: 1}


def compare_datetimes(left: DateTime, right: DateTime, context: ExecutionContext, *, with_zone: bool) -> int | None:
    """-1, 0 or 1; None for kinds that do not compare."""
    for family in (_DATED, _TIMED):
        if left.type in family and right.type in family:
            target = max(left.type, right.type, key=lambda kind: family[kind])
            one, other = (_converted(side, target, context, with_zone=with_zone).value for side in (left, right))
            return int(one > other) - int(one < other)
    return None
