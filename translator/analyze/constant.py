"""Constants: what a literal's text means as a value of a type.

A literal whose value the plan does not depend on stays outside the plan (`Const.literal`): its text is read by the
type's input function at each execution, so that one plan serves all statements that differ only in their literals.
"""

from __future__ import annotations

from translator.analyze.state import Analysis
from translator.errors import PgError
from translator.parser import Node
from translator.query import Const, Expr
from translator.settings_view import DEFAULT_SETTINGS
from translator.types import oids
from translator.types.bit import read_bits

_INT4_MAX, _INT8_MAX = 2**31 - 1, 2**63 - 1


def analyze_constant(analysis: Analysis, node: Node) -> Const:
    """A_Const to a typed constant: int4, int8 or numeric by size, bool, bit, or unknown for a quoted string."""
    location = node.location
    literal = analysis.literal_places.get(location)
    if literal is not None and literal < 0 and not _is_negative(node):
        literal = None
    if node.isnull:
        return Const(None, type=oids.UNKNOWN, location=location)
    if node.ival is not None:
        return Const(node.ival.ival, literal, type=oids.INT4, location=location)
    if node.boolval is not None:
        return Const(int(node.boolval.boolval), type=oids.BOOL, location=location)
    try:
        if node.fval is not None:
            return _number(analysis, node.fval.fval, literal, location)
        if node.bsval is not None:
            return Const(read_bits(node.bsval.bsval), type=oids.BIT, location=location)
    except PgError as error:
        error.location = location
        raise
    return Const(node.sval.sval, literal, type=oids.UNKNOWN, location=location)


def _is_negative(node: Node) -> bool:
    if node.ival is not None:
        return bool(node.ival.ival < 0)
    return node.fval is not None and bool(node.fval.fval.startswith("-"))


def number_type(text: str) -> int:
    """The type oid that a written number has."""
    if text.lstrip("-").isdigit():
        value = int(text)
        if -_INT4_MAX - 1 <= value <= _INT4_MAX:
            return oids.INT4
        if -_INT8_MAX - 1 <= value <= _INT8_MAX:
            return oids.INT8
    text = text.removeprefix("-")
    if text[:2].lower() in ("0x", "0o", "0b"):
        value = int(text.replace("_", ""), 0)
        return oids.INT4 if value <= _INT4_MAX else oids.INT8 if value <= _INT8_MAX else oids.NUMERIC
    return oids.NUMERIC


def _number(analysis: Analysis, text: str, literal: int | None, location: int) -> Const:
    digits = text.replace("_", "")
    oid = number_type(digits)
    if oid == oids.NUMERIC:
        value = analysis.catalog.datatype(oids.NUMERIC).input(digits, -1, DEFAULT_SETTINGS)
        return Const(value, literal, type=oid, location=location)
    return Const(
        int(digits, 0 if digits.lstrip("-")[:2].lower() in ("0x", "0o", "0b") else 10),
        literal,
        type=oid,
        location=location,
    )


def constant_input(analysis: Analysis, const: Const, target: int, typmod: int) -> Expr:
    """An untyped literal as a value of `target`, by the type's input function; errors point at the literal.

    Types whose input looks at the session or the catalog (regclass, timestamptz, ...) pin the literal into the plan.
    """
    base = analysis.catalog.base_type(target)
    if const.value is None:
        return Const(None, type=target, location=const.location)
    datatype = analysis.catalog.datatype(base)
    try:
        value = datatype.input(str(const.value), typmod if base == oids.INTERVAL else -1, analysis.settings)
    except PgError as error:
        if error.location is None:
            error.location, error.position = const.location, None
        raise
    with_fields = base == oids.INTERVAL and typmod >= 0  # by which '3' is months or seconds: not for another text
    return Const(value, None if with_fields else const.literal, type=target, location=const.location)
