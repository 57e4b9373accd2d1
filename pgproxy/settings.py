"""Run-time settings (GUCs) of one session: values, rules, SHOW's form, and what rolls back with a transaction.

Which settings exist, with their kinds, ranges and defaults, is recorded from PostgreSQL; the few whose values have a
grammar of their own are declared in `_CHECKS`.  Manual: "Server Configuration".
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pgproxy.encodings import client_encoding
from translator.catalog import bootstrap
from translator.catalog.quote import quotes_all
from translator.errors import (
    PgError,
    cannot_change_setting,
    cannot_change_setting_now,
    cannot_reset_setting,
    feature_not_supported,
    insufficient_privilege,
    invalid_setting_value,
    setting_needs_restart,
    unrecognized_setting,
)
from translator.types.interval_input import read_interval
from translator.types.timezone import find_zone

REPORTED = (
    "in_hot_standby", "integer_datetimes", "TimeZone", "IntervalStyle", "search_path", "is_superuser",
    "application_name",
    "default_transaction_read_only", "scram_iterations", "DateStyle", "standard_conforming_strings",
    "session_authorization",
    "client_encoding", "server_version", "server_encoding",
)  # fmt: skip
"""Settings that a client is told of, at the start and whenever they change."""

_OWN_DEFAULTS = {
    "timezone": "UTC",
    "client_encoding": "UTF8",
    "server_encoding": "UTF8",
    "lc_messages": "C",
    "lc_monetary": "C",
    "lc_numeric": "C",
    "lc_time": "C",
    "datestyle": "ISO, MDY",
    "default_text_search_config": "pg_catalog.english",
    "search_path": '"$user", public',
    "tcp_keepalives_idle": "0",
    "tcp_keepalives_interval": "0",
    "tcp_keepalives_count": "0",
}
_ROLE_SETTINGS = ("role", "session_authorization")
_PRESET = {"role": "none", "is_superuser": "on", "in_hot_standby": "off", "integer_datetimes": "on"}
_BOOLEANS = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}
_MEMORY = {"B": 1, "kB": 1024, "8kB": 8192, "MB": 1024**2, "GB": 1024**3, "TB": 1024**4}
_TIME = {"us": 0.001, "ms": 1.0, "s": 1000.0, "min": 60_000.0, "h": 3_600_000.0, "d": 86_400_000.0}
_NUMBER = re.compile(r"\s*+([+-]?(?:0x[0-9a-fA-F]++|\d++(?:\.\d*+)?(?:[eE][+-]?\d++)?|\.\d++))\s*+([A-Za-z]*+)\s*+\Z")

_ONLY = {
    "array_nulls": "on", "exit_on_error": "off",
    "timezone_abbreviations": "Default", "transform_null_equals": "off",
}  # fmt: skip
"""Settings that would change what statements mean, with the one value that is followed."""
_SEVERITIES = ("debug5", "debug4", "debug3", "debug2", "debug1", "log", "notice", "warning", "error")
"""The values of client_min_messages, the least severe first."""


class Keeper(NamedTuple):
    """Who keeps a setting's value: what it is, whether it was set, and how it is set."""

    value: Callable[[], str]
    is_set: Callable[[], bool]
    assign: Callable[[str], None]


class Settings:
    """The values of one session.  Reads are attribute-cheap for what output functions ask; `plan_key` names what
    plans depend on.
    """

    def __init__(
        self,
        defaults: Mapping[str, str],
        user: str,
        checks: Mapping[str, Callable[[str], str]] = MappingProxyType({}),
        server: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`defaults` are what RESET goes back to, beyond PostgreSQL's own: from the start-up packet, the role, the
        database.  checks: what the session itself has to say about values.  server: what the server was started with.
        """
        self._checks = {**_CHECKS, **checks}
        self.identity_changed: Callable[[], None] = _nothing
        self._superuser = True
        self.granted: frozenset[str] = frozenset()
        """The settings that the current role may change by privilege."""
        self._facts = bootstrap.settings()
        self._values: dict[str, str] = {}
        self._defaults: dict[str, str] = {}
        self._custom: dict[str, str] = {}
        self._preset = {**_PRESET, **server, "session_authorization": user}
        self._show_hooks: Mapping[str, Callable[[], str]] = {}
        self._assign_hooks: Mapping[str, Callable[[str], None]] = {}
        self._keepers: Mapping[str, Keeper] = {}
        self._undo: list[tuple[str, str | None, bool]] = []
        self.changed: set[str] = set()
        self._refresh()
        for name, value in defaults.items():
            self.set(name, value)
            self._defaults[_key(name)] = self._raw(_key(name))
            self._values.pop(_key(name), None)
        self._undo.clear()

    def attach(self, show: Mapping[str, Callable[[], str]], assign: Mapping[str, Callable[[str], None]]) -> None:
        """Ask for some values, and tell of others, from now on."""
        self._show_hooks = {**self._show_hooks, **show}
        self._assign_hooks = {**self._assign_hooks, **assign}
        for name in assign.keys() & self._defaults.keys():
            assign[name](self._raw(name))

    def entrust(self, keepers: Mapping[str, Keeper]) -> None:
        """Let others keep some values from now on, through transactions and savepoints too."""
        self._keepers = keepers

    # reading

    def get(self, name: str) -> str:
        """The value as SHOW prints it.  Raises PgError 42704 for an unknown name."""
        key = _key(name)
        if key in self._keepers:
            return self._keepers[key].value()
        if key in self._show_hooks:
            return self._show_hooks[key]()
        value = self._raw(key)
        fact = self._facts.get(key)
        return value if fact is None else _shown(fact, value)

    def flags(self, name: str) -> list[str] | None:
        """The GUC flags of a setting; None for an unknown one."""
        fact = self._facts.get(_key(name))
        return None if fact is None else list(fact["flags"])

    def explained(self) -> dict[str, str]:
        """The planner's settings that are not what they are by default, as EXPLAIN (SETTINGS) shows them."""
        return {
            fact["name"]: self.get(key)
            for key, fact in sorted(self._facts.items())
            if "EXPLAIN" in fact["flags"] and self._raw(key) != str(fact["boot_val"])
        }

    def _raw(self, key: str) -> str:
        value = self._values.get(key)
        if value is not None:
            return value
        if key in self._defaults:
            return self._defaults[key]
        if key in self._preset:
            return self._preset[key]
        if key in _OWN_DEFAULTS:
            return _OWN_DEFAULTS[key]
        fact = self._facts.get(key)
        if fact is not None:
            return str(fact["setting"] if fact["setting"] is not None else "")
        if key in self._custom:
            return self._custom[key]
        raise unrecognized_setting(key)

    def names(self) -> list[str]:
        """Every setting that SHOW ALL shows, by name."""
        return [fact["name"] for _, fact in sorted(self._facts.items()) if "NO_SHOW_ALL" not in fact["flags"]]

    def rows(self) -> Iterator[tuple[str | int | None, ...]]:
        """pg_settings: every setting with its raw value and the facts about it."""
        for key, fact in sorted(self._facts.items()):
            if "NO_SHOW_ALL" in fact["flags"]:
                continue
            hook = self._keepers[key].value if key in self._keepers else self._show_hooks.get(key)
            value = self._raw(key) if hook is None else hook()
            enumvals = json.dumps(fact["enumvals"]) if fact["enumvals"] else None
            yield (
                fact["name"], value, fact["unit"], fact["category"], None, None, fact["context"], fact["vartype"],
                self._source(key),
                fact["min_val"], fact["max_val"], enumvals, fact["boot_val"],
                self._reset_value(key), None, None, 0,
            )  # fmt: skip

    def _reset_value(self, key: str) -> str | None:
        for known in (self._defaults, self._preset, _OWN_DEFAULTS):
            if key in known:
                return known[key]
        fact = self._facts[key]
        octal = fact["vartype"] == "integer" and fact["setting"].startswith("0") and fact["setting"] != "0"
        value: str | None = fact["boot_val"] if octal else fact["setting"]
        return value

    def _source(self, key: str) -> str:
        """Where a value comes from, in the words of pg_settings."""
        if key in self._keepers:
            return "session" if self._keepers[key].is_set() else "override"
        if key in self._values:
            return "session"
        if key in self._defaults:
            return "client"
        fact = self._facts[key]
        started_with = key in self._preset and fact["context"] == "postmaster" and self._preset[key] != fact["boot_val"]
        return "command line" if started_with else "default"

    def number(self, name: str) -> int:
        """An integer setting in its own unit."""
        return int(self._raw(name))

    def flag(self, name: str) -> bool:
        return _BOOLEANS[self._raw(name)]

    def name_of(self, key: str) -> str:
        """The setting's name as PostgreSQL spells it."""
        fact = self._facts.get(key)
        return str(fact["name"]) if fact is not None else key

    # changing

    def set(self, name: str, value: str | None, *, local: bool = False) -> None:
        """SET; None sets the default.  Raises PgError 42704, 22023, 55P02."""
        key = _key(name)
        self._check_may_change(key)
        if value is None and key in self._facts and "NO_RESET" in self._facts[key]["flags"]:
            raise cannot_reset_setting(self._facts[key]["name"])
        new = None if value is None else self._checked(key, value)
        if new is not None and key in self._keepers:
            self._keepers[key].assign(new)
            return
        self._undo.append((key, self._values.get(key), local))
        self._store(key, new)
        if key == "session_authorization":
            self.set("role", None, local=local)

    def check(self, name: str, value: str) -> None:
        """Raise PgError for a name or value that SET would refuse."""
        key = _key(name)
        self._check_may_change(key)
        self._checked(key, value)

    def reset_all(self) -> None:
        for key in list(self._values):
            fact = self._facts.get(key)
            if key not in _ROLE_SETTINGS and (fact is None or "NO_RESET_ALL" not in fact["flags"]):
                self.set(key, None)

    def _check_may_change(self, key: str) -> None:
        fact = self._facts.get(key)
        if key == "is_superuser":
            raise cannot_change_setting(key)
        if fact is None:
            if "." not in key and key not in _ROLE_SETTINGS:
                raise unrecognized_setting(key)
            return
        context = fact["context"]
        if context == "superuser" and not self._superuser and key not in self.granted:
            raise insufficient_privilege(f'permission denied to set parameter "{fact["name"]}"')
        if context == "internal":
            raise cannot_change_setting(fact["name"])
        if context in ("postmaster", "sighup"):
            raise (
                setting_needs_restart(fact["name"])
                if context == "postmaster"
                else cannot_change_setting_now(fact["name"])
            )
        if context in ("backend", "superuser-backend"):
            raise PgError("55P02", f'parameter "{fact["name"]}" cannot be set after connection start')

    def _checked(self, key: str, value: str) -> str:
        fact = self._facts.get(key)
        if key == "datestyle":
            return _datestyle(value, self._raw(key))
        if key in self._checks:
            return self._checks[key](value)
        checked = value if fact is None else _parsed(fact, value)
        if checked != _ONLY.get(key, checked):
            assert fact is not None
            raise feature_not_supported(f"{fact['name']} = {checked}")
        return checked

    def _store(self, key: str, value: str | None) -> None:
        if value is None:
            self._values.pop(key, None)
            if key not in self._facts and key not in self._preset:
                self._custom[key] = ""
        else:
            self._values[key] = value
        self.changed.add(key)
        self._refresh()
        if key in _ROLE_SETTINGS or key == "row_security":
            self.identity_changed()
        if key in self._assign_hooks:
            self._assign_hooks[key](self._raw(key))

    def tell_superuser(self, superuser: bool) -> None:
        """Note whether the current role is one."""
        if superuser != self._superuser:
            self._superuser = superuser
            self._preset["is_superuser"] = "on" if superuser else "off"
            self.changed.add("is_superuser")

    # transactions

    def commit(self) -> None:
        """Keep what SET changed, take back SET LOCAL."""
        self._take_back(0, local_only=True)

    def rollback(self) -> None:
        self._take_back(0, local_only=False)

    def mark(self) -> int:
        """A point to go back to, for savepoints."""
        return len(self._undo)

    def rollback_to(self, mark: int) -> None:
        self._take_back(mark, local_only=False)

    def _take_back(self, mark: int, *, local_only: bool) -> None:
        if len(self._undo) == mark:
            return
        restore: dict[str, str | None] = {}
        for key, before, local in reversed(self._undo[mark:]):
            if not local_only or local:
                restore[key] = before
            elif key in restore:
                del restore[key]
        del self._undo[mark:]
        for key, before in restore.items():
            self._store(key, before)

    def tells(self, severity: str) -> bool:
        """Whether the client wants to hear of a message; INFO is what it asked for."""
        return severity == "INFO" or _SEVERITIES.index(severity.lower()) >= self.least_severity

    # what is read often

    def _refresh(self) -> None:
        self.datestyle = self._raw("datestyle")
        self.timezone = self._raw("timezone")
        self.intervalstyle = self._raw("intervalstyle")
        self.extra_float_digits = int(self._raw("extra_float_digits"))
        self.bytea_output = self._raw("bytea_output")
        self.client_encoding = self._raw("client_encoding")
        self.standard_conforming_strings = self.flag("standard_conforming_strings")
        self.search_path = _split_path(self._raw("search_path"))
        self.statement_timeout = int(self._raw("statement_timeout"))
        self.lock_timeout = int(self._raw("lock_timeout"))
        self.idle_writer_timeout = int(self._raw("pgproxy.idle_writer_timeout"))
        self.deadlock_timeout = int(self._raw("deadlock_timeout"))
        self.transaction_timeout = int(self._raw("transaction_timeout"))
        self.idle_in_transaction_session_timeout = int(self._raw("idle_in_transaction_session_timeout"))
        self.idle_session_timeout = int(self._raw("idle_session_timeout"))
        self.client_connection_check_interval = int(self._raw("client_connection_check_interval"))
        self.ends_idle_clients = bool(self.idle_in_transaction_session_timeout or self.idle_session_timeout)
        self.least_severity = _SEVERITIES.index(self._raw("client_min_messages"))
        self.default_isolation = self._raw("default_transaction_isolation")
        self.default_read_only = self.flag("default_transaction_read_only")
        quotes_all.set(self.flag("quote_all_identifiers"))
        self.default_deferrable = self.flag("default_transaction_deferrable")
        self.output_key = (
            self.datestyle, self.timezone, self.intervalstyle, self.extra_float_digits, self.bytea_output,
            self.client_encoding
        )  # fmt: skip
        self.plan_key = (self.datestyle, self.timezone, self.intervalstyle, self.search_path)


def _nothing() -> None:
    """For settings that no session follows."""


def _key(name: str) -> str:
    key = name.lower()
    return {"time zone": "timezone"}.get(key, key)


def _parsed(fact: Mapping[str, Any], value: str) -> str:
    """The value in its canonical form.  Raises PgError 22023."""
    kind = fact["vartype"]
    if kind == "bool":
        return "on" if parse_boolean(fact["name"], value) else "off"
    if kind == "enum":
        for allowed in fact["enumvals"]:
            if allowed.lower() == value.lower():
                return str(allowed)
        raise invalid_setting_value(fact["name"], value, hint=f"Available values: {', '.join(fact['enumvals'])}.")
    if kind in ("integer", "real"):
        return _parsed_number(fact, value)
    return value


def parse_boolean(name: str, value: str) -> bool:
    """PostgreSQL's spellings of a boolean setting, unambiguous prefixes included."""
    text = value.strip().lower()
    for word, meaning in _BOOLEANS.items():
        if text and word.startswith(text) and (len(text) > 1 or word[0] in "tfyn10") and text != "o":
            return meaning
    raise PgError("22023", f'parameter "{name}" requires a Boolean value')


def _parsed_number(fact: Mapping[str, Any], value: str) -> str:
    match = _NUMBER.match(value)
    if match is None:
        raise invalid_setting_value(fact["name"], value)
    text, unit = match.groups()
    number = float(int(text, 16)) if text.lower().startswith("0x") else float(text)
    if unit:
        number = _in_unit(fact, value, number, unit)
    if fact["vartype"] == "integer":
        number = float(math.floor(number + 0.5)) if number != int(number) else number
    low, high = float(fact["min_val"]), float(fact["max_val"])
    if not low <= number <= high:
        own = f" {fact['unit']}" if fact["unit"] else ""
        shown = f"{number:g}" if fact["vartype"] == "real" else str(int(number))
        raise PgError(
            "22023",
            f'{shown}{own} is outside the valid range for parameter "{fact["name"]}" '
            f"({fact['min_val']}{own} .. {fact['max_val']}{own})",
        )
    return repr(number) if fact["vartype"] == "real" and number != int(number) else str(int(number))


def _in_unit(fact: Mapping[str, Any], value: str, number: float, unit: str) -> float:
    own = fact["unit"]
    table = _MEMORY if own in _MEMORY else _TIME if own in _TIME else None
    if table is None or unit not in table:
        units = [unit for unit in table if unit != "8kB"] if table is not None else []
        listed = ", ".join(f'"{unit}"' for unit in units[:-1])
        hint = f'Valid units for this parameter are {listed}, and "{units[-1]}".' if units else None
        raise invalid_setting_value(fact["name"], value, hint=hint)
    return number * table[unit] / table[own]


def _shown(fact: Mapping[str, Any], value: str) -> str:
    """SHOW's form: a number with the largest unit that divides it."""
    unit = fact["unit"]
    if not unit or fact["vartype"] not in ("integer", "real") or value in ("0", "-1"):
        return value
    table = _MEMORY if unit in _MEMORY else _TIME
    total = float(value) * table[unit]
    if total < 0:
        return value
    for name in sorted(table, key=lambda name: -table[name]):
        if name != "8kB" and total % table[name] == 0:
            return f"{int(total // table[name])}{name}"
    return value


def _split_path(text: str) -> tuple[str, ...]:
    """search_path's names, unquoted."""
    names = re.findall(r'"((?:[^"]|"")*)"|([^\s,]+)', text)
    return tuple(quoted.replace('""', '"') if quoted else plain.lower() for quoted, plain in names)


def _datestyle(value: str, before: str) -> str:
    """DateStyle's two halves, output format and field order; what is not mentioned stays as it is."""
    style, order = before.split(", ")
    for word in re.split(r"[\s,]+", value.strip()):
        lowered = word.lower()
        if lowered in ("iso", "sql", "german", "postgres", "postgresql"):
            style = {"iso": "ISO", "sql": "SQL", "german": "German"}.get(lowered, "Postgres")
            order = "DMY" if lowered == "german" and not any(o in value.lower() for o in ("mdy", "ymd")) else order
        elif lowered in ("ymd", "dmy", "mdy"):
            order = lowered.upper()
        elif lowered.startswith("euro"):
            order = "DMY"
        elif lowered in ("us", "noneuro", "noneuropean"):
            order = "MDY"
        elif lowered == "default":
            style, order = "ISO", "MDY"
        else:
            raise invalid_setting_value("DateStyle", value, detail=f'Unrecognized key word: "{word}".')
    return f"{style}, {order}"


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


def _ascii(value: str) -> str:
    """Names that go to logs and other clients: what is not ASCII is written as hexadecimal escapes."""
    return "".join(chr(byte) if 32 <= byte < 127 else f"\\x{byte:02x}" for byte in value.encode())


def _tablespace(value: str) -> str:
    if value not in ("", "pg_default", "pg_global"):
        raise invalid_setting_value("default_tablespace", value, detail=f'Tablespace "{value}" does not exist.')
    return value


def _without_oids(value: str) -> str:
    if parse_boolean("default_with_oids", value):
        raise PgError("0A000", "tables declared WITH OIDS are not supported")
    return "off"


_CHECKS: dict[str, Callable[[str], str]] = {
    "default_with_oids": _without_oids,
    "timezone": _timezone,
    "client_encoding": client_encoding,
    "application_name": _ascii,
    "cluster_name": _ascii,
    "default_tablespace": _tablespace,
}
