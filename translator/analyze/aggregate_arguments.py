"""The arguments of CREATE AGGREGATE: those in parentheses, or the base type of its old form."""

from __future__ import annotations

from msgspec import Struct

from translator.analyze.aggregate_options import AggregateOptions
from translator.analyze.def_elem import def_string
from translator.analyze.def_type import def_type
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.errors import PgError
from translator.errors.objects import invalid_function_definition
from translator.parser import Node, strings
from translator.types import oids

MAX_ARGUMENTS = 100


class AggregateArguments(Struct, frozen=True):
    """kind: pg_aggregate.aggkind but for hypothetical ones. direct: how many stand before ORDER BY.

    variadic: the element type of the variadic argument, or "any".
    """

    kind: str
    direct: int
    types: tuple[int, ...]
    modes: tuple[str, ...] | None
    names: tuple[str, ...] | None
    variadic: int


def aggregate_arguments(analysis: Analysis, node: Node, options: AggregateOptions) -> AggregateArguments:
    """Raises PgError 42704, 42P13, 42601."""
    if node.oldstyle:
        return _of_base_type(analysis, options)
    if "basetype" in options.types:
        raise invalid_function_definition("basetype is redundant with aggregate input type specification")
    parameters, direct = node.args
    count = int(direct.ival)
    items = parameters.items if parameters is not None and parameters.tag == "List" else []
    types, modes, names = [], [], []
    for item in items:
        oid = _type(analysis, item)
        mode = {"FUNC_PARAM_VARIADIC": "v"}.get(item.mode, "i")
        if item.arg_type.setof:
            raise PgError("42P13", "aggregates cannot accept set arguments", location=item.location)
        if "v" in modes:
            raise invalid_function_definition("VARIADIC parameter must be the last input parameter")
        if item.name and item.name in names:
            raise invalid_function_definition(f'parameter name "{item.name}" used more than once')
        types.append(oid)
        modes.append(mode)
        names.append(item.name or "")
    if len(types) > MAX_ARGUMENTS:
        raise PgError("54023", f"aggregates cannot have more than {MAX_ARGUMENTS} arguments")
    variadic = _element(analysis, types[-1]) if "v" in modes else 0
    return AggregateArguments(
        "n" if count < 0 else "o", max(count, 0), tuple(types), tuple(modes) if variadic else None,
        tuple(names) if any(names) else None, variadic,
    )  # fmt: skip


def _of_base_type(analysis: Analysis, options: AggregateOptions) -> AggregateArguments:
    if "basetype" not in options.types:
        raise invalid_function_definition("aggregate input type must be specified")
    written = options.types["basetype"]
    if def_string(written).lower() in ("any", "pg_catalog.any"):
        return AggregateArguments("n", 0, (), None, None, 0)
    return AggregateArguments("n", 0, (def_type(analysis, "basetype", written),), None, None, 0)


def _type(analysis: Analysis, item: Node) -> int:
    try:
        oid = resolve_type(analysis, item.arg_type, shell=True)[0]
    except PgError as error:
        if error.sqlstate == "42704":
            error.message = f"type {'.'.join(strings(item.arg_type.names))} does not exist"
        raise
    if not analysis.catalog.type(oid).typisdefined:
        message = f"aggregate cannot accept shell type {'.'.join(strings(item.arg_type.names))}"
        raise PgError("42P13", message, location=item.arg_type.location)
    return oid


def _element(analysis: Analysis, oid: int) -> int:
    """What a variadic argument is a list of."""
    known = {oids.ANY: oids.ANY, oids.ANYARRAY: oids.ANYELEMENT, oids.ANYCOMPATIBLEARRAY: oids.ANYCOMPATIBLE}
    element = known.get(oid) or analysis.catalog.array_element(oid)
    if not element:
        raise invalid_function_definition("VARIADIC parameter must be an array")
    return element
