"""EXPLAIN: SQLite's query plan in PostgreSQL's form ("Using EXPLAIN").

SQLite estimates no costs, so all are zero; with ANALYZE only the statement as a whole is measured.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from pgproxy.plan_cache import Statement
from pgproxy.portal import Portal
from pgproxy.query_plan import PlanNode, query_plan
from translator.command import Explain

if TYPE_CHECKING:
    from pgproxy.session import Session


class Actual(Struct, frozen=True):
    """What running a statement took: milliseconds until the first row and until the end, and its rows."""

    first: float
    total: float
    rows: int


def explain(session: Session, command: Explain, portal: Portal) -> list[tuple[str]]:
    """The rows of EXPLAIN's result."""
    if command.sqlite:
        return [(line,) for line in _sqlite(session, command)]
    session.compute_constants(command.plan, portal.parameters)
    started = perf_counter()
    plan = query_plan(session.engine, command)
    planning = (perf_counter() - started) * 1000
    actual = _run(session, command, portal) if command.analyze else None
    if command.format == "json":
        return [(_json([_document(command, plan, planning, actual)]),)]
    lines = list(_lines(command, plan, 0, actual))
    if command.summary:
        lines.append(f"Planning Time: {planning:.3f} ms")
        if actual is not None:
            lines.append(f"Execution Time: {actual.total:.3f} ms")
    return [(line,) for line in lines]


def _sqlite(session: Session, command: Explain) -> Iterator[str]:
    """The SQLite text of the plan and SQLite's own query plan."""
    plan = command.plan
    yield from plan.sql.splitlines()
    depth: dict[int, int] = {0: 0}
    for number, parent, _, text in session.engine.run(f"EXPLAIN QUERY PLAN {plan.sql}", [None] * len(plan.binds)):
        depth[int(number or 0)] = depth.get(int(parent or 0), 0) + 1
        yield f"{'  ' * depth[int(number or 0)]}-> {text!s}"


def _run(session: Session, command: Explain, portal: Portal) -> Actual:
    """Executes the statement, whose rows nobody sees."""
    statement = Statement(command.plan, (), False, session.query)
    running = Portal("", statement, portal.parameters, (0,), columns=command.plan.columns)
    started = perf_counter()
    session.start_portal(running)
    first = perf_counter()
    rows = sum(1 for _ in running.rows or ())
    running.release()
    return Actual((first - started) * 1000, (perf_counter() - started) * 1000, rows)


def _lines(command: Explain, node: PlanNode, indent: int, actual: Actual | None) -> Iterator[str]:
    arrow = f"{'  ' * indent}->  " if indent else ""
    indent += 3 if indent else 1
    yield f"{arrow}{_label(node)}{_figures(command, actual)}"
    if node.condition:
        yield f"{'  ' * indent}Index Cond: {node.condition}"
    for name, plan in node.subplans:
        yield f"{'  ' * indent}{name}"
        yield from _lines(command, plan, indent + 1, None)
    for child in node.children:
        yield from _lines(command, child, indent, None)


def _label(node: PlanNode) -> str:
    label = node.kind + (f" using {node.index}" if node.index else "")
    target = node.relation or node.alias
    if target:
        label += f" on {target}"
    return label + (f" {node.alias}" if node.alias != target else "")


def _figures(command: Explain, actual: Actual | None) -> str:
    shown = "  (cost=0.00..0.00 rows=0 width=0)" if command.costs else ""
    if actual is None:
        return shown
    time = f"time={actual.first:.3f}..{actual.total:.3f} " if command.timing else ""
    return f"{shown} (actual {time}rows={actual.rows:.2f} loops=1)"


class _Figure(str):
    """A number as it is to be printed."""

    __slots__ = ()


def _json(value: Any, indent: str = "") -> str:
    """JSON as PostgreSQL lays it out."""
    inner = f"{indent}  "
    if isinstance(value, dict):
        members = [f"{inner}{json.dumps(key)}: {_json(member, inner)}" for key, member in value.items()]
        return "{\n" + ",\n".join(members) + f"\n{indent}}}"
    if isinstance(value, list):
        members = [inner + _json(member, inner) for member in value]
        return "\n".join(["[", *([",\n".join(members)] if members else []), f"{indent}]"])
    return str(value) if isinstance(value, _Figure) else json.dumps(value, ensure_ascii=False)


def _document(command: Explain, plan: PlanNode, planning: float, actual: Actual | None) -> dict[str, Any]:
    document: dict[str, Any] = {"Plan": _properties(command, plan, "", actual)}
    if command.summary:
        document["Planning Time"] = _Figure(f"{planning:.3f}")
    if actual is not None:
        document["Triggers"] = []
        if command.summary:
            document["Execution Time"] = _Figure(f"{actual.total:.3f}")
    return document


def _properties(command: Explain, node: PlanNode, relationship: str, actual: Actual | None) -> dict[str, Any]:
    kind = next((join for join in ("Nested Loop", "Hash Join") if node.kind.startswith(join)), node.kind)
    shown: dict[str, Any] = {"Node Type": "ModifyTable" if node.kind == command.operation else kind}
    if node.kind == command.operation:
        shown["Operation"] = node.kind
    if kind in ("Nested Loop", "Hash Join"):
        shown["Join Type"] = node.kind.removeprefix(kind).removesuffix("Join").strip() or "Inner"
    if relationship:
        shown["Parent Relationship"] = relationship
    shown |= {"Parallel Aware": False, "Async Capable": False}
    if node.index:
        shown |= {"Scan Direction": "Forward", "Index Name": node.index}
    if node.relation:
        shown["Relation Name"] = node.relation
    if node.alias:
        shown["Alias"] = node.alias
    if command.costs:
        nothing = _Figure("0.00")
        shown |= {"Startup Cost": nothing, "Total Cost": nothing, "Plan Rows": 0, "Plan Width": 0}
    if actual is not None:
        if command.timing:
            shown["Actual Startup Time"] = _Figure(f"{actual.first:.3f}")
            shown["Actual Total Time"] = _Figure(f"{actual.total:.3f}")
        shown |= {"Actual Rows": _Figure(f"{actual.rows:.2f}"), "Actual Loops": 1}
    shown["Disabled"] = False
    if node.condition:
        shown["Index Cond"] = node.condition
    plans = [_properties(command, plan, name.split()[0], None) | {"Subplan Name": name} for name, plan in node.subplans]
    sides = ("Outer", "Inner") if len(node.children) == 2 else ("Outer",)
    for place, child in enumerate(node.children):
        side = "Member" if "Append" in node.kind else sides[min(place, len(sides) - 1)]
        plans.append(_properties(command, child, side, None))
    if plans:
        shown["Plans"] = plans
    return shown
