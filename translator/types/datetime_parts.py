"""What the text of a date or time is made of, and what it said."""

from __future__ import annotations

from enum import Flag, auto

from msgspec import Struct

from translator.types.timezone import Zone


class Part(Flag):
    """What a text has told of already; nothing may be told twice."""

    YEAR = auto()
    MONTH = auto()
    DAY = auto()
    DAY_OF_YEAR = auto()
    TIME = auto()
    ZONE = auto()
    SUMMER = auto()
    SUMMER_ZONE = auto()
    MERIDIAN = auto()
    ERA = auto()
    WEEKDAY = auto()
    DATE = YEAR | MONTH | DAY


NOTHING = Part(0)


class Fields(Struct):
    """What the text said. `special` is now, epoch, infinity or -infinity; `relative` a day counted from today."""

    special: str | None = None
    relative: int | None = None
    bc: bool = False
    """Whether the year of such a day, or of now, is one before Christ."""
    days: int | None = None
    """The date as days since 2000."""
    us: int | None = None
    offset: int | None = None
    """Seconds east of UTC."""
    zone: Zone | None = None
