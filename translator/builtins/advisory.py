"""Advisory locks ("Advisory Lock Functions")."""

from __future__ import annotations

from typing import Any

from translator.builtins.declare import function
from translator.context import ExecutionContext
from translator.errors.notices import warning
from translator.errors.transactions import lock_not_available

UNSIGNED = 2**32
BIGINT, PAIR = 1, 2
"""objsubid of a lock named by one number, and of one named by two."""
VOID = ""


def _key(numbers: tuple[int, ...]) -> tuple[int, int, int]:
    """classid, objid and objsubid as pg_locks shows them."""
    if len(numbers) == 1:
        high, low = divmod(numbers[0] % UNSIGNED**2, UNSIGNED)
        return high, low, BIGINT
    return numbers[0] % UNSIGNED, numbers[1] % UNSIGNED, PAIR


def _locking(name: str, *, shared: bool, wait: bool, transaction: bool) -> None:
    def lock(context: ExecutionContext, *numbers: int) -> Any:
        granted = context.advisory_lock(_key(numbers), shared=shared, wait=wait, transaction=transaction)
        if not wait:
            return int(granted)
        if not granted:
            raise lock_not_available()
        return VOID

    lock.__name__ = name
    function(f"{name}(bigint)", f"{name}(integer,integer)", context=True)(lock)


def _unlocking(name: str, *, shared: bool) -> None:
    def unlock(context: ExecutionContext, *numbers: int) -> int:
        if context.advisory_unlock(_key(numbers), shared=shared):
            return 1
        context.notice(warning(f"you don't own a lock of type {'ShareLock' if shared else 'ExclusiveLock'}"))
        return 0

    unlock.__name__ = name
    function(f"{name}(bigint)", f"{name}(integer,integer)", context=True)(unlock)


for _shared in (False, True):
    _suffix = "_shared" if _shared else ""
    for _scope, _transaction in (("", False), ("xact_", True)):
        for _prefix, _wait in (("pg_", True), ("pg_try_", False)):
            _name = f"{_prefix}advisory_{_scope}lock{_suffix}"
            _locking(_name, shared=_shared, wait=_wait, transaction=_transaction)
    _unlocking(f"pg_advisory_unlock{_suffix}", shared=_shared)


@function("pg_advisory_unlock_all()", context=True)
def pg_advisory_unlock_all(context: ExecutionContext) -> str:
    """Gives back all locks that the session holds for itself."""
    context.advisory_unlock_all()
    return VOID
