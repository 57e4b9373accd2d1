"""Time zones written as a POSIX specification, such as EST5EDT or <+03>-3 ("POSIX Time Zone Specifications")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from msgspec import Struct

NAME = r"(?:<([^>]*)>|([^\d,+-]*))"
OFFSET = r"([-+]?)(\d+)(?!\d)(?::(\d+)(?!\d)(?::(\d+)(?!\d)|(?!:))|(?!:))"
STANDARD = re.compile(NAME + OFFSET, re.ASCII)
SUMMER = re.compile(NAME + rf"(?:{OFFSET})?", re.ASCII)
RULE = re.compile(rf"(?:J(\d+)|(\d+)|M(\d+)\.(\d+)\.(\d+))(?:/{OFFSET})?", re.ASCII)
DEFAULT_RULES = "M3.2.0,M11.1.0"
"""When summer time begins and ends unless the specification says so."""
HOUR = 3600
TWO_O_CLOCK = 2 * HOUR
MAX_HOURS = 24 * 7 - 1


class Rule(Struct, frozen=True):
    """When the offset changes in each year: the seconds after midnight of day `day` from 0, of day `day` from 1 where
    29 February does not count (`julian`), or of a weekday of a week of a month.
    """

    seconds: int
    day: int = 0
    julian: bool = False
    month: int = 0
    week: int = 0

    def at(self, year: int) -> datetime:
        """The local time of the change, as if it were UTC."""
        return self._day(year) + timedelta(seconds=self.seconds)

    def _day(self, year: int) -> datetime:
        if not self.month:
            day = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=self.day - self.julian)
            leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
            return day + timedelta(days=1) if self.julian and leap and self.day >= 60 else day
        first = datetime(year, self.month, 1, tzinfo=UTC)
        day = first + timedelta(days=(self.day - first.isoweekday() % 7) % 7 + 7 * (self.week - 1))
        return day if day.month == self.month else day - timedelta(days=7)


class Specification(Struct, frozen=True):
    """Offsets are seconds east of UTC; `rules` are the beginning and end of summer time, None without it."""

    name: str
    offset: int
    summer_name: str = ""
    summer_offset: int = 0
    rules: tuple[Rule, Rule] | None = None


class SummerTime(tzinfo):
    """A zone with summer time in every year."""

    def __init__(self, zone: Specification) -> None:
        self._zone = zone

    def _changes(self, year: int) -> Iterator[tuple[datetime, bool]]:
        """When summer time begins (true) and ends about a year, in UTC."""
        assert self._zone.rules is not None
        begin, end = self._zone.rules
        for each in (year - 1, year, year + 1):
            yield begin.at(each) - timedelta(seconds=self._zone.offset), True
            yield end.at(each) - timedelta(seconds=self._zone.summer_offset), False

    def _is_summer(self, moment: datetime) -> bool:
        return max(change for change in self._changes(moment.year) if change[0] <= moment)[1]

    def _offset(self, summer: bool) -> timedelta:
        return timedelta(seconds=self._zone.summer_offset if summer else self._zone.offset)

    def _is_summer_locally(self, local: datetime) -> bool:
        """The same at a local time: with `fold` the later one of two, in a gap the one after it."""
        moment = local.replace(tzinfo=UTC)
        choices = sorted((True, False), key=self._offset)
        right = [summer for summer in choices if self._is_summer(moment - self._offset(summer)) == summer] or choices
        return right[0 if local.fold else -1]

    def utcoffset(self, local: datetime | None) -> timedelta | None:
        return None if local is None else self._offset(self._is_summer_locally(local))

    def dst(self, local: datetime | None) -> timedelta | None:
        return None if local is None else timedelta(hours=self._is_summer_locally(local))

    def tzname(self, local: datetime | None) -> str | None:
        if local is None:
            return None
        return self._zone.summer_name if self._is_summer_locally(local) else self._zone.name

    def fromutc(self, moment: datetime) -> datetime:
        summer = self._is_summer(moment.replace(tzinfo=UTC))
        local = moment + self._offset(summer)
        return local.replace(fold=int(self._is_summer_locally(local.replace(fold=0)) != summer))


def specification(text: str) -> Specification | None:
    """What a specification says, None for a text that is none. In the text, offsets are west of UTC."""
    match = STANDARD.match(text)
    if match is None or (offset := _seconds(match.groups()[2:])) is None:
        return None
    name = match[1] if match[1] is not None else match[2]
    rest = text[match.end() :]
    return _with_summer(Specification(name, -offset), rest) if rest else Specification(name, -offset)


def _with_summer(standard: Specification, text: str) -> Specification | None:
    match = SUMMER.match(text)
    if match is None:
        return None
    name = match[1] if match[1] is not None else match[2]
    offset = standard.offset + HOUR
    if match[4] is not None:
        west = _seconds(match.groups()[2:])
        if west is None:
            return None
        offset = -west
    rest = text[match.end() :]
    if not name or (rest and rest[0] not in ",;"):
        return None
    rules = _rules(rest[1:] if rest else DEFAULT_RULES)
    return None if rules is None else Specification(standard.name, standard.offset, name, offset, rules)


def _rules(text: str) -> tuple[Rule, Rule] | None:
    begin, comma, end = text.partition(",")
    first, last = _rule(begin), _rule(end)
    return (first, last) if comma and first is not None and last is not None else None


def _rule(text: str) -> Rule | None:
    match = RULE.fullmatch(text)
    if match is None:
        return None
    seconds = TWO_O_CLOCK if match[7] is None else _seconds(match.groups()[5:])
    if seconds is None:
        return None
    julian, day, month, week, weekday = (None if group is None else int(group) for group in match.groups()[:5])
    if julian is not None:
        return Rule(seconds, julian, julian=True) if 1 <= julian <= 365 else None
    if day is not None:
        return Rule(seconds, day) if day <= 365 else None
    assert month is not None
    assert week is not None
    assert weekday is not None
    valid = 1 <= month <= 12 and 1 <= week <= 5 and weekday <= 6
    return Rule(seconds, weekday, month=month, week=week) if valid else None


def _seconds(parts: tuple[str | None, ...]) -> int | None:
    """An offset in seconds; None when it is out of range."""
    sign, *numbers = parts
    hours, minutes, seconds = (int(number or 0) for number in numbers)
    if hours > MAX_HOURS or minutes > 59 or seconds > 60:
        return None
    return (hours * HOUR + minutes * 60 + seconds) * (-1 if sign == "-" else 1)
