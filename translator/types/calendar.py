"""The proleptic Gregorian calendar over integers: days since 2000-01-01, PostgreSQL's epoch, to years (0 is 1 BC),
months, days, and back.
"""

from __future__ import annotations

from functools import lru_cache

DAY_US = 86_400_000_000
MAX_PRECISION = 6
"""Digits of a second."""
UNIX_EPOCH_DAYS = -10957
"""1970-01-01."""
UNIX_EPOCH_US = UNIX_EPOCH_DAYS * DAY_US
JULIAN_EPOCH = 2451545
"""The Julian day of the day 0."""
_MARCH_OF_YEAR_0 = 730425
"""Days from 0000-03-01 to the day 0."""
_WEEKDAY = 6
"""The day 0 was a Saturday."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAY_NAMES = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_from_civil(year: int, month: int, day: int) -> int:
    """The number of a date; `day` may lie outside the month."""
    shifted = year - (month <= 2)
    era, of_era = divmod(shifted, 400)
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - _MARCH_OF_YEAR_0


@lru_cache(maxsize=8192)
def civil_from_days(days: int) -> tuple[int, int, int]:
    """Year, month, day of a number of days."""
    era, of_era = divmod(days + _MARCH_OF_YEAR_0, 146097)
    year = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_length(year: int, month: int) -> int:
    return 29 if month == 2 and is_leap(year) else LENGTHS[month - 1]


def day_of_week(days: int) -> int:
    """0 is Sunday."""
    return (days + _WEEKDAY) % 7


def monday_of(days: int) -> int:
    """The Monday of a day's week."""
    return days - (days + _WEEKDAY - 1) % 7


def day_of_year(days: int) -> int:
    return days - days_from_civil(civil_from_days(days)[0], 1, 1) + 1


def iso_week(days: int) -> tuple[int, int]:
    """ISO year and week."""
    thursday = monday_of(days) + 3
    year = civil_from_days(thursday)[0]
    return year, (thursday - days_from_civil(year, 1, 1)) // 7 + 1
