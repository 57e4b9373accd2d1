"""COPY: raw tree to command, with the plan that reads or writes the rows.  Manual: "COPY"."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from translator import command as c
from translator.analyze import dml, select
from translator.analyze.coerce import coerce_to_boolean
from translator.analyze.copy_file import server_file
from translator.analyze.copy_options import check_forced_columns, copy_options
from translator.analyze.ddl_drop import Result
from translator.analyze.defaults import column_default
from translator.analyze.dispatch import analyze_expr
from translator.analyze.existing_relation import existing_relation
from translator.analyze.partition import storing
from translator.analyze.permission import require_permission
from translator.analyze.row_security import restricting
from translator.analyze.state import Analysis, NamespaceItem, ParseState
from translator.catalog.foreign_tables import unusable
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError, without_location
from translator.errors.definitions import undefined_column_of_relation
from translator.errors.statements import copy_under_row_security, feature_not_supported
from translator.parser import Node, parse, strings
from translator.plan import Plan
from translator.planning import ANALYZERS, analyze_statement, plan_query, plan_routing
from translator.query import CaseExpr, Expr, FuncExpr, Param, Query, TargetEntry, Var, walk
from translator.types import oids


def analyze_copy(analysis: Analysis, node: Node) -> Result:
    file = server_file(analysis, node)
    command, tag, columns = _copy(analysis, node)
    assert isinstance(command, c.CopyFrom | c.CopyTo | c.RefusedCopy)
    return command if file is None else replace(command, file=file), tag, columns


def _copy(analysis: Analysis, node: Node) -> Result:
    """The command as for the client's own file."""
    options = copy_options(node)
    if node.query is not None:
        return _copy_query(analysis, node, options)
    relation = _relation(analysis, node.relation)
    columns = _columns(relation, strings(node.attlist))
    check_forced_columns(
        options,
        [attribute.name for attribute in relation.columns],
        [attribute.name for attribute in columns],
        relation.name,
    )
    if node.is_from:
        return _copy_from(analysis, relation, columns, options, node.where_clause), "COPY", None
    names = ", ".join(f'"{attribute.name.replace(chr(34), chr(34) * 2)}"' for attribute in columns)
    namespace = analysis.catalog.namespace_by_oid(relation.namespace)
    schema = "" if namespace is None else f'"{namespace.nspname}".'
    if relation.kind in _UNREADABLE:
        raise PgError(
            "42809",
            f'cannot copy from {_UNREADABLE[relation.kind]} "{relation.name}"',
            hint=None if relation.kind == "S" else "Try the COPY (SELECT ...) TO variant.",
        )
    own = "ONLY " if relation.kind == "r" else ""  # the rows of its children are not copied
    text = f'SELECT {names} FROM {own}{schema}"{relation.name}"'
    query = select.analyze_query(ParseState(analysis), parse(text)[0].node)
    require_permission(analysis, query)
    return c.CopyTo(plan_query(analysis, query), options), "COPY", None


def _relation(analysis: Analysis, node: Node) -> Relation:
    """The table.  Raises PgError 42P01, which for COPY has no position."""
    _ = node.inh, node.relpersistence
    with without_location():
        relation = existing_relation(ParseState(analysis), node)
    if relation.kind in _NO_ROWS:
        raise PgError(
            "42809",
            f'cannot open relation "{relation.name}"',
            detail=f"This operation is not supported for {_NO_ROWS[relation.kind]}.",
        )
    return relation


def _copy_query(analysis: Analysis, node: Node, options: c.CopyOptions) -> Result:
    if node.query.peek("into_clause") is not None:
        raise feature_not_supported("COPY (SELECT INTO)")
    if node.query.tag not in ANALYZERS:
        raise feature_not_supported("COPY of a utility statement")
    query = analyze_statement(analysis, node.query)
    if query.command != "select" and not query.returns:
        raise PgError("0A000", "COPY query must have a RETURNING clause")
    require_permission(analysis, query)
    return c.CopyTo(plan_query(analysis, query), options), "COPY", None


def _columns(relation: Relation, names: list[str]) -> list[Attribute]:
    if not names:
        return [attribute for attribute in relation.columns if not attribute.generated]
    found = []
    for name in names:
        attribute = relation.column(name)
        if attribute is None:
            raise undefined_column_of_relation(name, relation.name)
        if attribute in found:
            raise PgError("42701", f'column "{name}" specified more than once')
        if attribute.generated:
            raise PgError(
                "42P10", f'column "{name}" is a generated column', detail="Generated columns cannot be used in COPY."
            )
        found.append(attribute)
    return found


_NO_ROWS = {"i": "indexes", "I": "partitioned indexes", "c": "composite types"}
_UNREADABLE = {"p": "partitioned table", "v": "view", "S": "sequence", "f": "foreign table"}
_COPY_KINDS = {"v": "view", "m": "materialized view", "S": "sequence"}


def _copy_from(
    analysis: Analysis, relation: Relation, columns: list[Attribute], options: c.CopyOptions, where: Node | None
) -> c.CopyFrom | c.RefusedCopy:
    """The plan inserts one row whose given columns are parameters, if it meets WHERE; others get their defaults."""
    if relation.kind not in "rpf" or relation.schema not in ("main", "temp"):
        error = PgError(
            "42809",
            f'cannot copy to {_COPY_KINDS.get(relation.kind, "non-table relation")} "{relation.name}"',
            hint="To enable copying to a view, provide an INSTEAD OF INSERT trigger." if relation.kind == "v" else None,
        )
        return c.RefusedCopy(len(columns), options, error)
    flags = [oids.BOOL for _ in columns if options.default is not None]
    inner = Analysis(analysis.catalog, analysis.settings, [*(attribute.type for attribute in columns), *flags])
    state = ParseState(inner)
    row: list[Expr] = [
        Param(number, type=attribute.type, typmod=attribute.typmod) for number, attribute in enumerate(columns, start=1)
    ]
    if options.default is not None:
        row = list(_or_defaults(state, relation, columns, row))
    query = dml.insert_rows(state, relation, [replace(attribute, identity="") for attribute in columns], [row])
    if relation.kind == "f":
        require_permission(analysis, query)
        return c.RefusedCopy(len(columns), options, unusable(analysis.catalog, relation))
    restricted = restricting(state, relation) is not None
    require_permission(analysis, replace(query, secured=restricted))
    if restricted:
        raise copy_under_row_security()
    if where is not None:
        query = _filtered(inner, relation, query, where)
    if relation.kind == "p":
        numbers = tuple(attribute.number for attribute in columns)
        plan = plan_routing(inner, query)
        return c.CopyFrom(relation.oid, numbers, options, plan, tuple(_parts(analysis, relation, query)))
    plan = plan_query(inner, query)
    return c.CopyFrom(relation.oid, tuple(attribute.number for attribute in columns), options, plan)


def _or_defaults(state: ParseState, relation: Relation, columns: list[Attribute], row: list[Expr]) -> Iterator[Expr]:
    """The values of a row, or the columns' defaults where further parameters, one for each column, say so."""
    for place, (attribute, value) in enumerate(zip(columns, row, strict=True), start=1):
        wanted = Param(len(columns) + place, type=oids.BOOL)
        default = column_default(state, relation, attribute)
        yield CaseExpr(((wanted, default),), value, type=attribute.type, typmod=attribute.typmod)


def _parts(analysis: Analysis, relation: Relation, query: Query) -> Iterator[tuple[int, Plan]]:
    """What inserts the values of a routed row into each partition."""
    stored = [relation.attribute(number) for number in query.insert_columns]
    for part in storing(analysis.catalog, relation):
        inner = Analysis(analysis.catalog, analysis.settings, [attribute.type for attribute in stored])
        columns = [found for attribute in stored if (found := part.column(attribute.name)) is not None]
        row: list[Expr] = [
            Param(number, type=column.type, typmod=column.typmod) for number, column in enumerate(columns, start=1)
        ]
        plain = [replace(column, identity="") for column in columns]
        yield part.oid, plan_query(inner, dml.insert_rows(ParseState(inner), part, plain, [row]))


def _filtered(analysis: Analysis, relation: Relation, query: Query, where: Node) -> Query:
    """The INSERT of the row if it meets a condition on its columns, defaults included."""
    assert query.source is not None
    assert query.target is not None
    values = dict(zip(query.insert_columns, query.source.values[0], strict=True))
    generated = {
        attribute.number: Var(query.target, attribute.number, type=attribute.type)
        for attribute in relation.columns
        if attribute.generated
    }
    row = [(attribute.name, (values | generated)[attribute.number]) for attribute in relation.columns]
    state = ParseState(analysis, clause="COPY FROM WHERE")
    state.namespace = [NamespaceItem(None, relation.name, row)]
    _refuse_parameters(where)
    condition = coerce_to_boolean(analysis, analyze_expr(state, where), "WHERE")
    given = {id(part) for value in values.values() for part in walk(value)}
    for part in walk(condition):
        if isinstance(part, Var):
            raise PgError(
                "42P10",
                "generated columns are not supported in COPY FROM WHERE conditions",
                detail=f'Column "{relation.attribute(part.attno).name}" is a generated column.',
            )
        if isinstance(part, FuncExpr) and part.proc.provolatile == "v" and id(part) in given:  # and so asked twice
            raise feature_not_supported("COPY ... WHERE that reads a volatile default")
    targets = tuple(TargetEntry(value, relation.attribute(number).name) for number, value in values.items())
    return replace(query, source=Query(command="select", targets=targets, where=condition))


def _refuse_parameters(node: Node) -> None:
    """Raise PgError 42P02 for any: the parameters here are the values of a row."""
    if node.tag == "ParamRef":
        raise PgError("42P02", f"there is no parameter ${node.number}", location=node.location)
    for child in node.children():
        _refuse_parameters(child)
