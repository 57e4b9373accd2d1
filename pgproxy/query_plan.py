"""SQLite's query plan as a tree of PostgreSQL's plan nodes.

SQLite lists the loops of a statement from the outermost to the innermost, then what it sorts, each with a number and
its parent's. SQLite's document: "EXPLAIN QUERY PLAN".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from pgproxy.engine import Engine
from translator.command import Explain

_LOOP = re.compile(
    r"(?:SCAN|SEARCH) (?P<table>.+?)(?P<exists> EXISTS)?(?: USING (?P<how>.+?))?(?P<function> VIRTUAL TABLE.*?)?"
    r"(?: (?P<side>LEFT|RIGHT)-JOIN)?"
)
_INDEX = re.compile(
    r"(?P<automatic>AUTOMATIC )?(?:PARTIAL )?(?P<covering>COVERING )?INDEX(?: (?P<name>[^ (]+))?(?: \((?P<test>.*)\))?"
)
_NAMED = re.compile(r"(?:CO-ROUTINE|MATERIALIZE) (.+)")
_SUBQUERY = re.compile(r"(?P<correlated>CORRELATED )?(?:SCALAR|LIST) SUBQUERY (?P<number>\d+)")
_COMPOUND = re.compile(r"(UNION|INTERSECT|EXCEPT) USING TEMP B-TREE")
_VALUES = re.compile(r"\d+(?: CONSTANT ROWS|-ROW VALUES CLAUSE)")
_COUNTER = re.compile(r"_\d+$")
"""What makes an alias of its own of a name that the statement has several times."""
_EXPRESSION = "<expr>"
_TEST = re.compile(rf"(?P<name>{_EXPRESSION}|[^<>=]+)(?P<operator>[<>]=?|=)(?P<value>.+)")
_JOINS = {"LEFT": "Nested Loop Left Join", "RIGHT": "Nested Loop Right Join", None: "Nested Loop"}


class PlanNode(Struct):
    """A node; `join` is how it follows the loops around it. subplans: (InitPlan, SubPlan or CTE and its name, plan)."""

    kind: str
    relation: str = ""
    alias: str = ""
    index: str = ""
    condition: str = ""
    join: str = "Nested Loop"
    children: list[PlanNode] = field(default_factory=list)
    subplans: list[tuple[str, PlanNode]] = field(default_factory=list)


def query_plan(engine: Engine, command: Explain) -> PlanNode:
    """The plan of a statement."""
    plan = command.plan
    assert plan is not None
    rows: dict[int, list[tuple[int, str]]] = {}
    first = plan.steps[0] if plan.steps else plan  # the step that finds the rows
    for number, parent, _, text in engine.run(f"EXPLAIN QUERY PLAN {first.sql}", [None] * len(first.binds)):
        rows.setdefault(int(parent or 0), []).append((int(number or 0), str(text)))
    node = _Reader(rows, command).node(0)
    if command.operation == "Delete" and node == PlanNode("Result"):  # SQLite empties a table without a loop
        node = PlanNode("Seq Scan", command.target, command.target)
    if command.grouped and not _groups(node):
        node = PlanNode("GroupAggregate", children=[node])
    if command.aggregated:
        node = PlanNode("Aggregate", children=[node])
    if command.limited:
        node = PlanNode("Limit", children=[node])
    return PlanNode(command.operation, command.target, command.target, children=[node]) if command.operation else node


def _groups(node: PlanNode) -> bool:
    return node.kind == "GroupAggregate" or (node.kind in ("Sort", "Unique") and _groups(node.children[0]))


class _Reader:
    def __init__(self, rows: Mapping[int, Sequence[tuple[int, str]]], command: Explain) -> None:
        self.rows = rows
        self.relations = dict(command.relations)
        self.changes = bool(command.operation)
        self.recursive: set[str] = set()

    def node(self, parent: int) -> PlanNode:
        """What SQLite lists below a number."""
        loops: list[PlanNode] = []
        sorts: list[str] = []
        subplans: list[tuple[str, PlanNode]] = []
        named: dict[str, PlanNode] = {}
        for number, text in self.rows.get(parent, ()):
            if (name := _NAMED.fullmatch(text)) is not None:
                named[name[1]] = self._named(name[1], number)
            elif (subquery := _SUBQUERY.fullmatch(text)) is not None:
                word = "SubPlan" if subquery["correlated"] else "InitPlan"
                subplans.append((f"{word} {subquery['number']}", self.node(number)))
            elif text.startswith("USE TEMP B-TREE FOR "):
                sorts.append(text.removeprefix("USE TEMP B-TREE FOR "))
            elif text == "COMPOUND QUERY" or text.startswith("MERGE ("):
                loops.append(self._compound(number, text))
            elif text == "MULTI-INDEX OR":
                children = [self.node(index) for index, _ in self.rows.get(number, ())]
                loops.append(PlanNode("BitmapOr", children=children))
            elif (loop := _LOOP.fullmatch(text)) is not None:
                loops += self._loop(loop, named, subplans)
        node = loops[0] if loops else PlanNode("Result")
        for inner in loops[1:]:
            node = PlanNode(inner.join, children=[node, inner])
        for sort in sorts:
            node = _sorted(node, sort)
        node.subplans += subplans
        return node

    def _named(self, name: str, number: int) -> PlanNode:
        """A subquery that has a name; a recursive one refers to itself."""
        steps = [step for step, text in self.rows.get(number, ()) if text in ("SETUP", "RECURSIVE STEP")]
        if not steps:
            return self.node(number)
        self.recursive.add(name)
        union = PlanNode("Recursive Union", children=[self.node(step) for step in steps])
        self.recursive.discard(name)
        return union

    def _loop(
        self, loop: re.Match[str], named: Mapping[str, PlanNode], subplans: list[tuple[str, PlanNode]]
    ) -> list[PlanNode]:
        """A loop over rows; none for those in which SQLite checks foreign keys."""
        alias = loop["table"]
        name = alias if alias in self.relations or alias in named else _COUNTER.sub("", alias)
        join = "Nested Loop Semi Join" if loop["exists"] else _JOINS[loop["side"]]
        if alias == "CONSTANT ROW":
            return [PlanNode("Result", join=join)]
        if _VALUES.fullmatch(alias):
            return [PlanNode("Values Scan", alias="*VALUES*", join=join)]
        if name in self.recursive:
            return [PlanNode("WorkTable Scan", alias=name, join=join)]
        if name in named and name == alias:
            return [PlanNode("Subquery Scan", alias=name, join=join, children=[named[name]])]
        if name in named:
            subplans.append((f"CTE {name}", named[name]))
            return [PlanNode("CTE Scan", alias=name, join=join)]
        if loop["function"]:
            return [PlanNode("Function Scan", alias=name, join=join)]
        if name not in self.relations:
            return [] if self.changes else [PlanNode("CTE Scan", alias=name, join=join)]
        table = self.relations[name]
        index = _INDEX.fullmatch(loop["how"] or "")
        if index is None:
            return [PlanNode("Seq Scan", table.name, alias, join=join)]
        if index["automatic"]:
            hashed = "Hash Join" if join == "Nested Loop" else join.replace("Nested Loop", "Hash")
            return [PlanNode("Hash", join=hashed, children=[PlanNode("Seq Scan", table.name, alias)])]
        kind = "Index Only Scan" if index["covering"] else "Index Scan"
        used = next((each for each in table.indexes if each.physical == index["name"]), None)
        shown, keys = (index["name"] or "", ()) if used is None else (used.name, used.keys)
        return [PlanNode(kind, table.name, alias, shown, _condition(index["test"], keys), join)]

    def _compound(self, parent: int, text: str) -> PlanNode:
        if text.startswith("MERGE ("):
            return PlanNode("Merge Append", children=[self.node(number) for number, _ in self.rows.get(parent, ())])
        node = PlanNode("Append")
        for number, part in self.rows.get(parent, ()):
            operation = _COMPOUND.fullmatch(part)
            if operation is not None and operation[1] != "UNION":
                node = PlanNode("SetOp", children=[node, self.node(number)])
                continue
            if node.kind != "Append":
                node = PlanNode("Append", children=[node])
            node.children.append(self.node(number))
            if operation is not None:
                node = PlanNode("Unique", children=[node])
        return node


def _condition(test: str | None, keys: Sequence[str]) -> str:
    """The tests of an index's keys in their order; all but the last are of equality.

    keys: what they are of, since SQLite has one name for all expressions.
    """
    if not test:
        return ""
    shown = []
    place = 0
    for part in test.split(" AND "):
        found = _TEST.fullmatch(part)
        if found is None:
            shown.append(part)
        else:
            name = keys[place] if found["name"] == _EXPRESSION and place < len(keys) else found["name"]
            shown.append(f"({name} {found['operator']} {found['value']})")
        place += found is None or found["operator"] == "="
    return shown[0] if len(shown) == 1 else f"({' AND '.join(shown)})"


def _sorted(node: PlanNode, what: str) -> PlanNode:
    ordered = PlanNode("Sort", children=[node])
    if what == "GROUP BY":
        return PlanNode("GroupAggregate", children=[ordered])
    return PlanNode("Unique", children=[ordered]) if what == "DISTINCT" else ordered
