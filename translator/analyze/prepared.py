"""PREPARE, EXECUTE and DEALLOCATE: raw tree to command."""

from __future__ import annotations

from collections.abc import Sequence

from translator import command as c
from translator.analyze.coerce import coerce
from translator.analyze.ddl_drop import Result
from translator.analyze.dispatch import analyze_expr
from translator.analyze.state import Analysis, ParseState
from translator.analyze.typename import resolve_type
from translator.errors import PgError
from translator.errors.objects import undefined_prepared_statement
from translator.errors.statements import datatype_mismatch, feature_not_supported
from translator.parser import Node, parse
from translator.plan import Plan
from translator.planning import ANALYZERS, analyze_statement, plan_query
from translator.query import Query, TargetEntry


def prepare(analysis: Analysis, node: Node) -> Result:
    """PREPARE; the statement in it is analyzed when the server keeps it."""
    node.query.accept()
    types = tuple(resolve_type(analysis, item)[0] for item in node.argtypes)
    return c.Prepare(node.name, types, analysis.text), "PREPARE", None


def execute(analysis: Analysis, node: Node) -> Result:
    found = analysis.settings.prepared_types(node.name)
    if found is None:
        raise undefined_prepared_statement(node.name)
    return c.Execute(node.name, _arguments(analysis, node, found)), "EXECUTE", None


def bound_statement(analysis: Analysis, node: Node) -> tuple[Analysis, Query | None, Plan | None]:
    """What EXECUTE stands for inside another statement: the prepared query, None for an empty text, the analysis that
    its parameters are of, and the plan that gives them, None without any.
    """
    types = analysis.settings.prepared_types(node.name)
    if types is None:
        raise undefined_prepared_statement(node.name)
    arguments = _arguments(analysis, node, types)
    statements = parse(analysis.settings.prepared_text(node.name))
    if not statements:
        return analysis, None, arguments
    statement = statements[0].node
    if statement.tag == "PrepareStmt":
        statement = statement.query
    if statement.tag not in ANALYZERS:
        raise feature_not_supported("EXECUTE of such a statement here", at=node.location)
    inner = Analysis(analysis.catalog, analysis.settings, types, fixed_params=not types)
    return inner, analyze_statement(inner, statement), arguments


def _arguments(analysis: Analysis, node: Node, types: Sequence[int]) -> Plan | None:
    """The plan of a query that gives one row with the parameters."""
    if types and len(node.params) != len(types):
        raise PgError(
            "42601",
            f'wrong number of parameters for prepared statement "{node.name}"',
            detail=f"Expected {len(types)} parameters but got {len(node.params)}.",
        )
    if not types:
        for unused in node.params:
            unused.accept()
        return None
    state = ParseState(analysis)
    state.clause = "EXECUTE"
    targets = []
    for number, (item, oid) in enumerate(zip(node.params, types, strict=True), start=1):
        value = analyze_expr(state, item)
        coerced = coerce(analysis, value, oid, -1, "a")
        if coerced is None:
            names = analysis.catalog.format_type
            raise datatype_mismatch(
                f"parameter ${number} of type {names(value.type)} cannot be coerced to the expected type {names(oid)}",
                hint="You will need to rewrite or cast the expression.",
                at=value.at,
            )
        targets.append(TargetEntry(coerced, f"p{number}"))
    return plan_query(analysis, Query(command="select", targets=tuple(targets)))


def deallocate(analysis: Analysis, node: Node) -> Result:
    _ = node.isall, node.location
    return c.Deallocate(node.name), "DEALLOCATE" if node.name else "DEALLOCATE ALL", None
