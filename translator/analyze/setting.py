"""The value of SET, ALTER ROLE ... SET, ALTER DATABASE ... SET and ALTER SYSTEM SET: their arguments as one text.

Manual: "Setting Parameters".
"""

from __future__ import annotations

from translator import command as c
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.quote import quote_identifier
from translator.catalog.setting_lists import LISTS, LISTS_OF_NAMES
from translator.errors import PgError, without_location
from translator.errors.state import unrecognized_setting
from translator.parser import Node
from translator.settings_view import FixedSettings


def set_value(analysis: Analysis, node: Node) -> str:
    """The arguments of a VAR_SET_VALUE.  Raises PgError 22023 for several ones of a setting that is no list."""
    name = node.name.lower()
    if len(node.args) > 1 and name not in LISTS:
        raise PgError("22023", f"SET {node.name} takes only one argument")
    return ", ".join(_argument(analysis, name, arg) for arg in node.args)


def inner_setting(analysis: Analysis, node: Node) -> c.SettingChange:
    """SET or RESET within another statement.  Raises PgError 42704 for SET TRANSACTION and its kin."""
    kind = node.kind
    _ = node.jumble_args, node.is_local
    name = node.name or None
    if kind == "VAR_SET_VALUE":
        return c.SettingChange(name, set_value(analysis, node))
    if kind == "VAR_SET_MULTI":
        raise unrecognized_setting(node.name)
    return c.SettingChange(name, None, kind == "VAR_SET_CURRENT")


def _argument(analysis: Analysis, name: str, node: Node) -> str:
    if node.tag == "TypeCast":
        return _zone_interval(analysis, node)
    if node.ival is not None:
        return str(node.ival.ival)
    if node.fval is not None:
        return str(node.fval.fval)
    if node.boolval is not None:
        return "on" if node.boolval.boolval else "off"
    text = str(node.sval.sval)
    return quote_identifier(text) if name in LISTS_OF_NAMES else text


def _zone_interval(analysis: Analysis, node: Node) -> str:
    """SET TIME ZONE INTERVAL: the literal in its canonical form."""
    oid, typmod = resolve_type(analysis, node.type_name)
    literal = node.arg
    interval, fixed = analysis.catalog.datatype(oid), FixedSettings()
    with without_location():
        text = interval.output(interval.input(literal.sval.sval, typmod, fixed), fixed)
    return f"INTERVAL '{text}'"
