"""The form of a date and time that programs write, 2024-01-31 12:34:56.789+01, read without the general parser.

It means the same under every DateStyle.  Whatever looks different, or is out of range, is for `datetime_input`.
"""

from __future__ import annotations

import re
from datetime import date

from translator.types.calendar import DAY_US

_FORM = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:(Z)|([+-])(\d\d)(?::?(\d\d))?)?", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EPOCH = date(2000, 1, 1).toordinal()
_LARGEST_OFFSET = 15


def iso_days(text: str) -> int | None:
    """Days since 2000-01-01; None when the text is not of this form."""
    if _DATE.fullmatch(text) is None:
        return None
    try:
        return date.fromisoformat(text).toordinal() - _EPOCH
    except ValueError:
        return None


def iso_instant(text: str) -> tuple[int, int | None] | None:
    """Local microseconds since 2000 and the offset in seconds east of UTC, if given; None when not of this form."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    day, hour, minute, second, fraction, utc, sign, offset_hours, offset_minutes = match.groups()
    days = iso_days(day)
    if days is None or hour > "23" or minute > "59" or second > "59":
        return None
    us = ((int(hour) * 60 + int(minute)) * 60 + int(second)) * 1_000_000
    if fraction is not None:
        us += int(fraction.ljust(6, "0"))
    offset = 0 if utc else None
    if sign is not None:
        if int(offset_hours) > _LARGEST_OFFSET or (offset_minutes or "") > "59":
            return None
        offset = (int(offset_hours) * 60 + int(offset_minutes or 0)) * (60 if sign == "+" else -60)
    return days * DAY_US + us, offset
