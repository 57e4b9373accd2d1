"""Run-time settings (GUCs) of one session: values, rules, SHOW's form, and what rolls back with a transaction.

Which settings exist, with their kinds, ranges and defaults, is recorded from PostgreSQL; the few whose values have a
grammar of their own are declared in setting_checks.  Manual: "Server Configuration".
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from pgproxy.setting_checks import CHECKS, checked_datestyle, is_custom_name
from pgproxy.setting_values import BOOLEANS, parsed, shown
from translator.catalog import bootstrap, encodings
from translator.catalog.quote import quotes_all
from translator.catalog.setting_lists import LISTS_OF_NAMES, split_names
from translator.errors import PgError
from translator.errors.notices import notice
from translator.errors.privileges import insufficient_privilege
from translator.errors.state import (
    cannot_change_setting,
    cannot_change_setting_now,
    cannot_reset_setting,
    invalid_setting_name,
    setting_needs_restart,
    unrecognized_setting,
)
from translator.errors.statements import feature_not_supported
from translator.types.zone_abbreviations import chosen_set

if TYPE_CHECKING:
    from pgproxy.auto_conf import SystemSettings

FILE = "configuration file"
"""What pg_settings calls the source of what ALTER SYSTEM has set."""
REPORTED = (
    "in_hot_standby", "integer_datetimes", "TimeZone", "IntervalStyle", "search_path", "is_superuser",
    "application_name",
    "default_transaction_read_only", "scram_iterations", "DateStyle", "standard_conforming_strings",
    "session_authorization",
    "client_encoding", "server_version", "server_encoding",
)  # fmt: skip
"""Settings that a client is told of, at the start and whenever they change."""

_RESET_FIRST = {"datestyle": 3, "timezone": 2, "client_encoding": 1}
"""What a file or the client has set when a session begins, which RESET ALL comes to before what was set later."""

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
_NAMES_OF = {
    "role": "role", "session_authorization": "role", "default_tablespace": "tablespace",
    "temp_tablespaces": "tablespace", "default_table_access_method": "table access method",
}  # fmt: skip
"""Settings that name objects: a value that is stored may name what does not exist yet."""

_NOT_IN_FILE = frozenset(
    {
        "allow_alter_system", "config_file", "data_directory", "is_superuser", "role", "seed", "session_authorization",
        "transaction_deferrable", "transaction_isolation", "transaction_read_only",
    }
)  # fmt: skip
"""Settings that no file may have."""
_OPTIONS_ALONE = frozenset({"listen_addresses", "ssl", "unix_socket_directories"})
"""Settings that only the options of the server itself follow."""
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
        layers: Sequence[tuple[str, Mapping[str, str]]],
        user: str,
        checks: Mapping[str, Callable[[str], str]] = MappingProxyType({}),
        server: Mapping[str, str] = MappingProxyType({}),
        system: SystemSettings | None = None,
    ) -> None:
        """`layers` are what RESET goes back to, beyond PostgreSQL's own, each with the name that pg_settings has for
        where it comes from: the database, the role, the client.  checks: what the session itself has to say about
        values.  server: what the server was started with.  system: what ALTER SYSTEM has set.  Raises PgError for what
        a client asks for and cannot have.
        """
        self._checks = {**CHECKS, **checks}
        self._system = system
        self.identity_changed: Callable[[], None] = _nothing
        self._superuser = True
        self.granted: frozenset[str] = frozenset()
        """The settings that the current role may change by privilege."""
        self._facts = bootstrap.settings()
        self._values: dict[str, str] = {}
        self._defaults: dict[str, str] = {}
        self._sources: dict[str, str] = {}
        self.refused: list[PgError] = []
        """Warnings about values that the server itself has stored and that cannot be."""
        self._custom: dict[str, str] = {}
        self._preset = {**_PRESET, **server, "session_authorization": user}
        self._show_hooks: Mapping[str, Callable[[], str]] = {}
        self._assign_hooks: Mapping[str, Callable[[str], None]] = {}
        self._keepers: Mapping[str, Keeper] = {}
        self._undo: list[tuple[str, str | None, bool]] = []
        self.changed: dict[str, None] = {}
        """Those that the client may have to be told of, in the order of their first changes."""
        self._refresh()
        for source, values in layers:
            for name, value in values.items():
                self._begin_with(name, value, source)
        self._values.clear()
        self._undo.clear()

    def _begin_with(self, name: str, value: str, source: str) -> None:
        key = _key(name)
        if source == FILE:
            self._begin_with_file(key, value)
            return
        try:
            self.set(name, value)
        except PgError as error:
            if source == "client":
                raise
            error.severity = "WARNING"
            self.refused.append(error)
            return
        self._defaults[key] = self._raw(key)
        self._sources[key] = source

    def _begin_with_file(self, key: str, value: str) -> None:
        """What the server says itself is none of the file's."""
        if key not in self._preset:
            self._defaults[key] = self._checked(key, value)
            self._sources[key] = FILE

    def reload(self, values: Mapping[str, str]) -> None:
        """Begin with other values of the file, where nothing else was said."""
        old = {key for key, source in self._sources.items() if source == FILE}
        for key in old:
            del self._defaults[key], self._sources[key]
        fresh = {_key(name): value for name, value in values.items()}
        for key in fresh.keys() - self._sources.keys():
            self._begin_with_file(key, fresh[key])
        self.changed |= dict.fromkeys(old | fresh.keys())
        self._refresh()
        for key in (old | fresh.keys()) & self._assign_hooks.keys():
            self._assign_hooks[key](self._raw(key))

    def attach(self, show: Mapping[str, Callable[[], str]], assign: Mapping[str, Callable[[str], None]]) -> None:
        """Ask for some values, and tell of others, from now on."""
        self._show_hooks = {**self._show_hooks, **show}
        self._assign_hooks = {**self._assign_hooks, **assign}
        for name in assign.keys() & self._defaults.keys():
            assign[name](self._raw(name))

    def entrust(self, keepers: Mapping[str, Keeper]) -> None:
        """Let others keep some values from now on, through transactions and savepoints too."""
        self._keepers = keepers

    def detach(self) -> None:
        """The session is over: what has been attached, and knows it, is let go."""
        self._show_hooks, self._assign_hooks, self._keepers, self._checks = {}, {}, {}, {}
        self.identity_changed = _nothing

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
        return value if fact is None else shown(fact, value)

    def raw(self, name: str) -> str:
        """The value as SET would take it again.  Raises PgError 42704 for an unknown name."""
        return self._raw(_key(name))

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
                self._reset_value(key), *self._place(key),
            )  # fmt: skip

    def _place(self, key: str) -> tuple[str | None, int | None, int]:
        """Where in the file the value in force stands, for those who may know, and whether another one waits."""
        if self._system is None:
            return None, None, 0
        line = self._system.source(key) if self._superuser and self._source(key) == FILE else None
        file = None if line is None else str(self._system.path.resolve())
        return file, line, int(self._system.waits_for_restart(key))

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
            return self._sources[key]
        fact = self._facts[key]
        started_with = key in self._preset and fact["context"] == "postmaster" and self._preset[key] != fact["boot_val"]
        return "command line" if started_with else "default"

    def number(self, name: str) -> int:
        """An integer setting in its own unit."""
        return int(self._raw(name))

    def flag(self, name: str) -> bool:
        return BOOLEANS[self._raw(name)]

    def takes_escaped_quotes(self) -> bool:
        """Whether a quote behind a backslash is a part of a string, as backslash_quote has it."""
        taken = self._raw("backslash_quote")
        if taken == "safe_encoding":
            return encodings.encoding_number(self.client_encoding) <= encodings.LAST_OF_SERVERS
        return taken == "on"

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

    def check(self, name: str, value: str | None) -> list[PgError]:
        """Raise PgError for a name or value that SET would refuse, now and later; notices of what may exist later."""
        key = _key(name)
        self._check_may_change(key)
        if value is not None and key in _NAMES_OF:
            names = split_names(value) if key in LISTS_OF_NAMES else (value,)
            return [notice for name in names or () for notice in self._missing(key, name)]
        if value is not None:
            self._checked(key, value)
        return []

    def check_for_system(self, name: str, value: str | None) -> None:
        """Raise PgError for a name or value that ALTER SYSTEM would refuse."""
        key = _key(name)
        fact = self._facts.get(key)
        if key in _NOT_IN_FILE or (fact is not None and fact["context"] == "internal"):
            raise cannot_change_setting(self.name_of(key))
        if fact is None and "." not in key:
            raise unrecognized_setting(key)
        if fact is None and not is_custom_name(key):
            raise invalid_setting_name(key)
        if key in _OPTIONS_ALONE:
            raise feature_not_supported(f"ALTER SYSTEM SET {self.name_of(key)}")
        if value is not None:
            self._checked(key, value)
            if "\n" in value:
                raise PgError("22023", "parameter value for ALTER SYSTEM must not contain a newline")

    def _missing(self, key: str, name: str) -> Iterator[PgError]:
        try:
            self._checked(key, f'"{name}"' if key in LISTS_OF_NAMES else name)
        except PgError:
            yield notice(f'{_NAMES_OF[key]} "{name}" does not exist', sqlstate="42704")

    def reset_all(self) -> None:
        for key in sorted(self._values, key=lambda key: -_RESET_FIRST.get(key, 0)):
            fact = self._facts.get(key)
            if key not in _ROLE_SETTINGS and (fact is None or "NO_RESET_ALL" not in fact["flags"]):
                self.set(key, None)

    def _check_may_change(self, key: str) -> None:
        fact = self._facts.get(key)
        if key == "is_superuser":
            raise cannot_change_setting(key)
        if fact is None:
            if key in _ROLE_SETTINGS:
                return
            if "." not in key:
                raise unrecognized_setting(key)
            if not is_custom_name(key):
                raise invalid_setting_name(key)
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
            return checked_datestyle(value, self._raw(key))
        if key in self._checks:
            return self._checks[key](value)
        return value if fact is None else parsed(fact, value)

    def _store(self, key: str, value: str | None) -> None:
        if value is None:
            self._values.pop(key, None)
            if key not in self._facts and key not in self._preset:
                self._custom[key] = ""
        else:
            self._values[key] = value
        self.changed.setdefault(key)
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
            self.changed.setdefault("is_superuser")

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
        self.array_nulls = self.flag("array_nulls")
        self.transform_null_equals = self.flag("transform_null_equals")
        self.standard_conforming_strings = self.flag("standard_conforming_strings")
        self.search_path = split_names(self._raw("search_path")) or ()
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
        self.fires_triggers = self._raw("session_replication_role") != "replica"
        """Whether the triggers that enforce foreign keys fire, which they do not for a replica's changes."""
        quotes_all.set(self.flag("quote_all_identifiers"))
        chosen_set.set(self._raw("timezone_abbreviations"))
        self.default_deferrable = self.flag("default_transaction_deferrable")
        self.output_key = (
            self.datestyle, self.timezone, self.intervalstyle, self.extra_float_digits, self.bytea_output,
            self.client_encoding
        )  # fmt: skip
        self.plan_key = (
            self.datestyle, self.timezone, self.intervalstyle, self.search_path, self.array_nulls,
            self.transform_null_equals,
            *map(self._raw, ("timezone_abbreviations", "default_tablespace", "temp_tablespaces",
                             "default_table_access_method")),
        )  # fmt: skip


def _nothing() -> None:
    """For settings that no session follows."""


def _key(name: str) -> str:
    key = name.lower()
    return {"time zone": "timezone"}.get(key, key)
