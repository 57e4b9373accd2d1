"""Which collations stored text already follows: those that order by code point.  Manual: "Collation Support"."""

from __future__ import annotations

_BINARY = frozenset({"default", "C", "POSIX", "ucs_basic", "pg_c_utf8", "C.UTF-8", "C.utf8"})


def is_binary(collation: str) -> bool:
    """Whether a collation orders by code point, as all stored text is ordered."""
    return collation in _BINARY
