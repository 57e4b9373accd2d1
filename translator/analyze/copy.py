"""COPY: raw tree to command, with the plan that reads or writes the rows.  Manual: "COPY"."""

from __future__ import annotations

from msgspec.structs import replace

from translator import command as c
from translator.analyze import dml, select
from translator.analyze.copy_options import check_forced_columns, copy_options
from translator.analyze.ddl_drop import Result
from translator.analyze.from_clause import find_relation
from translator.analyze.state import Analysis, ParseState
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError, feature_not_supported, undefined_column_of_relation
from translator.parser import Node, parse, strings
from translator.planning import ANALYZERS, analyze_statement, plan_query
from translator.query import Expr, Param


def analyze_copy(analysis: Analysis, node: Node) -> Result:
    if node.is_program or node.filename:
        raise feature_not_supported("COPY with a file or program on the server")
    if node.where_clause is not None:
        raise feature_not_supported("COPY ... WHERE")
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
        return _copy_from(analysis, relation, columns, options), "COPY", None
    names = ", ".join(f'"{attribute.name.replace(chr(34), chr(34) * 2)}"' for attribute in columns)
    namespace = analysis.catalog.namespace_by_oid(relation.namespace)
    schema = "" if namespace is None else f'"{namespace.nspname}".'
    query = select.analyze_query(ParseState(analysis), parse(f'SELECT {names} FROM {schema}"{relation.name}"')[0].node)
    return c.CopyTo(plan_query(analysis, query), options), "COPY", None


def _relation(analysis: Analysis, node: Node) -> Relation:
    """The table.  Raises PgError 42P01, which for COPY has no position."""
    _ = node.inh, node.relpersistence
    try:
        return find_relation(ParseState(analysis), node)
    except PgError as error:
        error.location = None
        raise


def _copy_query(analysis: Analysis, node: Node, options: c.CopyOptions) -> Result:
    if node.query.tag not in ANALYZERS:
        raise feature_not_supported("COPY of a utility statement")
    query = analyze_statement(analysis, node.query)
    if query.command != "select" and not query.returns:
        raise PgError("0A000", "COPY query must have a RETURNING clause")
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


_COPY_KINDS = {"v": "view", "m": "materialized view", "S": "sequence"}


def _copy_from(analysis: Analysis, relation: Relation, columns: list[Attribute], options: c.CopyOptions) -> c.CopyFrom:
    """The plan inserts one row whose given columns are parameters; others get their defaults."""
    if relation.kind != "r" or relation.schema not in ("main", "temp"):
        raise PgError(
            "42809",
            f'cannot copy to {_COPY_KINDS.get(relation.kind, "non-table relation")} "{relation.name}"',
            hint="To enable copying to a view, provide an INSTEAD OF INSERT trigger." if relation.kind == "v" else None,
        )
    inner = Analysis(analysis.catalog, analysis.settings, [attribute.type for attribute in columns])
    state = ParseState(inner)
    row: list[Expr] = [
        Param(number, type=attribute.type, typmod=attribute.typmod) for number, attribute in enumerate(columns, start=1)
    ]
    query = dml.insert_rows(state, relation, [replace(attribute, identity="") for attribute in columns], [row])
    plan = plan_query(inner, query)
    return c.CopyFrom(relation.oid, tuple(attribute.number for attribute in columns), options, plan)
