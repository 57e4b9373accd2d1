"""EXPLAIN: SQLite's query plan in PostgreSQL's form ("Using EXPLAIN").

SQLite estimates no costs and counts neither blocks nor memory, so all of that is zero; with ANALYZE only the statement
as a whole is measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pgproxy.explain_layout import Figure, document
from pgproxy.plan_cache import Statement
from pgproxy.portal import Portal
from pgproxy.query_plan import PlanNode, query_plan
from pgproxy.rows import row_encoder
from translator.catalog.quote import quote_identifier, quote_literal, quote_qualified
from translator.command import Explain
from translator.errors.notices import notice
from translator.plan import Plan
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy.session import Session

_BLOCKS = (
    *(f"{where} {what} Blocks" for where in ("Shared", "Local") for what in ("Hit", "Read", "Dirtied", "Written")),
    "Temp Read Blocks", "Temp Written Blocks",
)  # fmt: skip
_WAL = ("WAL Records", "WAL FPI", "WAL Bytes", "WAL Buffers Full")


class Actual(Struct, frozen=True):
    """What running a statement took: milliseconds until the first row and until the end, its rows, and the time and
    bytes of writing them down.
    """

    first: float
    total: float
    rows: int
    writing: float = 0.0
    written: int = 0


def explain(session: Session, command: Explain, portal: Portal) -> list[tuple[str]]:
    """The rows of EXPLAIN's result."""
    for sqlstate, message in command.notices:
        session.notice(notice(message, sqlstate=sqlstate))
    if command.plan is None:
        return _without_plan(command)
    if command.plan.untold is not None:
        raise command.plan.untold.error()
    if command.sqlite:
        return [(line,) for line in _sqlite(session, command.plan)]
    parameters = portal.parameters
    if command.arguments is not None:
        parameters = session.arguments(command.arguments, parameters)
    if parameters or not command.plan.param_types:
        session.execution.compute_constants(command.plan, parameters)
    started = perf_counter()
    plan = query_plan(session.engine, command)
    planning = (perf_counter() - started) * 1000
    actual = _run(session, command, portal, parameters) if command.analyze else None
    settings = session.settings.explained() if command.settings else {}
    if command.format != "text":
        return [(document(command.format, _document(command, plan, planning, actual, settings)),)]
    lines = [*_lines(command, plan, 0, actual), *_closing_lines(command, planning, actual, settings)]
    return [(line,) for line in lines]


def _without_plan(command: Explain) -> list[tuple[str]]:
    if command.format != "text":
        return [(document(command.format, command.dummy),)]
    return [("Utility statements have no plan structure",)] if command.dummy == "Utility Statement" else []


def _sqlite(session: Session, plan: Plan) -> Iterator[str]:
    """The SQLite text of the plan and SQLite's own query plan."""
    yield from plan.sql.splitlines()
    depth: dict[int, int] = {0: 0}
    for number, parent, _, text in session.engine.run(f"EXPLAIN QUERY PLAN {plan.sql}", [None] * len(plan.binds)):
        depth[int(number or 0)] = depth.get(int(parent or 0), 0) + 1
        yield f"{'  ' * depth[int(number or 0)]}-> {text!s}"


def _run(session: Session, command: Explain, portal: Portal, parameters: Sequence[Storage]) -> Actual:
    """Executes the statement, whose rows nobody sees."""
    assert command.plan is not None
    formats = (int(command.serialize == "binary"),)
    if command.instead is not None:
        instead = Plan("", (), command=command.instead)
        running = Portal("", Statement(instead, (), False, session.query), portal.parameters, (0,))
    else:
        statement = Statement(command.plan, (), False, session.query)
        running = Portal("", statement, parameters, formats, columns=command.plan.columns)
    started = perf_counter()
    session.execution.start(running)
    first = perf_counter()
    rows = list(running.rows or ())
    running.release()
    finished = perf_counter()
    count = len(rows) if command.instead is None else int(running.tag.rpartition(" ")[2] or 0)
    written = 0
    if command.serialize != "none" and command.plan.columns is not None and command.instead is None:
        encode = row_encoder(
            session.execution.column_encoders(command.plan.columns, formats * len(command.plan.columns))
        )
        written = sum(len(encode(row)) for row in rows)
    return Actual(
        (first - started) * 1000, (finished - started) * 1000, count, (perf_counter() - finished) * 1000, written
    )


def _lines(command: Explain, node: PlanNode, indent: int, actual: Actual | None) -> Iterator[str]:
    arrow = f"{'  ' * indent}->  " if indent else ""
    top = not indent
    indent += 3 if indent else 1
    yield f"{arrow}{_label(command, node)}{_figures(command, actual)}"
    if top and command.output:
        yield f"{'  ' * indent}Output: {', '.join(command.output)}"
    if node.condition:
        yield f"{'  ' * indent}Index Cond: {node.condition}"
    for name, plan in node.subplans:
        yield f"{'  ' * indent}{name}"
        yield from _lines(command, plan, indent + 1, None)
    for child in node.children:
        yield from _lines(command, child, indent, None)


def _label(command: Explain, node: PlanNode) -> str:
    label = node.kind + (f" using {node.index}" if node.index else "")
    target = node.relation or node.alias
    if target:
        schema = _schema(command, node)
        label += f" on {quote_qualified(schema or None, target)}"
    return label + (f" {quote_identifier(node.alias)}" if node.alias != target else "")


def _schema(command: Explain, node: PlanNode) -> str:
    """The schema that VERBOSE shows."""
    if not command.verbose:
        return ""
    return next((table.schema for _, table in command.relations if table.name == node.relation), "")


def _figures(command: Explain, actual: Actual | None) -> str:
    shown = "  (cost=0.00..0.00 rows=0 width=0)" if command.costs else ""
    if actual is None:
        return shown
    time = f"time={actual.first:.3f}..{actual.total:.3f} " if command.timing else ""
    return f"{shown} (actual {time}rows={actual.rows:.2f} loops=1)"


def _closing_lines(command: Explain, planning: float, actual: Actual | None, settings: dict[str, str]) -> Iterator[str]:
    if settings:
        yield f"Settings: {', '.join([f'{name} = {quote_literal(value)}' for name, value in settings.items()])}"
    if command.memory:
        yield "Planning:"
        yield "  Memory: used=0kB  allocated=0kB"
    if command.summary:
        yield f"Planning Time: {planning:.3f} ms"
    if actual is not None and command.serialize != "none":
        time = f"time={actual.writing:.3f} ms  " if command.timing else ""
        yield f"Serialization: {time}output={_kilobytes(actual.written)}kB  format={command.serialize}"
    if actual is not None and command.summary:
        yield f"Execution Time: {actual.total:.3f} ms"


def _kilobytes(size: int) -> int:
    return -(-size // 1024)


def _document(
    command: Explain, plan: PlanNode, planning: float, actual: Actual | None, settings: dict[str, str]
) -> dict[str, Any]:
    shown: dict[str, Any] = {"Plan": _properties(command, plan, "", actual)}
    if command.settings:
        shown["Settings"] = settings
    planned = _zeros(_BLOCKS) if command.buffers else {}
    if command.memory:
        planned |= {"Memory Used": 0, "Memory Allocated": 0}
    if planned:
        shown["Planning"] = planned
    if command.summary:
        shown["Planning Time"] = Figure(f"{planning:.3f}")
    if actual is not None:
        shown["Triggers"] = []
        if command.serialize != "none":
            time = {"Time": Figure(f"{actual.writing:.3f}")} if command.timing else {}
            volume = {"Output Volume": _kilobytes(actual.written), "Format": command.serialize}
            shown["Serialization"] = time | volume
        if command.summary:
            shown["Execution Time"] = Figure(f"{actual.total:.3f}")
    return shown


def _zeros(names: Sequence[str]) -> dict[str, Any]:
    return dict.fromkeys(names, 0)


def _properties(command: Explain, node: PlanNode, relationship: str, actual: Actual | None) -> dict[str, Any]:
    kind = next((join for join in ("Nested Loop", "Hash Join") if node.kind.startswith(join)), node.kind)
    shown: dict[str, Any] = {"Node Type": "ModifyTable" if node.kind == command.operation else kind}
    if node.kind == command.operation:
        shown["Operation"] = node.kind
    if relationship:
        shown["Parent Relationship"] = relationship
    shown |= {"Parallel Aware": False, "Async Capable": False}
    if kind in ("Nested Loop", "Hash Join"):
        shown["Join Type"] = node.kind.removeprefix(kind).removesuffix("Join").strip() or "Inner"
    if node.index:
        shown |= {"Scan Direction": "Forward", "Index Name": node.index}
    if node.relation:
        shown["Relation Name"] = node.relation
        if schema := _schema(command, node):
            shown["Schema"] = schema
    if node.alias:
        shown["Alias"] = node.alias
    if command.costs:
        nothing = Figure("0.00")
        shown |= {"Startup Cost": nothing, "Total Cost": nothing, "Plan Rows": 0, "Plan Width": 0}
    if actual is not None:
        if command.timing:
            shown["Actual Startup Time"] = Figure(f"{actual.first:.3f}")
            shown["Actual Total Time"] = Figure(f"{actual.total:.3f}")
        shown |= {"Actual Rows": Figure(f"{actual.rows:.2f}"), "Actual Loops": 1}
    shown["Disabled"] = False
    if command.output and not relationship:
        shown["Output"] = list(command.output)
    if node.condition:
        shown["Index Cond"] = node.condition
    shown |= _zeros(_BLOCKS) if command.buffers else {}
    shown |= _zeros(_WAL) if command.wal else {}
    plans = [_properties(command, plan, name.split()[0], None) | {"Subplan Name": name} for name, plan in node.subplans]
    sides = ("Outer", "Inner") if len(node.children) == 2 else ("Outer",)
    for place, child in enumerate(node.children):
        side = "Member" if "Append" in node.kind else sides[min(place, len(sides) - 1)]
        plans.append(_properties(command, child, side, None))
    if plans:
        shown["Plans"] = plans
    return shown
