"""What the server itself knows: key words, time zones, extensions ("System Information Functions")."""

from __future__ import annotations

import time
from bisect import bisect
from collections.abc import Iterator
from functools import cache
from typing import Any

from translator.builtins.declare import function, set_returning
from translator.catalog import bootstrap
from translator.catalog.tablespace import DEFAULT, GLOBAL
from translator.context import ExecutionContext
from translator.errors import PgError
from translator.types.array import Array, store
from translator.types.calendar import UNIX_EPOCH_US
from translator.types.interval import pack
from translator.types.timezone import find_zone, session_zone, zone_names
from translator.types.zone_abbreviations import ABBREVIATION_SETS, chosen_set
from translator.types.zone_history import history

Rows = Iterator[tuple[Any, ...]]
KEYWORD_KINDS = {
    "U": "unreserved",
    "C": "unreserved (cannot be function or type name)",
    "T": "reserved (can be function or type name)",
    "R": "reserved",
}


@set_returning("pg_get_keywords()")
def pg_get_keywords() -> Rows:
    facts = bootstrap.load("pg_keywords")
    for row in facts.rows:
        known = facts.defaults | row
        label = "can be bare label" if known["barelabel"] else "requires AS"
        yield known["word"], known["catcode"], int(known["barelabel"]), KEYWORD_KINDS[known["catcode"]], label


@set_returning("pg_timezone_names()", context=True)
def pg_timezone_names(context: ExecutionContext) -> Rows:
    """Every zone with what is in force now."""
    now = time.time_ns() // 1000 + UNIX_EPOCH_US
    for name in zone_names():
        zone = find_zone(name)
        if zone is not None:
            offset = pack(0, 0, zone.offset_at(now) * 1_000_000)
            yield name, zone.abbreviation_at(now), offset, int(zone.is_dst_at(now))


@set_returning("pg_timezone_abbrevs_abbrevs()")
def pg_timezone_abbrevs_abbrevs() -> Rows:
    """The abbreviations of the chosen set."""
    facts = bootstrap.load("pg_timezone_abbrevs")
    known = {row["abbrev"]: (row["utc_offset"], int(row["is_dst"])) for row in facts.complete()}
    own = {word.upper(): (offset, 0) for word, offset in ABBREVIATION_SETS[chosen_set.get()].items()}
    for word, (offset, is_dst) in sorted((known | own).items()):
        yield word, pack(0, 0, offset * 1_000_000), is_dst


@set_returning("pg_timezone_abbrevs_zone()", context=True)
def pg_timezone_abbrevs_zone(context: ExecutionContext) -> Rows:
    """The abbreviations that the session's zone has used, those that are no words left out."""
    found = history(session_zone(context.settings.timezone).name)
    if found is not None:
        for kind in found.abbreviations(int(time.time())):
            if kind.abbreviation[:1].isalpha():
                yield kind.abbreviation, pack(0, 0, kind.offset * 1_000_000), int(kind.is_dst)


def _extensions() -> Iterator[tuple[str, str]]:
    """Name and version of what can be created: the extensions that every database has already."""
    for row in bootstrap.load("pg_extension").rows:
        yield row["extname"], row["extversion"]


@set_returning("pg_available_extensions()")
def pg_available_extensions() -> Rows:
    return ((name, version, COMMENTS.get(name)) for name, version in _extensions())


@set_returning("pg_available_extension_versions()")
def pg_available_extension_versions() -> Rows:
    return ((name, version, 1, 1, 0, "pg_catalog", None, COMMENTS.get(name)) for name, version in _extensions())


COMMENTS = {"plpgsql": "PL/pgSQL procedural language"}


@set_returning("pg_prepared_xact()")
def pg_prepared_xact() -> Rows:
    """None: two-phase commit is not offered."""
    return iter(())


@function("pg_numa_available()")
def pg_numa_available() -> int:
    """Memory is not placed by hand."""
    return 0


@set_returning("pg_get_loaded_modules()")
def pg_get_loaded_modules() -> Rows:
    """None: there are no libraries to load."""
    return iter(())


@set_returning("pg_get_catalog_foreign_keys()")
def pg_get_catalog_foreign_keys() -> Rows:
    """How the catalogs refer to each other."""
    for row in bootstrap.load("pg_catalog_foreign_keys").complete():
        columns, keys = (store(Array.of(row[name])) for name in ("fkcols", "pkcols"))
        yield row["fktable"], columns, row["pktable"], keys, int(row["is_array"]), int(row["is_opt"])


@cache
def _assigned() -> tuple[list[int], list[int]]:
    """The first and the last code points of the runs that are assigned."""
    facts = bootstrap.load("unicode_assigned")
    return list(facts.column("first")), list(facts.column("last"))


@function("unicode_assigned(text)")
def unicode_assigned(text: str) -> int:
    """Whether all characters are assigned in the version of Unicode that PostgreSQL 18 goes by."""
    first, last = _assigned()
    return int(all(ord(character) <= last[bisect(first, ord(character)) - 1] for character in text))


@function("unicode_version()")
def unicode_version() -> str:
    """The version that PostgreSQL 18 goes by."""
    return "16.0"


@function("icu_unicode_version()")
def icu_unicode_version() -> None:
    """Null: there is no ICU."""


@function('"system_user"()', context=True)
def system_user(context: ExecutionContext) -> str | None:
    return context.system_user


@function("pg_current_logfile()", "pg_current_logfile(text)")
def pg_current_logfile(kind: str | None = None) -> None:
    """Null: there is no logging collector."""


@function("pg_safe_snapshot_blocking_pids(integer)")
def pg_safe_snapshot_blocking_pids(pid: int) -> str:
    """Nobody: a safe snapshot never waits."""
    return "[]"


@function("pg_encoding_max_length(integer)")
def pg_encoding_max_length(encoding: int) -> int | None:
    return ENCODING_LENGTHS.get(encoding)


ENCODING_LENGTHS = {0: 1, 1: 3, 2: 3, 3: 3, 4: 4, 5: 3, 6: 4, 7: 4} | dict.fromkeys(range(8, 35), 1)
ENCODING_LENGTHS |= {35: 2, 36: 2, 37: 2, 38: 2, 39: 4, 40: 3, 41: 3}


@function("pg_tablespace_location(oid)", context=True)
def pg_tablespace_location(context: ExecutionContext, oid: int) -> str:
    """The directory that a tablespace was made for; empty for those of the data folder.  Raises PgError 58P01."""
    found = context.catalog.tablespace(oid)
    if found is None and oid:
        raise PgError("58P01", f'could not stat file "pg_tblspc/{oid}": No such file or directory')
    if found is None or found.oid in (DEFAULT, GLOBAL):
        return ""
    return found.location or f"pg_tblspc/{oid}"


@function("pg_notification_queue_usage()")
def pg_notification_queue_usage() -> float:
    """Notifications never wait in a queue of limited size."""
    return 0.0
