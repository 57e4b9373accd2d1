"""Regular expressions as trees, and where in a text each part can match ("Regular Expression Matching Rules").

`Run.ends` says where a part that begins at some place can end; `take` settles what the groups in it capture when it
matches a stretch of the text that it can match. PostgreSQL settles that from the left: of a sequence, the first part
that captures something or differs in its preference is made as long (or short) as it can be while the rest matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

Span = tuple[int, int]


class Run:
    """One attempt to match a text up to `limit`: what the groups have captured, and the ends that are known."""

    def __init__(self, text: str, limit: int, fold: bool) -> None:
        self.text = text
        self.limit = limit
        self.fold = fold
        """Whether captured text is compared without case."""
        self.spans: dict[int, Span] = {}
        self.known: dict[tuple[int, int], frozenset[int]] = {}

    def ends(self, node: Node, start: int) -> frozenset[int]:
        """Where a part that begins at `start` can end."""
        key = id(node), start
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = node.ends(self, start)
        return found

    def ends_of_all(self, node: Node, starts: frozenset[int]) -> frozenset[int]:
        if len(starts) == 1:
            return self.ends(node, *starts)
        return frozenset().union(*[self.ends(node, start) for start in starts])

    def ordered(self, node: Node, start: int) -> list[int]:
        """The ends, the preferred one first."""
        return sorted(self.ends(node, start), reverse=node.prefer >= 0)

    def forget(self, node: Node) -> None:
        for group in node.groups:
            self.spans.pop(group, None)


class Node:
    """A part of an expression."""

    prefer: int = 0
    """1 for a match as long as can be, -1 for a short one, 0 where the part does not say."""
    mixed: bool = False
    """Whether parts of it prefer differently."""
    groups: tuple[int, ...] = ()
    """The numbers of the groups in it."""
    refers: bool = False
    """Whether it refers to a group."""
    apart: bool = False
    """Whether it stood in parentheses, or is a reference: the match of what is before it is settled by itself."""

    @property
    def plain(self) -> bool:
        """Whether it only matters what it matches as a whole."""
        return not (self.mixed or self.groups or self.refers)

    def ends(self, run: Run, start: int) -> frozenset[int]:
        raise NotImplementedError

    @property
    def captures(self) -> bool:
        """Whether it matters how its parts share a match."""
        return bool(self.groups) or self.refers

    def take(self, run: Run, start: int, end: int) -> bool:
        """Capture what the groups capture of a stretch that fits; False when a reference does not fit after all."""
        return not self.captures or self.settle(run, start, end)

    def settle(self, run: Run, start: int, end: int) -> bool:
        """The same, where there are groups or references."""
        raise NotImplementedError

    def combine(self, *parts: Node, prefer: int = 0) -> None:
        """Inherit what is known of the parts; the first preference counts."""
        wanted = [each for each in (prefer, *(part.prefer for part in parts)) if each]
        self.prefer = wanted[0] if wanted else 0
        self.mixed = len(set(wanted)) > 1 or any(part.mixed for part in parts)
        self.groups = tuple(group for part in parts for group in part.groups)
        self.refers = any(part.refers for part in parts)


@lru_cache(maxsize=4096)
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


NOWHERE: frozenset[int] = frozenset()


class Letter(Node):
    """One letter, as Python writes the set of those that match, or several one after the other."""

    def __init__(self, source: str, length: int = 1) -> None:
        self.source = source
        self.length = length
        self.match = _compiled(source).match

    def ends(self, run: Run, start: int) -> frozenset[int]:
        return frozenset((start + self.length,)) if self.match(run.text, start, run.limit) else NOWHERE


class Constraint(Node):
    """A place in the text, as Python writes it."""

    def __init__(self, source: str) -> None:
        self.match = _compiled(source).match

    def ends(self, run: Run, start: int) -> frozenset[int]:
        return frozenset((start,)) if self.match(run.text, start) else NOWHERE


class Look(Node):
    """A condition on what stands ahead, or behind."""

    def __init__(self, inner: Node, *, ahead: bool, positive: bool) -> None:
        self.inner = inner
        self.ahead = ahead
        self.positive = positive

    def ends(self, run: Run, start: int) -> frozenset[int]:
        whole = run if run.limit == len(run.text) else Run(run.text, len(run.text), run.fold)
        if self.ahead:
            found = bool(whole.ends(self.inner, start))
        else:
            found = any(start in whole.ends(self.inner, place) for place in range(start, -1, -1))
        return frozenset((start,)) if found == self.positive else NOWHERE


class Series(Node):
    """Parts one after the other, of which nothing is captured."""

    def __init__(self, parts: Sequence[Node]) -> None:
        self.parts = list(_joined(parts))
        self.combine(*parts)

    def ends(self, run: Run, start: int) -> frozenset[int]:
        places = frozenset((start,))
        for part in self.parts:
            places = run.ends_of_all(part, places)
            if not places:
                break
        return places


def _joined(parts: Sequence[Node]) -> Iterator[Node]:
    """The parts, with letters that follow each other made one."""
    for letters, found in groupby(parts, lambda part: isinstance(part, Letter)):
        if letters:
            run = [part for part in found if isinstance(part, Letter)]
            yield Letter("".join([part.source for part in run]), sum(part.length for part in run))
        else:
            yield from found


class Pair(Node):
    """A part and what follows."""

    def __init__(self, left: Node, right: Node, prefer: int = 0) -> None:
        self.left = left
        self.right = right
        self.combine(left, right, prefer=prefer)

    def ends(self, run: Run, start: int) -> frozenset[int]:
        return run.ends_of_all(self.right, run.ends(self.left, start))

    def settle(self, run: Run, start: int, end: int) -> bool:
        for middle in run.ordered(self.left, start):
            if middle <= end and end in run.ends(self.right, middle):
                run.forget(self)
                if self.left.take(run, start, middle) and self.right.take(run, middle, end):
                    return True
        return False


class Alternatives(Node):
    """The first branch that fits is taken; as a whole they prefer the longest match."""

    def __init__(self, branches: Sequence[Node]) -> None:
        self.branches = branches
        self.combine(*branches, prefer=1)

    def ends(self, run: Run, start: int) -> frozenset[int]:
        return frozenset().union(*[run.ends(branch, start) for branch in self.branches])

    def settle(self, run: Run, start: int, end: int) -> bool:
        for branch in self.branches:
            run.forget(self)
            if end in run.ends(branch, start) and branch.take(run, start, end):
                return True
        return False


class Group(Node):
    """A part whose match is captured."""

    def __init__(self, number: int, inner: Node) -> None:
        self.number = number
        self.inner = inner
        self.combine(inner)
        self.groups = (number, *inner.groups)

    def ends(self, run: Run, start: int) -> frozenset[int]:
        return run.ends(self.inner, start)

    def settle(self, run: Run, start: int, end: int) -> bool:
        taken = self.inner.take(run, start, end)
        if taken:
            run.spans[self.number] = (start, end)
        return taken


class Repeat(Node):
    """A part several times; its groups keep what they captured the last time."""

    def __init__(self, inner: Node, low: int, high: int | None, prefer: int) -> None:
        self.inner = inner
        self.low = low
        self.high = high
        self.combine(inner, prefer=prefer)
        self.letters = None
        if isinstance(inner, Letter) and inner.length == 1:
            self.letters = _compiled(f"(?:{inner.source}){{0,{'' if high is None else high}}}").match

    def ends(self, run: Run, start: int) -> frozenset[int]:
        if self.letters is not None:
            found = self.letters(run.text, start, run.limit)
            return frozenset(range(start + self.low, found.end() + 1)) if found else NOWHERE
        places = frozenset((start,))
        result = set() if self.low else {start}
        count = 0
        while places and count != self.high:
            places = run.ends_of_all(self.inner, places)
            count += 1
            if count >= self.low:
                places -= result
                result |= places
        return frozenset(result)

    def settle(self, run: Run, start: int, end: int) -> bool:
        if start == end and not self.low:
            fits = self.inner.prefer >= 0 and start in run.ends(self.inner, start)
            if not (fits and self.inner.take(run, start, end)):
                run.forget(self.inner)
            return True
        points = [start]
        hopeless: set[Span] = set()
        tried = [self.places(run, points, end)]
        while tried:
            place = next(tried[-1], None)
            if place is None:
                tried.pop()
                hopeless.add(self.state(points))
                points.pop()
                continue
            points.append(place)
            if place == end and len(points) > self.low and self.fits(run, points):
                return True
            if place == end or len(points) - 1 == self.high or (not self.refers and self.state(points) in hopeless):
                points.pop()
            else:
                tried.append(self.places(run, points, end))
        return False

    def state(self, points: Sequence[int]) -> Span:
        """What decides how it can go on: the place, and how many times there were, as far as that matters."""
        count = len(points) - 1
        return points[-1], count if self.high is not None else min(count, self.low)

    def places(self, run: Run, points: Sequence[int], end: int) -> Iterator[int]:
        """Where the next time can end: nowhere at once, unless the lower bound cannot be reached otherwise."""
        missing = max(self.low, 1) - len(points)
        for place in run.ordered(self.inner, points[-1]):
            if place <= end and (place != points[-1] or place == end or missing >= end - place):
                yield place

    def fits(self, run: Run, points: Sequence[int]) -> bool:
        """Whether each time fits; without references only the last one's captures matter."""
        spans = list(pairwise(points))
        for start, end in spans if self.refers else spans[-1:]:
            run.forget(self.inner)
            if not self.inner.take(run, start, end):
                return False
        return True


class Uncaptured(Node):
    """A part of which nothing is captured."""

    def __init__(self, inner: Node, prefer: int) -> None:
        self.inner = inner
        self.prefer = prefer

    def ends(self, run: Run, start: int) -> frozenset[int]:
        return run.ends(self.inner, start)


class Reference(Node):
    """What a group captured, several times."""

    refers = True
    apart = True

    def __init__(self, group: Group, low: int = 1, high: int | None = 1, prefer: int = 0) -> None:
        self.group = group
        self.copies = Repeat(unconstrained(group.inner), low, high, prefer)
        self.low = low
        self.high = high
        self.prefer = prefer

    def ends(self, run: Run, start: int) -> frozenset[int]:
        return run.ends(self.copies, start)

    def settle(self, run: Run, start: int, end: int) -> bool:
        if self.group.number not in run.spans:
            return False
        first, last = run.spans[self.group.number]
        if start == end:
            return not self.low or first == last
        if first == last:
            return False
        count, rest = divmod(end - start, last - first)
        if rest or count < self.low or (self.high is not None and count > self.high):
            return False
        captured, found = run.text[first:last] * count, run.text[start:end]
        return captured == found or (run.fold and captured.lower() == found.lower())


def unconstrained(node: Node) -> Node:
    """The same without what only looks at the place: so can a reference stand elsewhere."""
    match node:
        case Constraint() | Look():
            return Series(())
        case Series():
            return Series([unconstrained(part) for part in node.parts])
        case Pair():
            return Pair(unconstrained(node.left), unconstrained(node.right))
        case Alternatives():
            return Alternatives([unconstrained(each) for each in node.branches])
        case Group() | Uncaptured():
            return unconstrained(node.inner)
        case Repeat():
            return Repeat(unconstrained(node.inner), node.low, node.high, node.prefer)
    return node


def repeated(atom: Node, low: int, high: int | None, prefer: int) -> Node:
    """An atom with its quantifier; without references, only the last time can capture something."""
    if isinstance(atom, Reference):
        return Reference(atom.group, low, high, prefer)
    if (low, high) == (1, 1) and prefer in (0, atom.prefer) and not atom.mixed:
        return atom
    if low and atom.groups and not atom.refers:
        before = Repeat(atom, low - 1, None if high is None else high - 1, prefer)
        return Pair(Uncaptured(before, before.prefer), atom, prefer)
    return Repeat(atom, low, high, prefer)


def branch(pieces: Sequence[Node]) -> Node:
    """The pieces of a branch in pairs: those before the first that must be looked at, that one, and the rest."""
    for place, piece in enumerate(pieces):
        if piece.apart or not Series(pieces[: place + 1]).plain:
            return Pair(Series(pieces[:place]), Pair(piece, branch(pieces[place + 1 :])))
    return Series(pieces)


def alternatives(branches: Sequence[Sequence[Node]]) -> Node:
    """The branches between two parentheses."""
    found = [branch(pieces) for pieces in branches]
    return found[0] if len(found) == 1 else Alternatives(found)
