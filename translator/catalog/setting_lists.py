"""Settings whose value is a list, which no view of PostgreSQL tells.  Manual: "Server Configuration"."""

from __future__ import annotations

import re

LISTS_OF_NAMES = frozenset((
    "local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries",
    "temp_tablespaces", "unix_socket_directories",
))  # fmt: skip
"""Their elements are identifiers: quoted unless they are plain."""
LISTS = LISTS_OF_NAMES | {
    "createrole_self_grant", "datestyle", "debug_io_direct", "listen_addresses", "log_connections", "log_destination",
    "oauth_validator_libraries", "output_plugin_libraries", "restrict_nonsystem_relation_kind",
    "synchronized_standby_slots", "synchronous_standby_names", "wal_consistency_checking",
}  # fmt: skip
"""Settings that SET takes several arguments for."""

_NAME = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^\s,"][^\s,]*))\s*(,|\Z)')


def split_names(text: str) -> tuple[str, ...] | None:
    """The names in a list of identifiers, without quotes, in lower case where they had none; None for a broken list."""
    names: list[str] = []
    place = 0
    while text.strip():
        found = _NAME.match(text, place)
        if found is None:
            return None
        quoted, plain, end = found.groups()
        names.append(quoted.replace('""', '"') if quoted is not None else plain.lower())
        place = found.end()
        if not end:
            break
    return tuple(names)
