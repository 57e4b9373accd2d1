"""Settings whose values have a grammar of their own, or name something that must exist.

Manual: "Server Configuration".
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from pgproxy.encodings import client_encoding
from pgproxy.setting_values import parse_boolean
from translator.catalog.bootstrap import system_catalog
from translator.catalog.names import config_path
from translator.catalog.rows import PgAm
from translator.catalog.setting_lists import split_names
from translator.errors import PgError
from translator.errors.objects import undefined_tablespace
from translator.errors.state import invalid_setting_value
from translator.errors.values import invalid_parameter_value
from translator.types.interval_input import read_interval
from translator.types.timezone import find_zone
from translator.types.zone_abbreviations import ABBREVIATION_SETS


def is_custom_name(name: str) -> bool:
    """Whether a setting of nobody's may have the name: identifiers with dots between them."""
    return all(_IDENTIFIER.fullmatch(part) for part in name.split("."))


_STYLES = {"iso": "ISO", "sql": "SQL", "german": "German", "postgres": "Postgres", "postgresql": "Postgres"}
_ORDERS = {
    "ymd": "YMD", "dmy": "DMY", "mdy": "MDY", "euro": "DMY", "european": "DMY", "us": "MDY", "noneuro": "MDY",
    "noneuropean": "MDY",
}  # fmt: skip


def checked_datestyle(value: str, before: str) -> str:
    """DateStyle's two halves, output format and field order; what is not mentioned stays as it is.

    Raises PgError 22023.
    """
    styles, orders = [], []
    default = False
    for word in re.split(r"[\s,]+", value.strip()):
        lowered = word.lower()
        default = default or lowered == "default"
        if lowered in _STYLES:
            styles.append(_STYLES[lowered])
        elif lowered in _ORDERS or lowered.startswith("euro"):
            orders.append(_ORDERS.get(lowered, "DMY"))
        elif lowered != "default":
            raise invalid_setting_value("DateStyle", value, detail=f'Unrecognized key word: "{word}".')
    if len(set(styles)) > 1 or len(set(orders)) > 1:
        raise invalid_setting_value("DateStyle", value, detail='Conflicting "DateStyle" specifications.')
    style, order = ("ISO", "MDY") if default else before.split(", ")
    if styles == ["German"]:
        order = "DMY"
    return f"{styles[0] if styles else style}, {orders[0] if orders else order}"


_ZONE_INTERVAL = re.compile(r"interval\s*'(?P<interval>[^']*)'", re.IGNORECASE)
_FAR = 2**31
"""The offset of hours that are no finite number, which no zone has."""
MAX_OFFSET_HOURS = 167
"""That of a POSIX zone."""


def _offset(value: str) -> int | None:
    """Seconds east of UTC, of hours or an INTERVAL; None for the name of a zone.  Raises PgError 22023."""
    if not value.lower().startswith("interval"):
        try:
            hours = float(value)
        except ValueError:
            return None
        if value[-1:].isspace():
            return None
        return int(hours * 3600) if math.isfinite(hours) else _FAR
    written = _ZONE_INTERVAL.fullmatch(value)
    if written is None:
        raise invalid_setting_value("TimeZone", value)
    months, days, us = read_interval(written["interval"], "", "postgres")
    if months or days:
        unit = "months" if months else "days"
        raise invalid_setting_value("TimeZone", value, detail=f"Cannot specify {unit} in time zone interval.")
    return int(us / 1_000_000)


def _offset_zone(value: str, seconds: int) -> str:
    """The POSIX zone of an offset, whose sign counts west.  Raises PgError 22023."""
    hours, rest = divmod(abs(seconds), 3600)
    if hours > MAX_OFFSET_HOURS:
        raise invalid_setting_value("TimeZone", value, detail="UTC timezone offset is out of range.")
    minutes, rest = divmod(rest, 60)
    digits = f"{hours:02d}" + (f":{minutes:02d}" if minutes or rest else "") + (f":{rest:02d}" if rest else "")
    east, west = ("+", "-") if seconds >= 0 else ("-", "+")
    return f"<{east}{digits}>{west}{digits}"


def _timezone(value: str) -> str:
    seconds = _offset(value)
    if seconds is not None:
        return _offset_zone(value, seconds)
    zone = find_zone(value)
    if zone is None:
        raise invalid_setting_value("TimeZone", value)
    return zone.name


def _abbreviations(value: str) -> str:
    if not value:
        raise invalid_parameter_value('could not read time zone file "": Is a directory')
    if value not in ABBREVIATION_SETS:
        raise invalid_setting_value("timezone_abbreviations", value)
    return value


def _ascii(value: str) -> str:
    """Names that go to logs and other clients: what is not ASCII is written as hexadecimal escapes."""
    return "".join(chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}" for byte in value.encode())


def tablespace_checks(exists: Callable[[str], object]) -> dict[str, Callable[[str], str]]:
    """The checks of the settings that name tablespaces; `exists` gives something for one that is there."""

    def check(value: str) -> str:
        if value and exists(value) is None:
            raise invalid_setting_value("default_tablespace", value, detail=f'Tablespace "{value}" does not exist.')
        return value

    def check_temporary(value: str) -> str:
        for name in split_names(_names("temp_tablespaces")(value)) or ():
            if name and exists(name) is None:
                raise undefined_tablespace(name)
        return value

    return {"default_tablespace": check, "temp_tablespaces": check_temporary}


def _built_in(name: str) -> str | None:
    """A tablespace that every server has."""
    return name if name in ("pg_default", "pg_global") else None


def _names(setting: str) -> Callable[[str], str]:
    """The check of a list of identifiers."""

    def check(value: str) -> str:
        if split_names(value) is None:
            raise invalid_setting_value(setting, value, detail="List syntax is invalid.")
        return value

    return check


def table_method_check(find: Callable[[str], PgAm | None]) -> dict[str, Callable[[str], str]]:
    """The check of the setting that names a table access method; `find` gives the method of a name."""

    def check(value: str) -> str:
        name = "default_table_access_method"
        if not value:
            raise invalid_setting_value(name, value, detail=f'"{name}" cannot be empty.')
        found = find(value)
        if found is None:
            raise invalid_setting_value(name, value, detail=f'Table access method "{value}" does not exist.')
        if found.amtype != "t":
            raise PgError("55000", f'access method "{value}" is not of type TABLE')
        return value

    return {"default_table_access_method": check}


def _every_method(name: str) -> PgAm | None:
    """An access method that every database has."""
    return next((row for row in system_catalog().access_methods.values() if row.amname == name), None)


def _text_search_config(value: str) -> str:
    path = config_path(value) if value else None
    if path is None:
        raise invalid_setting_value("default_text_search_config", value)
    return path


_IDENTIFIER = re.compile(r"(?:[A-Za-z_]|[^\0-\x7f])(?:[A-Za-z0-9_$]|[^\0-\x7f])*+")
_ENCODING = r"(\.[A-Za-z0-9-]+)?"
_PLAIN_LOCALE = re.compile(rf"(C|POSIX|en_US){_ENCODING}")
"""The locales that write money, numbers and dates as C does."""
_LOCALE = re.compile(rf"(C|POSIX|[a-z]{{2,3}}_[A-Z]{{2}}){_ENCODING}(@\w+)?")


def _locale(category: str, known: re.Pattern[str]) -> Callable[[str], str]:
    """A name of a locale that is there."""

    def check(value: str) -> str:
        if known.fullmatch(value) is None:
            raise invalid_setting_value(category, value)
        return value

    return check


def _without_oids(value: str) -> str:
    if parse_boolean("default_with_oids", value):
        raise PgError("0A000", "tables declared WITH OIDS are not supported")
    return "off"


CHECKS: dict[str, Callable[[str], str]] = {
    "default_with_oids": _without_oids,
    "timezone": _timezone,
    "timezone_abbreviations": _abbreviations,
    "client_encoding": client_encoding,
    "application_name": _ascii,
    "cluster_name": _ascii,
    **tablespace_checks(_built_in),
    "search_path": _names("search_path"),
    **table_method_check(_every_method),
    "default_text_search_config": _text_search_config,
    "lc_messages": _locale("lc_messages", _LOCALE),
    **{category: _locale(category, _PLAIN_LOCALE) for category in ("lc_monetary", "lc_numeric", "lc_time")},
}
