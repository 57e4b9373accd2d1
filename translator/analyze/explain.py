"""EXPLAIN: raw tree to command, with what SQLite's query plan will not tell of the statement."""

from __future__ import annotations

from collections.abc import Iterator

from translator import command as c
from translator.analyze.aggregate import query_expressions
from translator.analyze.ddl_drop import Result
from translator.analyze.state import Analysis
from translator.errors import PgError, feature_not_supported
from translator.parser import Node
from translator.plan import ResultColumn
from translator.planning import ANALYZERS, analyze_statement, plan_query
from translator.query import FromItem, Query, RangeTblEntry, RangeTblRef, SetOperation, SubLink, walk
from translator.types import oids

_SWITCHES = frozenset({"analyze", "costs", "timing", "summary", "sqlite"})
_UNAVAILABLE = frozenset({"verbose", "buffers", "settings", "generic_plan", "wal", "memory"})
"""Switches for what SQLite does not tell, which can only be off."""
_FORMATS = {"text": oids.TEXT, "json": oids.JSON}
_OPERATIONS = {"insert": "Insert", "update": "Update", "delete": "Delete", "merge": "Merge"}


def explain(analysis: Analysis, node: Node) -> Result:
    """EXPLAIN; the option SQLITE, which PostgreSQL has not, shows the statements that SQLite runs."""
    switches: dict[str, bool] = {}
    form = "text"
    for option in node.options:
        _ = option.defaction
        if option.defname in _SWITCHES:
            switches[option.defname] = _boolean(option)
        elif option.defname == "format":
            form = _format(option)
        elif option.defname == "serialize" or (option.defname in _UNAVAILABLE and _boolean(option)):
            raise feature_not_supported(f"EXPLAIN option {option.defname.upper()}", at=option.location)
        elif option.defname not in _UNAVAILABLE:
            raise PgError("42601", f'unrecognized EXPLAIN option "{option.defname}"', location=option.location)
    analyze = switches.get("analyze", False)
    if switches.get("timing") and not analyze:
        raise PgError("22023", "EXPLAIN option TIMING requires ANALYZE")
    if node.query.tag not in ANALYZERS:
        raise feature_not_supported("EXPLAIN of a utility statement")
    query = analyze_statement(analysis, node.query)
    plan = plan_query(analysis, query)
    if plan.steps:
        raise feature_not_supported("EXPLAIN of a statement that takes several of SQLite's")
    command = c.Explain(
        plan,
        sqlite=switches.get("sqlite", False),
        analyze=analyze,
        costs=switches.get("costs", True),
        timing=switches.get("timing", True),
        summary=switches.get("summary", analyze),
        format=form,
        operation=_OPERATIONS.get(query.command, ""),
        target=query.target.relation.name if query.target is not None and query.target.relation is not None else "",
        limited=query.limit is not None or query.offset is not None,
        grouped=query.grouped and bool(query.group),
        aggregated=query.grouped and not query.group,
        relations=tuple(dict(_relations(query)).items()),
    )
    return command, "EXPLAIN", (ResultColumn("QUERY PLAN", _FORMATS[form]),)


def _boolean(option: Node) -> bool:
    if option.arg is None:
        return True
    word = option.arg.sval.lower() if option.arg.tag == "String" else str(option.arg.ival)
    if word in ("true", "on", "1"):
        return True
    if word in ("false", "off", "0"):
        return False
    raise PgError("42601", f"{option.defname} requires a Boolean value")


def _format(option: Node) -> str:
    word = option.arg.sval if option.arg is not None else ""
    if word.lower() in ("xml", "yaml"):
        raise feature_not_supported(f"EXPLAIN option FORMAT {word.upper()}", at=option.location)
    if word.lower() not in _FORMATS:
        message = f'unrecognized value for EXPLAIN option "{option.defname}": "{word}"'
        raise PgError("22023", message, location=option.location)
    return str(word.lower())


def _relations(query: Query) -> Iterator[tuple[str, tuple[str, tuple[tuple[str, str], ...]]]]:
    """Of each table by its alias: its name, and the names of its indexes by those that SQLite knows them by."""
    for entry in (*_entries(query), *((query.target,) if query.target is not None else ())):
        if entry.relation is not None:
            indexes = tuple((index.physical, index.name) for index in entry.relation.indexes)
            yield entry.alias or entry.relation.name, (entry.relation.name, indexes)


def _entries(query: Query | SetOperation) -> Iterator[RangeTblEntry]:
    if isinstance(query, SetOperation):
        yield from _entries(query.left)
        yield from _entries(query.right)
        return
    for item in query.from_items:
        yield from _of_item(item)
    for cte in query.ctes:
        if cte.query is not None:
            yield from _entries(cte.query)
    if query.source is not None:
        yield from _entries(query.source)
    if query.set_operation is not None:
        yield from _entries(query.set_operation)
    for expr in query_expressions(query):
        for part in walk(expr):
            if isinstance(part, SubLink):
                yield from _entries(part.subquery)


def _of_item(item: FromItem) -> Iterator[RangeTblEntry]:
    if not isinstance(item, RangeTblRef):
        yield from _of_item(item.left)
        yield from _of_item(item.right)
        return
    yield item.rte
    if item.rte.subquery is not None:
        yield from _entries(item.rte.subquery)
