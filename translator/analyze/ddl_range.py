"""CREATE TYPE ... AS RANGE: raw tree to command."""

from __future__ import annotations

from translator import type_command as t
from translator.analyze.collation import named_collation
from translator.analyze.ddl_type import Result, creation_target, require_new
from translator.analyze.def_elem import require_type_name
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.fixed_oids import BTREE
from translator.errors import PgError, without_location
from translator.errors.objects import undefined_function_types, undefined_type, wrong_object_type
from translator.errors.state import internal_error
from translator.errors.statements import datatype_mismatch, syntax_error
from translator.parser import Node, strings
from translator.types import oids

_KNOWN = ("subtype", "subtype_opclass", "collation", "canonical", "subtype_diff", "multirange_type_name")


def create_range(analysis: Analysis, node: Node) -> Result:
    catalog = analysis.catalog
    name, namespace = creation_target(analysis, strings(node.type_name))
    require_new(analysis, name, namespace)
    options = _options(node)
    if "subtype" not in options:
        raise syntax_error('type attribute "subtype" is required')
    if "canonical" in options:
        options["canonical"].accept()
        raise PgError(
            "42P17",
            "cannot specify a canonical function without a pre-created shell type",
            hint="Create the type as a shell type, then create its canonicalization function, "
            "then do a full CREATE TYPE.",
        )
    subtype = _subtype(analysis, options["subtype"])
    opclass = _opclass(analysis, options.get("subtype_opclass"), subtype)
    collation = catalog.type(catalog.base_type(subtype)).typcollation
    if "collation" in options:
        written = options["collation"]
        if not collation:
            raise wrong_object_type("range collation specified but subtype does not support collation")
        with without_location():
            collation = named_collation(analysis, _names(written), -1)
    difference = _difference(analysis, options.get("subtype_diff"), subtype)
    multirange, multirange_namespace = "", namespace
    if "multirange_type_name" in options:
        multirange, multirange_namespace = creation_target(analysis, _names(options["multirange_type_name"]))
        require_new(analysis, multirange, multirange_namespace)
        found = analysis.catalog.type_of(multirange_namespace.oid, multirange)
        if found is not None and not found.typisdefined:
            raise internal_error("cannot assign new OID to existing shell type")
    command = t.CreateRange(
        name, namespace.oid, subtype, opclass, collation, difference, multirange, multirange_namespace.oid
    )
    return command, "CREATE TYPE", None


def _options(node: Node) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for option in node.params:
        _ = option.defaction, option.location
        if option.defname not in _KNOWN:
            option.accept()
            raise syntax_error(f'type attribute "{option.defname}" not recognized')
        if option.defname in found:
            raise syntax_error("conflicting or redundant options", at=option.location)
        found[option.defname] = option.arg
    return found


def _names(node: Node) -> list[str]:
    """A possibly qualified name, which the grammar reads as a type's."""
    if node.tag == "TypeName":
        node.accept()
        return strings(node.names)
    return strings(node.items) if node.tag == "List" else [node.sval]


def _subtype(analysis: Analysis, node: Node) -> int:
    named = require_type_name("subtype", node)
    if named is not None:
        raise undefined_type(named[0])
    with without_location():
        oid = resolve_type(analysis, node)[0]
    if analysis.catalog.type(oid).typtype == "p":
        raise datatype_mismatch(f"range subtype cannot be {analysis.catalog.format_type(oid)}")
    analysis.catalog.datatype(oid)
    return oid


def _opclass(analysis: Analysis, node: Node | None, subtype: int) -> int:
    catalog = analysis.catalog
    default = catalog.default_opclass(subtype)
    if node is not None:
        name = _names(node)[-1]
        found = [row for row in catalog.system.opclasses_by_method[BTREE] if row.opcname == name]
        if not found:
            written = ".".join(_names(node))
            raise PgError("42704", f'operator class "{written}" does not exist for access method "btree"')
        if default is None or found[0].oid != default.oid:
            raise PgError("0A000", f"a range over operator class {name} is not supported")
    if default is None:
        raise PgError(
            "42704",
            f'data type {catalog.format_type(subtype)} has no default operator class for access method "btree"',
            hint="You must specify an operator class for the range type or define a default operator class for "
            "the subtype.",
        )
    return default.oid


def _difference(analysis: Analysis, node: Node | None, subtype: int) -> int:
    """The function of subtype_diff, which only says how well an index might do."""
    if node is None:
        return 0
    names = _names(node)
    schema = names[-2] if len(names) > 1 else None
    for proc in analysis.catalog.procs_named(names[-1], schema):
        if tuple(proc.proargtypes) == (subtype, subtype):
            if proc.prorettype != oids.FLOAT8:
                shown = ".".join(names)
                raise PgError("42P17", f"range subtype diff function {shown} must return type double precision")
            return proc.oid
    shown = analysis.catalog.format_type(subtype)
    raise undefined_function_types(".".join(names), [shown, shown])
