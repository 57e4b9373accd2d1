"""CREATE and ALTER DOMAIN: raw tree to command."""

from __future__ import annotations

from translator import type_command as t
from translator.analyze import dispatch as expressions
from translator.analyze.coerce import coerce_to_boolean
from translator.analyze.collation import named_collation
from translator.analyze.constraints import default_text
from translator.analyze.ddl_type import Result, alterable, creation_target, require_new
from translator.analyze.domain_checks import value_of, value_state
from translator.analyze.state import Analysis
from translator.analyze.typename import resolve_type
from translator.catalog.relation import Attribute
from translator.catalog.rows import PgType
from translator.deparse import deparse
from translator.errors import PgError, without_location
from translator.errors.statements import datatype_mismatch, feature_not_supported_message, syntax_error
from translator.parser import Node, strings
from translator.query import DomainValue

_IMPOSSIBLE = {
    "CONSTR_UNIQUE": "unique constraints not possible for domains",
    "CONSTR_PRIMARY": "primary key constraints not possible for domains",
    "CONSTR_EXCLUSION": "exclusion constraints not possible for domains",
    "CONSTR_FOREIGN": "foreign key constraints not possible for domains",
}


def create_domain(analysis: Analysis, node: Node) -> Result:
    name, namespace = creation_target(analysis, strings(node.domainname))
    require_new(analysis, name, namespace)
    base, typmod = resolve_type(analysis, node.type_name)
    row = analysis.catalog.type(base)
    if row.typtype not in "bcderm":
        shown = analysis.catalog.format_type(base)
        raise datatype_mismatch(f'"{shown}" is not a valid base type for a domain', at=node.type_name.location)
    analysis.catalog.datatype(base)
    collation = 0
    if node.coll_clause is not None:
        if not row.typcollation:
            shown = analysis.catalog.format_type(base)
            message = f"collations are not supported by type {shown}"
            raise datatype_mismatch(message, at=node.type_name.location)
        node.coll_clause.accept()
        collation = named_collation(analysis, strings(node.coll_clause.collname), -1)
    attribute = Attribute(name, 1, base, typmod)
    value = DomainValue(type=base, typmod=typmod)
    default: str | None = None
    has_default = False
    found: list[t.NewDomainConstraint] = []
    nullable: bool | None = None
    for constraint in node.constraints:
        kind = constraint.contype
        if kind == "CONSTR_DEFAULT":
            if has_default:
                raise syntax_error("multiple default expressions", at=constraint.location)
            has_default = True
            default = default_text(analysis, attribute, constraint.raw_expr)
        elif kind in ("CONSTR_NOTNULL", "CONSTR_NULL"):
            if nullable is not None and nullable != (kind == "CONSTR_NULL"):
                raise syntax_error("conflicting NULL/NOT NULL constraints", at=constraint.location)
            if kind == "CONSTR_NOTNULL" and nullable is False:
                raise PgError("42P17", "redundant NOT NULL constraint definition", location=constraint.location)
            if kind == "CONSTR_NOTNULL":
                _ = constraint.is_enforced, constraint.initially_valid
                found.append(t.NewDomainConstraint("n", constraint.conname))
            nullable = kind == "CONSTR_NULL"
        else:
            found.append(_constraint(analysis, value, constraint))
    if not has_default and row.typtype == "d":
        default = row.typdefault
    dimensions = len(node.type_name.array_bounds)
    command = t.CreateDomain(name, namespace.oid, base, typmod, dimensions, default, tuple(found), collation)
    return command, "CREATE DOMAIN", None


def _constraint(analysis: Analysis, value: DomainValue, node: Node) -> t.NewDomainConstraint:
    """A CHECK, or the refusal of what domains cannot have."""
    kind = node.contype
    if kind in _IMPOSSIBLE:
        raise syntax_error(_IMPOSSIBLE[kind], at=node.location)
    if kind in ("CONSTR_IDENTITY", "CONSTR_GENERATED"):
        raise feature_not_supported_message("specifying GENERATED not supported for domains", at=node.location)
    if kind != "CONSTR_CHECK":
        message = "specifying constraint deferrability not supported for domains"
        raise feature_not_supported_message(message, at=node.location)
    if node.is_no_inherit:
        message = "check constraints for domains cannot be marked NO INHERIT"
        raise PgError("42P17", message, location=node.location)
    _ = node.is_enforced, node.initially_valid
    return t.NewDomainConstraint(
        "c", node.conname, _condition(analysis, value, node.raw_expr), not_valid=node.skip_validation
    )


def _condition(analysis: Analysis, value: DomainValue, node: Node) -> str:
    """A CHECK's condition in canonical text; its errors point nowhere, as PostgreSQL's do."""
    with without_location():
        state = value_state(analysis, value)
        expr = coerce_to_boolean(analysis, expressions.analyze_expr(state, node), "CHECK")
    return deparse(analysis.catalog, expr)


def alter_domain(analysis: Analysis, node: Node) -> Result:
    row = alterable(analysis, strings(node.type_name), "domain")
    _ = node.behavior
    return _ACTIONS[node.subtype](analysis, row, node), "ALTER DOMAIN", None


def _default(analysis: Analysis, row: PgType, node: Node) -> t.AlterDomain:
    written: Node | None = getattr(node, "def")
    attribute = Attribute(row.typname, 1, row.typbasetype, row.typtypmod)
    with without_location():
        default = None if written is None else default_text(analysis, attribute, written)
    return t.AlterDomain(row.oid, "default", default)


def _set_not_null(analysis: Analysis, row: PgType, node: Node) -> t.AlterDomain:
    return t.AlterDomain(row.oid, "set not null")


def _drop_not_null(analysis: Analysis, row: PgType, node: Node) -> t.AlterDomain:
    return t.AlterDomain(row.oid, "drop not null")


def _add(analysis: Analysis, row: PgType, node: Node) -> t.AlterDomain:
    written: Node = getattr(node, "def")
    if written.contype == "CONSTR_NOTNULL":
        _ = written.is_enforced, written.initially_valid, strings(written.keys)
        return t.AlterDomain(row.oid, "set not null", name=written.conname)
    return t.AlterDomain(row.oid, "add constraint", constraint=_constraint(analysis, value_of(row), written))


def _drop(analysis: Analysis, row: PgType, node: Node) -> t.AlterDomain:
    return t.AlterDomain(row.oid, "drop constraint", name=node.name, missing_ok=node.missing_ok)


def _validate(analysis: Analysis, row: PgType, node: Node) -> t.AlterDomain:
    return t.AlterDomain(row.oid, "validate constraint", name=node.name)


_ACTIONS = {"T": _default, "O": _set_not_null, "N": _drop_not_null, "C": _add, "X": _drop, "V": _validate}


def rename_constraint(analysis: Analysis, node: Node) -> Result:
    """ALTER DOMAIN ... RENAME CONSTRAINT."""
    row = alterable(analysis, strings(node.object.items), "domain")
    return t.AlterDomain(row.oid, "rename constraint", name=node.subname, new_name=node.newname), "ALTER DOMAIN", None
