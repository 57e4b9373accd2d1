"""SQLite collations for types whose stored text sorts otherwise than the type: arrays, rows, ranges."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from translator.context import ExecutionContext
from translator.types import registry
from translator.types.oids import RECORD

KEYS_KEPT = 4096


Key = Callable[[str], Any]


def order(context: ExecutionContext, oid: int) -> Callable[[str, str], int]:
    """The comparison of stored values by the type's `key`; a user-defined type is looked up anew, since DDL may
    change it.
    """
    key = _builtin_key(oid) if registry.is_builtin(oid) else lambda value: context.catalog.datatype(oid).key(value)

    says_same = oid != RECORD
    """Whether equal texts are equal values: rows may hold what cannot be compared."""

    def compare(left: str, right: str) -> int:
        if says_same and left == right:
            return 0
        one, other = key(left), key(right)
        return int(one > other) - int(one < other)

    return compare


def _builtin_key(oid: int) -> Key:
    return lru_cache(KEYS_KEPT)(registry.builtin(oid).key)
