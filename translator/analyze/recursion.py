"""WITH RECURSIVE before its analysis: the order in which its items can be analyzed, and where an item may name itself.

Manual: "Recursive Queries".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from translator.errors import PgError
from translator.parser import Node

_OUTER_SIDES = {"JOIN_LEFT": ("rarg",), "JOIN_RIGHT": ("larg",), "JOIN_FULL": ("larg", "rarg")}
_PLACES = {
    "term": "within its non-recursive term",
    "subquery": "within a subquery",
    "join": "within an outer join",
    "intersect": "within INTERSECT",
    "except": "within EXCEPT",
}
"""Where a query may not name itself, as the messages call the place."""


def in_order(items: Sequence[Node]) -> list[tuple[Node, bool]]:
    """The items of WITH RECURSIVE, each after those that it refers to, and whether it refers to itself.

    Raises PgError 0A000 for items that refer to each other, 42P19 for one that names itself where it may not.
    """
    names = {item.peek("ctename") for item in items}
    waiting = [(item, _named(item.peek("ctequery")) & names) for item in items]
    found: list[tuple[Node, bool]] = []
    while waiting:
        done = {item.peek("ctename") for item, _ in found}
        ready = (n for n, (item, named) in enumerate(waiting) if named <= done | {item.peek("ctename")})
        place = next(ready, None)
        if place is None:
            message = "mutual recursion between WITH items is not implemented"
            raise PgError("0A000", message, location=waiting[0][0].location)
        item, named = waiting[place]
        waiting[place] = waiting[0]
        del waiting[0]
        found.append((item, item.peek("ctename") in named))
    for item, recursive in found:
        if recursive:
            _require_form(item)
    return found


def _named(query: Node) -> set[str]:
    return {reference.peek("relname") for reference in _references(query, frozenset())}


def _references(node: Node, hidden: frozenset[str]) -> Iterator[Node]:
    """The places below that name a relation without a schema, but for what a nested WITH stands for."""
    if node.tag == "RangeVar":
        if not node.peek("schemaname") and node.peek("relname") not in hidden:
            yield node
        return
    clause = node.peek("with_clause")
    if clause is not None:
        for item, known in _nested_items(clause, hidden):
            yield from _references(item.peek("ctequery"), known)
        hidden |= _item_names(clause)
    for child in node.children():
        if child is not clause:
            yield from _references(child, hidden)


def _item_names(clause: Node) -> frozenset[str]:
    return frozenset(item.peek("ctename") for item in clause.peek("ctes"))


def _nested_items(clause: Node, hidden: frozenset[str]) -> Iterator[tuple[Node, frozenset[str]]]:
    """The items of a nested WITH, each with the names that mean such items in it."""
    if clause.peek("recursive"):
        hidden |= _item_names(clause)
    for item in clause.peek("ctes"):
        yield item, hidden
        hidden |= {item.peek("ctename")}


def _require_form(item: Node) -> None:
    """`term UNION [ALL] recursive term`, with one reference in the latter."""
    query, name = item.peek("ctequery"), item.peek("ctename")
    if query.tag != "SelectStmt":
        message = f'recursive query "{name}" must not contain data-modifying statements'
        raise PgError("42P19", message, location=item.location)
    if query.peek("op") != "SETOP_UNION":
        message = f'recursive query "{name}" does not have the form non-recursive-term UNION [ALL] recursive-term'
        raise PgError("42P19", message, location=item.location)
    references = _SelfReferences(name)
    hidden: frozenset[str] = frozenset()
    clause = query.peek("with_clause")
    if clause is not None:
        for nested, known in _nested_items(clause, hidden):
            references.check(nested.peek("ctequery"), "subquery", known)
        hidden = _item_names(clause)
    for part, what in (
        ("sort_clause", "ORDER BY"),
        ("limit_offset", "OFFSET"),
        ("limit_count", "LIMIT"),
        ("locking_clause", "FOR UPDATE/SHARE"),
    ):
        written = query.peek(part)
        if written:
            first = written[0] if isinstance(written, tuple) else written
            message = f"{what} in a recursive query is not implemented"
            raise PgError("0A000", message, location=_start(first))
    references.check(query.peek("larg"), "term", hidden)
    references.count = 0
    references.check(query.peek("rarg"), "", hidden)


def _start(node: Node) -> int:
    """Where an expression begins, -1 when nothing of it has a place."""
    places = [_start(child) for child in node.children()]
    own = node.peek("location")
    if own is not None:
        places.append(own)
    return min((place for place in places if place >= 0), default=-1)


class _SelfReferences:
    """The references to one recursive query, counted where they are allowed and refused elsewhere."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0

    def check(self, node: Node, place: str, hidden: frozenset[str]) -> None:
        """Look at everything below. place: what stands around it, one of _PLACES, or "" where a reference may be."""
        if node.tag == "RangeVar":
            self._reference(node, place, hidden)
        elif node.tag == "SelectStmt":
            self._select(node, place, hidden)
        elif node.tag == "SubLink":
            if node.has("testexpr"):
                self.check(node.peek("testexpr"), place, hidden)
            self.check(node.peek("subselect"), "subquery", hidden)
        elif node.tag == "JoinExpr":
            outer = _OUTER_SIDES.get(node.peek("jointype"), ())
            for child in node.children():
                nullable = not place and any(child is node.peek(side) for side in outer)
                self.check(child, "join" if nullable else place, hidden)
        else:
            for child in node.children():
                self.check(child, place, hidden)

    def _reference(self, node: Node, place: str, hidden: frozenset[str]) -> None:
        if node.peek("schemaname") or node.peek("relname") != self.name or self.name in hidden:
            return
        self.count += 1
        if place or self.count > 1:
            where = _PLACES[place] if place else "more than once"
            message = f'recursive reference to query "{self.name}" must not appear {where}'
            raise PgError("42P19", message, location=node.location)

    def _select(self, node: Node, place: str, hidden: frozenset[str]) -> None:
        clause = node.peek("with_clause")
        if clause is not None:
            for item, known in _nested_items(clause, hidden):
                self.check(item.peek("ctequery"), place, known)
            hidden |= _item_names(clause)
        left = right = place
        if not place and node.peek("op") == "SETOP_INTERSECT" and node.peek("all"):
            left = right = "intersect"
        elif not place and node.peek("op") == "SETOP_EXCEPT":
            left, right = ("except" if node.peek("all") else ""), "except"
        for child in node.children():
            if child is not clause:
                sides = {id(node.peek("larg")): left, id(node.peek("rarg")): right}
                self.check(child, sides.get(id(child), place), hidden)
