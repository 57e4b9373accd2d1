"""Dependencies between transactions, and circles in them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import Literal

Kind = Literal["ww", "wr", "rw"]
"""b overwrote what a wrote, read what a wrote, overwrote what a read: from a to b."""


class Graph:
    """Edges by kind between transactions' numbers."""

    def __init__(self) -> None:
        self._edges: dict[int, dict[int, set[Kind]]] = defaultdict(lambda: defaultdict(set))

    def add(self, kind: Kind, before: int, after: int) -> None:
        if before != after:
            self._edges[before][after].add(kind)

    def edges(self, kind: Kind) -> Iterator[tuple[int, int]]:
        """All edges of one kind."""
        for before, others in self._edges.items():
            for after, kinds in others.items():
                if kind in kinds:
                    yield before, after

    def path(self, start: int, end: int, kinds: Iterable[Kind]) -> list[int] | None:
        """The shortest way along edges of these kinds."""
        allowed = set(kinds)
        came_from = {start: start}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            for after, found in self._edges.get(here, {}).items():
                if after in came_from or not found & allowed:
                    continue
                came_from[after] = here
                if after == end:
                    return _walked(came_from, start, end)
                waiting.append(after)
        return None

    def circles(self, kinds: Iterable[Kind]) -> list[set[int]]:
        """The sets of transactions that can reach each other along edges of these kinds."""
        allowed = set(kinds)
        nodes = {
            before: [a for a, found in others.items() if found & allowed] for before, others in self._edges.items()
        }
        return [component for component in _components(nodes) if len(component) > 1]


def _walked(came_from: dict[int, int], start: int, end: int) -> list[int]:
    path = [end]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return path[::-1]


def _components(nodes: dict[int, list[int]]) -> Iterator[set[int]]:
    """Strongly connected components (Tarjan's algorithm), without recursion."""
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    for root in nodes:
        if root in index:
            continue
        work = [(root, iter(nodes.get(root, ())))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            here, others = work[-1]
            after = next((other for other in others if other not in index or other in on_stack), None)
            if after is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[here])
                if low[here] == index[here]:
                    component = set()
                    while here not in component:
                        component.add(member := stack.pop())
                        on_stack.discard(member)
                    yield component
            elif after in index:
                low[here] = min(low[here], index[after])
            else:
                index[after] = low[after] = len(index)
                stack.append(after)
                on_stack.add(after)
                work.append((after, iter(nodes.get(after, ()))))
