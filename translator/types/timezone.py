"""Time zones by name, POSIX specification or fixed offset ("Time Zones"), over microseconds since 2000."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from datetime import timezone as fixed_timezone
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from translator.deferred import Deferred
from translator.errors.statements import feature_not_supported
from translator.errors.values import time_zone_not_recognized
from translator.types.calendar import DAY_US, UNIX_EPOCH_US, days_from_civil
from translator.types.zone_abbreviations import (
    ABBREVIATION_SETS,
    ABBREVIATIONS,
    DYNAMIC_ABBREVIATIONS,
    SUMMER_ABBREVIATIONS,
    chosen_set,
)
from translator.types.zone_history import History, Kind, history

if TYPE_CHECKING:
    from translator.types import posix_zone
else:
    posix_zone = Deferred("translator.types.posix_zone")

UTC_NAMES = {"UTC", "ETC/UTC", "GMT", "ETC/GMT", "UCT", "ZULU", "UNIVERSAL", "GREENWICH"}
UTC_ABBREVIATIONS = {"z", "zulu", "utc", "gmt", "ut", "uct"}
MAX_NAME = 255
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
SAFE_MINIMUM = days_from_civil(3, 1, 1) * DAY_US
SAFE_MAXIMUM = days_from_civil(9997, 1, 1) * DAY_US
CYCLE_US = 146097 * DAY_US
DAY_SECONDS = 86400


class WideOffset(tzinfo):
    """A constant offset of a day or more, which datetime's own refuses."""

    def __init__(self, offset: timedelta) -> None:
        self._offset = offset

    def utcoffset(self, _: datetime | None) -> timedelta:
        return self._offset

    def dst(self, _: datetime | None) -> None:
        return None

    def tzname(self, _: datetime | None) -> None:
        return None


class Zone:
    """A time zone; offsets are seconds east of UTC."""

    __slots__ = ("fixed", "info", "name")

    def __init__(self, name: str, info: tzinfo) -> None:
        self.name = name
        self.info = info
        offset = info.utcoffset(None)
        self.fixed: int | None = int(offset.total_seconds()) if offset is not None else None
        if self.fixed is None and name.upper() in UTC_NAMES:
            self.fixed = 0

    def offset_at(self, utc_us: int) -> int:
        """The offset in force at an instant."""
        if self.fixed is not None:
            return self.fixed
        return self._seconds(self._moment(utc_us).astimezone(self.info))

    def abbreviation_at(self, utc_us: int) -> str:
        """The abbreviation in force at an instant: CET, -03."""
        if self.fixed == 0 and not isinstance(self.info, fixed_timezone):
            return self._moment(0).astimezone(self.info).tzname() or ""
        return self._moment(utc_us).astimezone(self.info).tzname() or ""

    def is_dst_at(self, utc_us: int) -> bool:
        return bool(self._moment(utc_us).astimezone(self.info).dst())

    def offset_of_local(self, local_us: int) -> int:
        """The offset to assume for a local time: in a gap the one before it, of two the later one."""
        if self.fixed is not None:
            return self.fixed
        local = self._moment(local_us).replace(tzinfo=self.info)
        return min(self._seconds(local.replace(fold=0)), self._seconds(local.replace(fold=1)))

    @staticmethod
    def _seconds(moment: datetime) -> int:
        offset = moment.utcoffset()
        return 0 if offset is None else int(offset.total_seconds())

    def _moment(self, us: int) -> datetime:
        """A datetime for an instant; beyond datetime's years, one of the same place in the calendar's 400-year
        cycle. Before them a place had its own time.
        """
        if us > SAFE_MAXIMUM:
            us -= -((SAFE_MAXIMUM - us) // CYCLE_US) * CYCLE_US
        elif us < SAFE_MINIMUM and isinstance(self.info, posix_zone.SummerTime):
            us += -((us - SAFE_MINIMUM) // CYCLE_US) * CYCLE_US
        elif us < SAFE_MINIMUM:
            us = SAFE_MINIMUM
        return EPOCH + timedelta(microseconds=us)


class AbbreviatedZone(Zone):
    """What an abbreviation means whose meaning has changed: that which it had last in its zone, or had there first; the
    zone's own time where the zone has never used it.
    """

    __slots__ = ("past", "whole")

    def __init__(self, word: str, whole: Zone, past: History) -> None:
        super().__init__(word.upper(), whole.info)
        self.whole = whole
        self.past = past

    def offset_at(self, utc_us: int) -> int:
        kind = self.past.meaning(self.name, (utc_us - UNIX_EPOCH_US) // 1_000_000)
        return self.whole.offset_at(utc_us) if kind is None else kind.offset

    def offset_of_local(self, local_us: int) -> int:
        own = self.whole.offset_of_local(local_us)
        kind = self.past.meaning(self.name, (local_us - UNIX_EPOCH_US) // 1_000_000 - own)
        return own if kind is None else kind.offset


@cache
def _names() -> dict[str, str]:
    return {
        name.lower(): name for name in available_timezones() if name != "localtime" and not name.startswith("posix")
    }


def zone_names() -> list[str]:
    """Every zone's name in the database's spelling."""
    return sorted(_names().values())


def canonical_name(name: str) -> str | None:
    """A zone's name in the database's spelling; None when there is none."""
    return _names().get(name.lower())


def fixed_zone(seconds: int, name: str) -> Zone:
    """A zone at a constant offset, seconds east of UTC."""
    offset = timedelta(seconds=seconds)
    return Zone(name, WideOffset(offset) if abs(seconds) >= DAY_SECONDS else fixed_timezone(offset, name))


@lru_cache(maxsize=512)
def find_zone(name: str) -> Zone | None:
    """A zone by its name in any case, or by a POSIX specification (whose sign counts west); None when it is neither."""
    known = canonical_name(name)
    if known is not None:
        return Zone(known, ZoneInfo(known))
    found = posix_zone.specification(name.upper()) if len(name) <= MAX_NAME else None
    if found is None:
        return None
    if found.rules is not None and max(abs(found.offset), abs(found.summer_offset)) >= DAY_SECONDS:
        raise feature_not_supported("a time zone with summer time a day or more from UTC")
    info = fixed_zone(found.offset, found.name).info if found.rules is None else posix_zone.SummerTime(found)
    return Zone(name.upper(), info)


def named_zone(name: str, timezone: str) -> Zone:
    """A zone by abbreviation, as the TimeZone setting `timezone` has it if it does, by name or POSIX specification;
    22023.
    """
    return _named_zone(name, timezone, chosen_set.get())


@lru_cache(maxsize=512)
def _named_zone(name: str, timezone: str, _set: str) -> Zone:
    zone = abbreviated_zone(name.lower(), timezone) or find_zone(name)
    if zone is None:
        raise time_zone_not_recognized(name)
    return zone


def whole_zone(name: str, timezone: str) -> Zone:
    """The same, an abbreviation whose meaning has changed standing for its zone as a whole; 22023."""
    zone = named_zone(name, timezone)
    return zone.whole if isinstance(zone, AbbreviatedZone) else zone


@lru_cache(maxsize=512)
def session_zone(name: str) -> Zone:
    """The zone of a TimeZone setting; 22023 when it is none."""
    zone = find_zone(name)
    if zone is None:
        raise time_zone_not_recognized(name)
    return zone


def abbreviation(word: str, timezone: str) -> Kind | AbbreviatedZone | None:
    """What an abbreviation in lower case means to the TimeZone setting, or else to the set that is chosen."""
    known = _session_abbreviations(timezone).get(word)
    if known is not None:
        return known
    own = ABBREVIATION_SETS[chosen_set.get()].get(word)
    if own is not None:
        return Kind(own, False, word.upper())
    if word in DYNAMIC_ABBREVIATIONS:
        whole = session_zone(DYNAMIC_ABBREVIATIONS[word])
        past = history(whole.name)
        return None if past is None else AbbreviatedZone(word, whole, past)
    if word in UTC_ABBREVIATIONS:
        return Kind(0, False, "UTC")
    offset = ABBREVIATIONS.get(word)
    return None if offset is None else Kind(offset, word in SUMMER_ABBREVIATIONS, word.upper())


def abbreviated_zone(word: str, timezone: str) -> Zone | None:
    """The same as a zone."""
    found = abbreviation(word, timezone)
    return fixed_zone(found.offset, found.abbreviation) if isinstance(found, Kind) else found


@lru_cache(maxsize=64)
def _session_abbreviations(name: str) -> dict[str, Kind | AbbreviatedZone]:
    """What the abbreviations of a TimeZone setting's own zone mean, which input looks at first; in lower case."""
    zone = session_zone(name)
    past = history(zone.name)
    if past is None:
        word = zone.abbreviation_at(0)
        return {word.lower(): Kind(zone.offset_at(0), False, word)}
    meanings: dict[str, Kind | AbbreviatedZone] = {}
    for kind in past.kinds:
        word = kind.abbreviation.lower()
        meanings[word] = kind if meanings.get(word, kind) == kind else AbbreviatedZone(word, zone, past)
    return meanings
