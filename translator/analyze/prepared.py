"""PREPARE, EXECUTE and DEALLOCATE: raw tree to command."""

from __future__ import annotations

from translator import command as c
from translator.analyze.coerce import coerce
from translator.analyze.ddl_drop import Result
from translator.analyze.dispatch import analyze_expr
from translator.analyze.state import Analysis, ParseState
from translator.analyze.typename import resolve_type
from translator.errors import PgError, datatype_mismatch, undefined_prepared_statement
from translator.parser import Node
from translator.planning import plan_query
from translator.query import Query, SubLink, TargetEntry, walk


def prepare(analysis: Analysis, node: Node) -> Result:
    """PREPARE; the statement in it is analyzed when the server keeps it."""
    node.query.accept()
    types = tuple(resolve_type(analysis, item)[0] for item in node.argtypes)
    return c.Prepare(node.name, types, analysis.text), "PREPARE", None


def execute(analysis: Analysis, node: Node) -> Result:
    types = analysis.settings.prepared_types(node.name)
    if types is None:
        raise undefined_prepared_statement(node.name)
    if types and len(node.params) != len(types):
        raise PgError(
            "42601",
            f'wrong number of parameters for prepared statement "{node.name}"',
            detail=f"Expected {len(types)} parameters but got {len(node.params)}.",
        )
    if not types:
        for unused in node.params:
            unused.accept()
        return c.Execute(node.name, None), "EXECUTE", None
    state = ParseState(analysis)
    state.clause = "EXECUTE"
    targets = []
    for number, (item, oid) in enumerate(zip(node.params, types, strict=True), start=1):
        value = analyze_expr(state, item)
        for part in walk(value):
            if isinstance(part, SubLink):
                raise PgError("0A000", "cannot use subquery in EXECUTE parameter", location=part.location)
        coerced = coerce(analysis, value, oid, -1, "a")
        if coerced is None:
            names = analysis.catalog.format_type
            raise datatype_mismatch(
                f"parameter ${number} of type {names(value.type)} cannot be coerced to the expected type {names(oid)}",
                hint="You will need to rewrite or cast the expression.",
                at=value.at,
            )
        targets.append(TargetEntry(coerced, f"p{number}"))
    plan = plan_query(analysis, Query(command="select", targets=tuple(targets)))
    return c.Execute(node.name, plan), "EXECUTE", None


def deallocate(analysis: Analysis, node: Node) -> Result:
    _ = node.isall, node.location
    return c.Deallocate(node.name), "DEALLOCATE" if node.name else "DEALLOCATE ALL", None
