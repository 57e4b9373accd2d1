"""Reads times of day, with and without a zone, in every notation of "Date/Time Input Interpretation". Mirrors
DecodeTimeOnly.
"""

from __future__ import annotations

from translator.errors.values import time_zone_not_recognized
from translator.types.datetime_input import DateTimeReader
from translator.types.datetime_parts import NOTHING, Fields, Part
from translator.types.datetime_scan import DAY_WORDS, MONTH_WORDS, UNITS
from translator.types.timezone import AbbreviatedZone, find_zone


def read_time(text: str, datatype: str, datestyle: str, timezone: str) -> Fields:
    """The fields of a time; `datatype` is the type's name for messages. Raises PgError 22007, 22008, 22009, 22023."""
    return TimeReader(text, datatype, datestyle.rpartition(" ")[2], timezone).read()


class TimeReader(DateTimeReader):
    """Reads one text."""

    keeps_summer = True

    def take_date(self, place: int, text: str) -> Part:
        fields = self.fields
        if place == 0 and len(fields) >= 2 and (fields[-1].kind == "date" or fields[1].kind == "time"):
            return self.decode_date(text)
        if text[0].isdigit():
            if Part.TIME in self.told or "-" not in text:
                raise self.bad()
            return self.clock_with_zone(text, self.told | Part.DATE)
        self.found.zone = find_zone(text)
        if self.found.zone is None:
            raise time_zone_not_recognized(text)
        return Part.ZONE

    def take_time(self, text: str) -> Part:
        self.decode_time(text)
        return Part.TIME

    def take_plain_number(self, place: int, text: str) -> Part:
        whole, point, _ = text.partition(".")
        if not point and len(text) <= 4:
            return self.number(text, self.told | Part.DATE, text_month=False)
        if point and place == 0 and len(self.fields) >= 2 and self.fields[-1].kind == "date":
            return self.decode_date(text)
        if point and len(whole) <= 2:
            raise self.bad()
        return self.number_field(text, self.told | Part.DATE)

    def take_word(self, word: str) -> Part | None:
        if word in MONTH_WORDS or word in DAY_WORDS:
            raise self.bad()
        return super().take_word(word)

    def take_label(self, word: str) -> Part:
        if self.prefix:
            raise self.bad()
        self.prefix = "time" if word == "t" else UNITS[word]
        return NOTHING

    def take_special(self, word: str) -> Part:
        if word == "now":
            self.found.special = word
            return Part.TIME
        if word != "allballs" and find_zone(word) is None:
            raise self.bad()
        return super().take_special(word)

    def finish(self) -> None:
        self.check_date()
        self.finish_meridian()
        if self.clock_overflows():
            raise self.overflow()
        if Part.TIME not in self.told:
            raise self.bad()
        self.settle()
        date = self.told & Part.DATE
        zone = self.found.zone
        dated = date == Part.DATE or (date == NOTHING and isinstance(zone, AbbreviatedZone))
        if zone is not None and zone.fixed is None and not dated:
            raise self.bad()
        if Part.ZONE not in self.told and date not in (NOTHING, Part.DATE):
            raise self.bad()
