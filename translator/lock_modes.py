"""The modes of locks on relations, and which of them conflict ("Explicit Locking")."""

from __future__ import annotations

(
    ACCESS_SHARE,
    ROW_SHARE,
    ROW_EXCLUSIVE,
    SHARE_UPDATE_EXCLUSIVE,
    SHARE,
    SHARE_ROW_EXCLUSIVE,
    EXCLUSIVE,
    ACCESS_EXCLUSIVE,
) = range(1, 9)

NAMES = (
    "",
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
)
CONFLICTS = (
    frozenset[int](),
    frozenset({8}),
    frozenset({7, 8}),
    frozenset({5, 6, 7, 8}),
    frozenset({4, 5, 6, 7, 8}),
    frozenset({3, 4, 6, 7, 8}),
    frozenset({3, 4, 5, 6, 7, 8}),
    frozenset({2, 3, 4, 5, 6, 7, 8}),
    frozenset({1, 2, 3, 4, 5, 6, 7, 8}),
)
"""By mode, the modes that another session cannot hold meanwhile."""
