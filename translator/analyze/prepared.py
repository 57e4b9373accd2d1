"""PREPARE, EXECUTE, DEALLOCATE and EXPLAIN: raw tree to command."""

from __future__ import annotations

from translator import command as c
from translator.analyze.ddl_drop import Result
from translator.analyze.state import Analysis
from translator.errors import feature_not_supported
from translator.parser import Node
from translator.plan import ResultColumn
from translator.planning import ANALYZERS, analyze_statement, plan_query
from translator.types import oids


def prepare(analysis: Analysis, node: Node) -> Result:
    raise feature_not_supported("PREPARE as a statement")


def execute(analysis: Analysis, node: Node) -> Result:
    raise feature_not_supported("EXECUTE as a statement")


def deallocate(analysis: Analysis, node: Node) -> Result:
    _ = node.isall, node.location
    return c.Deallocate(node.name), "DEALLOCATE" if node.name else "DEALLOCATE ALL", None


def explain(analysis: Analysis, node: Node) -> Result:
    """EXPLAIN; the option SQLITE shows the statements that SQLite runs."""
    given = {}
    for option in node.options:
        _ = option.defaction
        given[option.defname] = (
            "" if option.arg is None else option.arg.sval if option.arg.tag == "String" else str(option.arg.ival)
        )
    sqlite = given.pop("sqlite", None) is not None
    if not sqlite:
        raise feature_not_supported("EXPLAIN without the option SQLITE")
    for name in given:
        raise feature_not_supported(f"EXPLAIN option {name}")
    if node.query.tag not in ANALYZERS:
        raise feature_not_supported("EXPLAIN of a utility statement")
    plan = plan_query(analysis, analyze_statement(analysis, node.query))
    return c.Explain(plan, sqlite=True), "EXPLAIN", (ResultColumn("QUERY PLAN", oids.TEXT),)
