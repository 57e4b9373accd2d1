"""Reads intervals: PostgreSQL's verbose notation, SQL's, and ISO 8601's ("Interval Input")."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal

from translator.errors import PgError, interval_field_overflow, invalid_datetime_format

SECOND_US = 1_000_000
DAY_US = 86400 * SECOND_US
UNITS: dict[str, str] = {}
for _unit, _words in {
    "us": "us usec usecs usecond useconds microsecond microseconds microsecon",
    "ms": "ms msec msecs msecond mseconds millisecond milliseconds millisecon",
    "second": "s sec secs second seconds",
    "minute": "m min mins minute minutes",
    "hour": "h hr hrs hour hours",
    "day": "d day days",
    "week": "w week weeks",
    "month": "mon mons month months",
    "quarter": "qtr quarter quarters",
    "year": "y yr yrs year years",
    "decade": "dec decs decade decades",
    "century": "c cent century centuries",
    "millennium": "mil mils millennia millennium",
}.items():
    UNITS.update(dict.fromkeys(_words.split(), _unit))
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
CLOCK = {"hour", "minute", "second"}
DAYS = {"day": 1, "week": 7}
MICROSECONDS = {"us": 1, "ms": 1000, "second": SECOND_US, "minute": 60 * SECOND_US, "hour": 3600 * SECOND_US}
_SIGN = r"(?:[-+]\s*+)?"
TOKEN = re.compile(
    rf"\s*(?:(?P<time>{_SIGN}\d*+:\d++(?::\d++)?(?:\.\d*)?)|(?P<ym>{_SIGN}\d++-\d*+)(?P<more>-)?"
    rf"|(?P<number>{_SIGN}\d++(?:\.\d*+)?|\.\d*+)|(?P<word>[a-z]+)|(?P<at>[!-*,./:-@\[-`{{-~]))",
    re.IGNORECASE | re.ASCII,
)
MAX_TOKENS_SIZE = 255
"""What PostgreSQL reads of an interval: the characters of its fields, and one for the end of each."""
_IGNORED = r"[\s!-*,/:-@\[-`{-~]*"
INFINITE = re.compile(rf"{_IGNORED}+(?P<sign>[-+]?)\s*+infinity(?!/){_IGNORED}", re.IGNORECASE | re.ASCII)
ISO_PART = re.compile(r"([-+]?(?:\d++(?:\.\d*+)?|\.\d++))([YMWDHS])|T|$")


def _amount(token: str) -> Decimal:
    """A number, which may be a point alone."""
    return Decimal(0) if token == "." else Decimal(token)


class _Reader:
    def __init__(self, text: str, fields: str, style: str) -> None:
        self.text = text
        self.fields = fields
        self.style = style
        self.months = self.days = self.us = 0
        self.seen: set[str] = set()

    def bad(self) -> PgError:
        return invalid_datetime_format("interval", self.text)

    def add(self, amount: Decimal, unit: str) -> None:
        """Add `amount` units; a fraction goes down to days and microseconds, months having 30 days."""
        if unit in self.seen:
            raise self.bad()
        self.seen.add(unit)
        if amount.adjusted() > 25:
            raise interval_field_overflow(self.text)
        whole = int(amount)
        if unit in MONTHS and not -(2**31) <= whole < 2**31:
            raise interval_field_overflow(self.text)
        fraction = amount - whole
        if unit in MONTHS:
            if unit == "month":
                self.months += whole
                self.add_days(fraction * 30)
            else:
                self.months += whole * MONTHS[unit] + self.rint(fraction * MONTHS[unit])
        elif unit in DAYS:
            self.days += whole * DAYS[unit]
            self.add_days(fraction * DAYS[unit])
        else:
            self.us += whole * MICROSECONDS[unit] + self.rint(fraction * MICROSECONDS[unit])

    @staticmethod
    def rint(amount: Decimal) -> int:
        return int(amount.to_integral_value(ROUND_HALF_EVEN))

    def add_days(self, amount: Decimal) -> None:
        whole = int(amount)
        self.days += whole
        self.us += self.rint((amount - whole) * DAY_US)

    def read(self) -> tuple[int, int, int]:
        text = self.text.strip()
        if re.fullmatch(r"[Pp][-+.\dYMWDHSTymwdhst:]+", text):
            self.read_iso(text[1:])
        else:
            self.read_tokens(text)
        return self.months, self.days, self.us

    def read_iso(self, text: str) -> None:
        position = 0
        if not text:
            raise self.bad()
        alternative = re.fullmatch(r"(\d{1,4})-(\d\d?)(?:-(\d\d?))?(?:T(\d\d?):(\d\d?)(?::(\d\d?(?:\.\d*)?))?)?", text)
        if alternative:
            for amount, unit in zip(
                alternative.groups(), ("year", "month", "day", "hour", "minute", "second"), strict=True
            ):
                if amount:
                    self.add(Decimal(amount), unit)
            return
        units = {"Y": "year", "M": "month", "W": "week", "D": "day"}
        while position < len(text):
            match = ISO_PART.match(text, position)
            if match is None or not match[0]:
                raise self.bad()
            position = match.end()
            if match[0] == "T":
                units = {"H": "hour", "M": "minute", "S": "second"}
                continue
            if match[2] not in units:
                raise self.bad()
            self.add(Decimal(match[1]), units[match[2]])

    def read_tokens(self, text: str) -> None:
        tokens: list[tuple[str, str]] = []
        position = 0
        while position < len(text):
            match = TOKEN.match(text, position)
            if match is None:
                raise self.bad()
            kind = "date" if match["more"] else str(match.lastgroup)
            token = "".join(match[0].split()).lower()
            tokens.append((kind, token.rstrip("-") if kind == "date" else token))
            position = match.end()
        tokens = [token for token in tokens if token[0] != "at"]
        if not tokens or sum(len(token) + 1 for _, token in tokens) > MAX_TOKENS_SIZE:
            raise self.bad()
        ago = tokens[-1] == ("word", "ago")
        if ago:
            tokens.pop()
            if tokens and tokens[-1][0] == "number":
                raise self.bad()
        if self.style == "sql_standard" and not ago:
            tokens = self.spread_sign(tokens)
        self.read_parts(tokens)
        if ago:
            self.months, self.days, self.us = -self.months, -self.days, -self.us

    @staticmethod
    def spread_sign(tokens: list[tuple[str, str]]) -> list[tuple[str, str]]:
        """In SQL's style one leading minus covers all fields when no other sign is given."""
        if not tokens[0][1].startswith("-") or any(token[1][0] in "+-" for token in tokens[1:]):
            return tokens
        return [tokens[0], *((k, t if k == "word" else "-" + t) for k, t in tokens[1:])]

    def read_parts(self, tokens: list[tuple[str, str]]) -> None:
        """PostgreSQL reads from the end, so the last field's error counts."""
        failure: PgError | None = None
        position = 0
        while position < len(tokens):
            kind, token = tokens[position]
            position += 1
            following = tokens[position] if position < len(tokens) else None
            has_unit = kind == "number" and following is not None and following[0] == "word"
            try:
                if has_unit and following is not None:
                    position += 1
                    self.add(_amount(token), self.unit(following[1]))
                else:
                    self.read_part(kind, token, following)
            except PgError as error:
                failure = error
        if failure is not None:
            raise failure

    def unit(self, word: str) -> str:
        unit = UNITS.get(word)
        if unit is None:
            raise self.bad()
        return unit

    def read_part(self, kind: str, token: str, following: tuple[str, str] | None) -> None:
        match kind:
            case "time":
                self.read_time(token)
            case "ym" | "date":
                self.read_year_month(token)
                if kind == "date":
                    raise self.bad()
            case "number":
                self.add(_amount(token), self.default_unit(following))
            case _:
                raise self.bad()

    def default_unit(self, following: tuple[str, str] | None) -> str:
        """The unit of a number without one: days before a time; at the end the last field of the declared range, or
        seconds.
        """
        if following is not None:
            if following[0] == "time":
                return "day"
            raise self.bad()
        return self.fields.rpartition(" ")[2] or "second"

    def read_year_month(self, token: str) -> None:
        sign = -1 if token[0] == "-" else 1
        years, months = token.lstrip("+-").split("-")
        if int(months or 0) > 11:
            raise interval_field_overflow(self.text)
        self.months += sign * (int(years) * 12 + int(months or 0))

    def read_time(self, token: str) -> None:
        sign = -1 if token[0] == "-" else 1
        if self.seen & CLOCK:
            raise self.bad()
        self.seen |= CLOCK
        parts = token.lstrip("+-").split(":")
        if len(parts) == 2 and ("." in parts[1] or self.fields == "minute to second"):
            parts.insert(0, "0")
        hours, minutes, seconds = [*parts, "0"][:3]
        amount = Decimal(seconds or 0)
        if int(minutes or 0) > 59 or amount > 60:
            raise interval_field_overflow(self.text)
        us = int(hours or 0) * 3600 * SECOND_US + int(minutes or 0) * 60 * SECOND_US + self.rint(amount * SECOND_US)
        self.us += sign * us


def read_interval(text: str, fields: str, style: str) -> tuple[int, int, int]:
    """Months, days, microseconds; `fields` is the declared range ("day to second"), if any. 22007 or 22015."""
    return _Reader(text, fields, style).read()
