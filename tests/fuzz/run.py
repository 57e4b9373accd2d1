"""One run of the fuzzer: so many expressions, from a seed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from random import Random

from tests.fuzz.explained import REFUSED, Difference, explained
from tests.fuzz.expressions import expressions
from tests.fuzz.minimise import compare, differs, minimised
from tests.fuzz.servers import Pair
from tests.fuzz.tree import Node, statement

QUOTED = re.compile(r'"[^"]*"|\w+\([^()]*\)')


def kind(difference: Difference) -> tuple[str, ...]:
    """What a difference is called by: two messages without their names and values, or what is called."""
    errors = [reply.error for reply in (difference.expected, difference.found)]
    messages = [QUOTED.sub("", error["message"]) if error else "" for error in errors]
    return (*messages, "" if all(errors) else difference.node.label)


def shown(difference: Difference) -> str:
    """A difference as text."""
    settings = "".join(f"{setting};\n" for setting in difference.settings)
    text = statement(difference.node)
    return f"{settings}{text}\n  postgresql: {difference.expected}\n  pgproxy:    {difference.found}"


@dataclass(slots=True)
class Report:
    """What a run found."""

    asked: int = 0
    explained: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    found: list[tuple[Pair, Node]] = field(default_factory=list)


def run(pairs: Sequence[Pair], count: int, run_seed: int) -> Report:
    """Ask `count` expressions, each in one of the pairs of sessions, which have settings of their own."""
    report = Report()

    dice = Random(run_seed)
    for node in islice(expressions(dice), count):
        look(dice.choice(pairs), node, report)
    return report


def look(pair: Pair, node: Node, report: Report) -> None:
    """Ask one expression and note what came of it."""
    report.asked += 1
    difference = compare(pair, node)
    if difference is None:
        return
    reason = explained(difference)
    if reason is None:
        report.found.append((pair, node))
        return
    report.explained[reason] += 1
    if reason == REFUSED and difference.found.error:
        report.refusals[difference.found.error["message"]] += 1


def differences(report: Report) -> list[Difference]:
    """The differences made small, one of each kind."""
    by_kind: dict[tuple[str, ...], Difference] = {}
    for pair, node in report.found:
        difference = differs(pair, minimised(pair, node))
        if difference:
            by_kind.setdefault(kind(difference), difference)
    return list(by_kind.values())
