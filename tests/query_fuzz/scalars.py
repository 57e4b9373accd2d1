"""Random expressions of numbers, texts, dates and conditions."""

from __future__ import annotations

from tests.query_fuzz.choices import Choices
from tests.query_fuzz.documents import holds_of, number_of, text_of
from tests.query_fuzz.expressions import Maker, Scope, expression
from tests.query_fuzz.schema import LITERALS, TYPES

COMPARISONS = ("=", "<>", "<", "<=", ">", ">=")


def _int(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "int", depth)  # noqa: E731
    text = lambda: expression(c, scope, "text", depth)  # noqa: E731
    date = lambda: expression(c, scope, "date", depth)  # noqa: E731
    return c.weighted(
        (4, lambda: f"({part()} {c.pick(('+', '-'))} {part()})"),
        (1, lambda: f"({part()} * {c.pick(('2', '3', '-1', '0'))})"),
        (1, lambda: f"({part()} {c.pick(('/', '%'))} {c.pick(('2', '3', '-4'))})"),
        (1, lambda: f"abs({part()})"),
        (1, lambda: f"(- {part()})"),
        (2, lambda: f"length({text()})"),
        (1, lambda: f"position({text()} in {text()})"),
        (1, lambda: f"extract({c.pick(('year', 'month', 'day', 'dow'))} from {date()})::int"),
        (1, lambda: f"({date()} - {date()})"),
        (1, lambda: f"{expression(c, scope, 'bool', depth)}::int"),
        (1, lambda: f"round({expression(c, scope, 'num', depth)})::int"),
        (4, lambda: number_of(c, scope, depth)),
    )


def _num(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "num", depth)  # noqa: E731
    return c.weighted(
        (4, lambda: f"({part()} {c.pick(('+', '-'))} {part()})"),
        (1, lambda: f"({part()} * {c.pick(('2', '1.5', '-1'))})"),
        (1, lambda: f"({part()} / {c.pick(('2', '1.5', '-4'))})"),
        (1, lambda: f"round({part()}, {c.pick(('0', '1', '-1'))})"),
        (1, lambda: f"{c.pick(('abs', 'trunc', 'ceil', 'floor', 'sign', 'scale', 'trim_scale'))}({part()})"),
        (
            1,
            lambda: f"extract({c.pick(('epoch', 'second', 'doy', 'week'))} FROM {expression(c, scope, 'time', depth)})",
        ),
        (1, lambda: f"mod({part()}, {c.pick(('2', '1.5'))})"),
        (2, lambda: f"{expression(c, scope, 'int', depth)}::numeric"),
    )


def _text(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "text", depth)  # noqa: E731
    number = lambda: c.pick(("1", "2", "3"))  # noqa: E731
    return c.weighted(
        (3, lambda: f"({part()} || {part()})"),
        (2, lambda: f"{c.pick(('upper', 'lower', 'reverse', 'btrim'))}({part()})"),
        (1, lambda: f"substr({part()}, {number()}, {number()})"),
        (1, lambda: f"left({part()}, {number()})"),
        (1, lambda: f"replace({part()}, {c.pick(LITERALS['text'][:4])}, {part()})"),
        (2, lambda: f"({expression(c, scope, c.pick(('int', 'bool', 'date')), depth)})::text"),
        (1, lambda: f"concat({part()}, {expression(c, scope, c.pick(TYPES), depth)})"),
        (1, lambda: f"to_char({expression(c, scope, 'date', depth)}, 'YYYY-MM')"),
        (5, lambda: text_of(c, scope, depth)),
    )


def _date(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "date", depth)  # noqa: E731
    return c.weighted(
        (3, lambda: f"({part()} {c.pick(('+', '-'))} {c.pick(('1', '30', '365'))})"),
        (2, lambda: f"{expression(c, scope, 'time', depth)}::date"),
    )


def _time(c: Choices, scope: Scope, depth: int) -> str:
    part = lambda: expression(c, scope, "time", depth)  # noqa: E731
    return c.weighted(
        (2, lambda: f"({part()} + interval '{c.pick(('1 day', '1 month', '90 minutes'))}')"),
        (2, lambda: f"date_trunc('{c.pick(('day', 'month', 'hour'))}', {part()})"),
        (1, lambda: f"{expression(c, scope, 'date', depth)}::timestamp"),
        (1, lambda: f"({part()} {c.pick(('+', '-'))} {expression(c, scope, 'lapse', depth)})"),
        (1, lambda: f"date_bin('15 minutes', {part()}, timestamp '2001-01-01')"),
        (1, lambda: f"({part()} AT TIME ZONE 'Europe/Rome' AT TIME ZONE 'America/New_York')"),
    )


def _bool(c: Choices, scope: Scope, depth: int) -> str:
    of = c.pick(("int", "text", "num", "date", "int", "time", "json", "list", "span", "lapse"))
    part = lambda: expression(c, scope, of, depth)  # noqa: E731
    condition = lambda: expression(c, scope, "bool", depth)  # noqa: E731
    text = lambda: expression(c, scope, "text", depth)  # noqa: E731
    no = lambda: c.pick(("", "NOT "))  # noqa: E731
    several = lambda *types: scope.subquery(c, scope, types, False)  # noqa: E731
    quantified = lambda: f"{part()} {c.pick(COMPARISONS)} {c.pick(('ANY', 'ALL'))}"  # noqa: E731
    return c.weighted(
        (8, lambda: f"({part()} {c.pick(COMPARISONS)} {part()})"),
        (3, lambda: f"({condition()} {c.pick(('AND', 'OR'))} {condition()})"),
        (1, lambda: f"(NOT {condition()})"),
        (2, lambda: f"({expression(c, scope, c.pick(TYPES), depth)} IS {no()}NULL)"),
        (1, lambda: f"({condition()} IS {no()}{c.pick(('TRUE', 'FALSE', 'UNKNOWN'))})"),
        (2, lambda: f"({part()} IS {no()}DISTINCT FROM {part()})"),
        (2, lambda: f"({part()} {no()}IN ({', '.join(part() for _ in range(1 + c.below(3)))}))"),
        (2, lambda: f"({part()} {no()}IN ({several(of)}))"),
        (2, lambda: f"({no()}EXISTS ({several(of)}))"),
        (1, lambda: f"({part()} {no()}BETWEEN {part()} AND {part()})"),
        (1, lambda: f"({text()} {no()}{c.pick(('LIKE', 'ILIKE'))} {c.pick(LITERALS['text'])})"),
        (1, lambda: f"({quantified()} ({several(of)}))"),
        (1, lambda: f"({quantified()} (ARRAY[{part()}, {part()}]))"),
        (1, lambda: f"(({part()}, {text()}) {c.pick(COMPARISONS)} ({part()}, {text()}))"),
        (1, lambda: f"(({part()}, {text()}) {no()}IN ({several(of, 'text')}))"),
        (6, lambda: holds_of(c, scope, depth)),
    )


MAKERS: dict[str, Maker] = {"int": _int, "num": _num, "text": _text, "date": _date, "time": _time, "bool": _bool}
