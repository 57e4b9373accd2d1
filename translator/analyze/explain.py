"""EXPLAIN: raw tree to command, with what SQLite's query plan will not tell of the statement."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from msgspec import Struct

from translator import command as c
from translator.analyze import create_as
from translator.analyze.aggregate import query_expressions
from translator.analyze.ddl_drop import Result
from translator.analyze.partition import storing
from translator.analyze.permission import require_permission
from translator.analyze.prepared import bound_statement
from translator.analyze.select import into_clause
from translator.analyze.state import Analysis
from translator.catalog.relation import Relation
from translator.command import ExplainedIndex, ExplainedTable
from translator.deparse import output_texts
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.parser import Node
from translator.plan import Plan, ResultColumn
from translator.planning import ANALYZERS, analyze_statement, plan_query
from translator.query import FromItem, Query, RangeTblEntry, RangeTblRef, SetOperation, SubLink, entries, walk
from translator.types import oids

_SWITCHES = frozenset(
    {
        "analyze", "verbose", "costs", "buffers", "wal", "settings", "generic_plan", "timing", "summary", "memory",
        "sqlite",
    }
)  # fmt: skip
_FORMATS = {"text": oids.TEXT, "json": oids.JSON, "xml": oids.XML, "yaml": oids.TEXT}
_SERIALIZE = ("none", "off", "text", "binary")
_OPERATIONS = {"insert": "Insert", "update": "Update", "delete": "Delete", "merge": "Merge"}


class _Options(Struct):
    """What the parentheses of EXPLAIN say."""

    switches: dict[str, bool]
    form: str = "text"
    serialize: str = "none"

    def on(self, name: str, *, default: bool = False) -> bool:
        return self.switches.get(name, default)


class _Explained(Struct):
    """The query that is explained.  instead: what ANALYZE runs in its place; arguments: those of EXECUTE."""

    query: Query | None
    plan: Plan | None
    instead: c.Command | None = None
    arguments: Plan | None = None
    dummy: str = ""
    notices: tuple[tuple[str, str], ...] = ()


def explain(analysis: Analysis, node: Node) -> Result:
    """EXPLAIN; the option SQLITE, which PostgreSQL has not, shows the statements that SQLite runs."""
    options = _options(node.options)
    analyze = options.on("analyze")
    nobody_binds = analysis.fixed_params and options.on("generic_plan")
    if nobody_binds:
        analysis.fixed_params = False
    explained = _explained(analysis, node.query)
    if nobody_binds:
        analysis.param_types = []
    column = ResultColumn("QUERY PLAN", _FORMATS[options.form])
    query, plan = explained.query, explained.plan
    if query is None or plan is None:
        dummy = c.Explain(None, format=options.form, dummy=explained.dummy, notices=explained.notices)
        return dummy, "EXPLAIN", (column,)
    if plan.steps and not (query.command in _OPERATIONS and plan.steps[0].table):
        raise feature_not_supported("EXPLAIN of such a statement, which takes several of SQLite's")
    verbose = options.on("verbose")
    command = c.Explain(
        plan,
        sqlite=options.on("sqlite"),
        analyze=analyze,
        verbose=verbose,
        costs=options.on("costs", default=True),
        timing=options.on("timing", default=True),
        summary=options.on("summary", default=analyze),
        buffers=options.on("buffers", default=analyze),
        wal=options.on("wal"),
        settings=options.on("settings"),
        memory=options.on("memory"),
        serialize=options.serialize,
        format=options.form,
        operation=_OPERATIONS.get(query.command, ""),
        target=query.target.relation.name if query.target is not None and query.target.relation is not None else "",
        limited=query.limit is not None or query.offset is not None,
        grouped=query.grouped and bool(query.group),
        aggregated=query.grouped and not query.group,
        relations=tuple(dict(_relations(analysis, query)).items()),
        output=_output(analysis, query) if verbose else (),
        instead=explained.instead,
        arguments=explained.arguments,
    )
    return command, "EXPLAIN", (column,)


def _explained(analysis: Analysis, node: Node) -> _Explained:
    """What EXPLAIN can be of: a query, or a utility statement around one."""
    if node.tag in ANALYZERS and into_clause(node) is None:
        query = analyze_statement(analysis, node)
        return _Explained(query, _permitted(analysis, query))
    if node.tag == "DeclareCursorStmt":
        _ = node.portalname, node.options
        query = analyze_statement(analysis, node.query)
        return _Explained(query, _permitted(analysis, query))
    if node.tag == "ExecuteStmt":
        inner, prepared, arguments = bound_statement(analysis, node)
        if prepared is None:
            return _Explained(None, None)
        return _Explained(prepared, _permitted(inner, prepared), arguments=arguments)
    if node.tag == "RefreshMatViewStmt":
        node.accept()
        return _Explained(None, None, dummy="Utility Statement")
    return _created(analysis, node)


def _permitted(analysis: Analysis, query: Query) -> Plan:
    require_permission(analysis, query)
    return plan_query(analysis, query)


def _created(analysis: Analysis, node: Node) -> _Explained:
    """CREATE TABLE AS and its kin: the query that gives the rows."""
    made = create_as.create_table_as if node.tag == "CreateTableAsStmt" else create_as.select_into
    command, tag, _ = made(analysis, node)
    if isinstance(command, c.Denied):
        raise command.error
    if isinstance(command, c.Skipped):
        return _Explained(None, None, dummy=tag, notices=command.notices)
    assert isinstance(command, c.CreateTableAs)
    inner, query = create_as.source(analysis, node)
    return _Explained(query, _permitted(inner, query), instead=command, arguments=command.arguments)


def _options(nodes: Sequence[Node]) -> _Options:
    """Raises PgError 42601 or 22023 for options that there are not or that do not go together."""
    found = _Options({})
    for option in nodes:
        _ = option.defaction
        if option.defname in _SWITCHES:
            found.switches[option.defname] = _boolean(option)
        elif option.defname == "format":
            found.form = _word(option, _FORMATS)
        elif option.defname == "serialize":
            found.serialize = "text" if option.arg is None else _word(option, _SERIALIZE).replace("off", "none")
        else:
            raise PgError("42601", f'unrecognized EXPLAIN option "{option.defname}"', location=option.location)
    analyze = found.on("analyze")
    for name in ("wal", "timing"):
        if found.on(name) and not analyze:
            raise PgError("22023", f"EXPLAIN option {name.upper()} requires ANALYZE")
    if found.serialize != "none" and not analyze:
        raise PgError("22023", "EXPLAIN option SERIALIZE requires ANALYZE")
    if found.on("generic_plan") and analyze:
        raise PgError("22023", "EXPLAIN options ANALYZE and GENERIC_PLAN cannot be used together")
    return found


def _boolean(option: Node) -> bool:
    if option.arg is None:
        return True
    word = option.arg.sval.lower() if option.arg.tag == "String" else str(option.arg.peek("ival") or "0")
    if word in ("true", "on", "1"):
        return True
    if word in ("false", "off", "0"):
        return False
    raise PgError("42601", f"{option.defname} requires a Boolean value")


def _word(option: Node, known: Container[str]) -> str:
    """An option's value, one of those known."""
    if option.arg is None:
        raise PgError("42601", f"{option.defname} requires a parameter")
    word = option.arg.sval if option.arg.tag == "String" else str(option.arg.peek("ival") or "0")
    if word not in known:
        message = f'unrecognized value for EXPLAIN option "{option.defname}": "{word}"'
        raise PgError("22023", message, location=option.location)
    return str(word)


def _output(analysis: Analysis, query: Query) -> tuple[str, ...]:
    """What VERBOSE shows as the output of the topmost node."""
    below = [*entries(query.from_items), *([query.target] if query.target is not None else [])]
    return tuple(output_texts(analysis.catalog, [entry.expr for entry in query.columns], below))


def _relations(analysis: Analysis, query: Query) -> Iterator[tuple[str, ExplainedTable]]:
    """Each table by its alias."""
    for entry in (*_entries(query), *((query.target,) if query.target is not None else ())):
        if entry.relation is not None:
            if entry.tree:
                yield from _members(analysis, entry)
            yield entry.alias or entry.relation.name, _table(analysis, entry.relation)


def _members(analysis: Analysis, entry: RangeTblEntry) -> Iterator[tuple[str, ExplainedTable]]:
    """The tables that hold the rows of one with children, under the names that its scan gives them."""
    assert entry.relation is not None
    for place, member in enumerate(storing(analysis.catalog, entry.relation), start=1):
        yield f"{entry.alias or entry.relation.name}_{place}", _table(analysis, member)


def _table(analysis: Analysis, relation: Relation) -> ExplainedTable:
    namespace = analysis.catalog.namespace_by_oid(relation.namespace)
    indexes = []
    for index in relation.indexes:
        keys = tuple(key.expression or relation.attribute(key.number).name for key in index.columns)
        indexes.append(ExplainedIndex(index.physical, index.name, keys))
    return ExplainedTable("" if namespace is None else namespace.nspname, relation.name, tuple(indexes))


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
