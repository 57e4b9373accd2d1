r"""Advanced regular expressions ("POSIX Regular Expressions").

Python's `re` finds where they match; of several matches at one place, and of what the groups capture, the tree of the
expression tells which PostgreSQL takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct

from translator.builtins.regular_expression_parse import Expression, Options, Reader, literal
from translator.builtins.regular_expression_tree import Node, Run, Span
from translator.errors import PgError, feature_not_supported, invalid_regular_expression
from translator.time_limit import Overrun, limited, within

OPTIONS = "bceimnpqstwx"
_REPEATS = re.compile(r"[*+?}]")
NOT_THERE = (-1, -1)
QUICK = 0.2
"""Seconds for Python to find a match: for some expressions it tries very many ways, where the tree does not."""
Result = TypeVar("Result")


class Match(Struct, frozen=True):
    """One match: where it is, and where its groups are."""

    text: str
    spans: tuple[Span, ...]
    """That of the whole, then those of the groups."""

    def __getitem__(self, group: int) -> str | None:
        start, end = self.spans[group]
        return None if start < 0 else self.text[start:end]

    @property
    def whole(self) -> str:
        return self.text[self.start() : self.end()]

    def start(self, group: int = 0) -> int:
        return self.spans[group][0]

    def end(self, group: int = 0) -> int:
        return self.spans[group][1]

    def groups(self) -> list[str | None]:
        return [self[group] for group in range(1, len(self.spans))]


class Regex(Struct, frozen=True):
    """A compiled expression.

    compiled: what finds the place of a match; None where only the tree can, because of references and of looks behind.
    slow: whether Python may have to try very many ways to match it.
    """

    expression: Expression
    compiled: re.Pattern[str] | None
    groups: int
    fold: bool
    slow: bool

    @property
    def tree(self) -> Node:
        return self.expression.tree

    def matches(self, text: str) -> bool:
        if self.compiled is not None and not self.slow:
            return self.compiled.search(text) is not None
        return self._timed(self._place, text, 0) is not None

    def search(self, text: str, start: int = 0) -> Match | None:
        """The leftmost match from `start` on."""
        return self._timed(self._search, text, start) if self.slow else self._search(text, start, self.compiled)

    def fits(self, text: str, start: int, end: int) -> bool:
        """Whether a part of the text matches, taken by itself."""
        return self._timed(self._fits, text[start:end], 0)

    def _timed(self, call: Callable[..., Result], text: str, start: int) -> Result:
        """A call that asks Python, and where that takes long the tree.  Raises PgError 0A000 where both do."""
        try:
            if self.compiled is not None:
                with suppress(Overrun):
                    return within(QUICK, call, text, start, self.compiled)
            return limited(call, text, start, None, what="a match of a regular expression")
        except RecursionError:
            raise too_many_parts() from None

    def _fits(self, text: str, start: int, finder: re.Pattern[str] | None) -> bool:
        if finder is None:
            return len(text) in Run(text, len(text), self.fold).ends(self.tree, start)
        return finder.fullmatch(text) is not None

    def _place(self, text: str, start: int, finder: re.Pattern[str] | None) -> object:
        return self._search(text, start, None) if finder is None else finder.search(text)

    def _search(self, text: str, start: int, finder: re.Pattern[str] | None) -> Match | None:
        if finder is None:
            return self._first(Run(text, len(text), self.fold), range(start, len(text) + 1))
        found = finder.search(text, start)
        if found is None or not self.expression.exact:
            return None if found is None else Match(text, found.regs)
        limit = found.end() if self.tree.prefer < 0 else len(text)
        return self._first(Run(text, limit, self.fold), (found.start(),))

    def _first(self, run: Run, places: Iterable[int]) -> Match | None:
        """The match that PostgreSQL takes of those that begin at one of the places."""
        for begin in places:
            for end in run.ordered(self.tree, begin):
                run.spans.clear()
                if self.tree.take(run, begin, end):
                    groups = [run.spans.get(group, NOT_THERE) for group in range(1, self.groups + 1)]
                    return Match(run.text, ((begin, end), *groups))
        return None


def too_many_parts() -> PgError:
    return feature_not_supported("a regular expression of that many parts")


@lru_cache(maxsize=1024)
def regex(pattern: str, flags: str = "") -> Regex:
    """The expression under the options of `flags`; 2201B, or 22023 for an unknown option."""
    options = Options()
    options.set(flags)
    if pattern.startswith("***") and not options.literal:
        if pattern[3:4] == "?":
            raise invalid_regular_expression("invalid regexp (reg version 0.8)")
        if pattern[3:4] not in ("=", ":"):
            raise invalid_regular_expression("quantifier operand invalid")
        options.literal, options.syntax = pattern[3] == "=", None
        pattern = pattern[4:]
    advanced = not options.literal and options.syntax is None
    embedded = re.match(r"\(\?([a-z]+)\)", pattern) if advanced else None
    if embedded is not None:
        if set(embedded[1]) - set(OPTIONS):
            raise invalid_regular_expression("invalid embedded option")
        options.set(embedded[1], embedded=True)
        pattern = pattern[embedded.end() :]
    return _compiled(pattern, options)


def _compiled(pattern: str, options: Options) -> Regex:
    if options.syntax is not None:
        pattern = options.syntax(pattern)
    if options.literal:
        groups, expression = 0, literal(pattern, options)
    else:
        reader = Reader(pattern, options)
        expression = reader.read()
        groups = reader.groups
    return Regex(expression, _compile(expression), groups, options.ignore_case, _is_slow(expression))


def _compile(expression: Expression) -> re.Pattern[str] | None:
    if expression.tree.refers:
        return None
    try:
        return re.compile(expression.source)
    except re.error as error:
        if "look-behind" in str(error):
            return None
        raise
    except (OverflowError, RecursionError):
        raise too_many_parts() from None


def _is_slow(expression: Expression) -> bool:
    return expression.exact or len(_REPEATS.findall(expression.source)) > 1

