r"""Advanced regular expressions ("POSIX Regular Expressions").

Python's `re` finds where they match; of several matches at one place, and of what the groups capture, the tree of the
expression tells which PostgreSQL takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeVar

from msgspec import Struct

from translator.builtins.regular_expression_parse import Expression, Options, Reader, literal
from translator.builtins.regular_expression_tree import Node, Run, Span
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.errors.values import invalid_regular_expression
from translator.time_limit import SECONDS, Overrun, limited, within

OPTIONS = "bceimnpqstwx"
_REPEATS = re.compile(r"[*+?}]")
NOT_THERE = (-1, -1)
QUICK, LETTER = 0.2, 1e-6
"""Seconds for Python to find a match, and for each letter: there are expressions for which it tries very many ways,
where the tree does not.
"""
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
        try:
            return self._found(text, 0) is not None
        except Overrun:
            return self._settled(Run(text, len(text), self.fold), range(len(text) + 1)) is not None

    def search(self, text: str, start: int = 0) -> Match | None:
        """The leftmost match from `start` on."""
        try:
            found = self._found(text, start)
        except Overrun:
            return self._settled(Run(text, len(text), self.fold), range(start, len(text) + 1))
        if found is None or not self.expression.exact:
            return None if found is None else Match(text, found.regs)
        limit = found.end() if self.tree.prefer < 0 else len(text)
        return self._settled(Run(text, limit, self.fold), (found.start(),))

    def fits(self, text: str) -> bool:
        """Whether all of the text matches."""
        if self.compiled is not None and not self.slow:
            return self.compiled.fullmatch(text) is not None
        ends: frozenset[int] = self._limited(Run(text, len(text), self.fold).ends, self.tree, 0)
        return len(text) in ends

    def _found(self, text: str, start: int) -> re.Match[str] | None:
        """What Python finds.  Raises Overrun when it cannot, or takes long."""
        if self.compiled is None:
            raise Overrun
        if not self.slow:
            return self.compiled.search(text, start)
        return within(min(QUICK + len(text) * LETTER, SECONDS), self.compiled.search, text, start)

    def _settled(self, run: Run, places: Iterable[int]) -> Match | None:
        """The match that PostgreSQL takes of those that begin at one of the places.  Raises PgError 0A000."""
        return self._limited(self._first, run, places)

    def _limited(self, call: Callable[..., Result], *args: object) -> Result:
        try:
            return limited(call, *args, what="a match of a regular expression")
        except RecursionError:
            raise too_many_parts() from None

    def _first(self, run: Run, places: Iterable[int]) -> Match | None:
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
    embedded = re.match(r"\(\?([a-zA-Z]+)(\)?)", pattern) if advanced else None
    if embedded is not None:
        if set(embedded[1]) - set(OPTIONS) or not embedded[2]:
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
