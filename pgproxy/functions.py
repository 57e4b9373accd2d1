"""PostgreSQL's functions as SQLite's, each registered when a statement first names it: there are more than a thousand,
and most connections need a few.

SQLite says what it misses when it prepares a statement, before anything has happened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from typing import Any

import apsw

from pgproxy.set_returning import set_returning_modules
from translator.builtins import declare, facts
from translator.builtins.declare import VARIADIC, WINDOW_SUFFIX, AggregateFunction, Function
from translator.builtins.frame_spec import FRAME
from translator.builtins.internal import INTERNAL, InternalFunction
from translator.builtins.own_aggregate import OWN_AGGREGATE, OwnAggregate
from translator.builtins.window_frame import Framed
from translator.context import ExecutionContext
from translator.errors.values import limit_negative, merge_row_twice, more_than_one_row, offset_negative
from translator.lower.implementation import DISTINCT_SUFFIX
from translator.lower.stored import STORED_SUFFIX, varying_functions
from translator.query import Storage

Registration = Callable[[apsw.Connection, ExecutionContext], None]

_MISSING = re.compile(r"(?:no such function: |unknown function: |no such table: )(\w+)")


def register_missing(db: apsw.Connection, context: ExecutionContext, error: apsw.Error, known: set[str]) -> bool:
    """Registers the function that a statement failed for; false when the error is another one. known: what there is."""
    missing = _MISSING.search(str(error))
    if missing is None or missing[1] in known:
        return False
    register = _registrations().get(missing[1])
    if register is None:
        return False
    known.add(missing[1])
    register(db, context)
    return True


@cache
def _registrations() -> dict[str, Registration]:
    """How each function is registered, by its name in SQLite."""
    found: dict[str, Registration] = {}
    for function in set(declare.FUNCTIONS.values()):
        found[function.sqlite_name] = partial(_register_scalar, function.sqlite_name, function)
    for name, internal in INTERNAL.items():
        found[name] = partial(_register_scalar, name, internal)
    for aggregate in set(declare.AGGREGATES.values()):
        found[aggregate.sqlite_name] = partial(_register_aggregate, aggregate)
        found[aggregate.sqlite_name + DISTINCT_SUFFIX] = partial(_register_distinct, aggregate)
        found[aggregate.window_name] = partial(_register_window, aggregate)
    found[OWN_AGGREGATE] = _register_own
    found[OWN_AGGREGATE + DISTINCT_SUFFIX] = _register_own_distinct
    found[OWN_AGGREGATE + WINDOW_SUFFIX] = _register_own_window
    for name, module in set_returning_modules().items():
        found[name] = module
    for name in varying_functions():
        found[name + STORED_SUFFIX] = partial(_register_stored, name)
    for name, check in _CHECKS.items():
        found[name] = partial(_register_check, name, check)
    found[FRAME] = _register_frame
    found["pg_single"] = _register_single
    return found


def _register_scalar(
    name: str, function: Function | InternalFunction, db: apsw.Connection, context: ExecutionContext
) -> None:
    db.create_scalar_function(name, function.callable(context), -1, deterministic=function.deterministic)


def _register_stored(name: str, db: apsw.Connection, context: ExecutionContext) -> None:
    register: Any = _registrations()[name]
    _, function = register.args
    db.create_scalar_function(name + STORED_SUFFIX, function.callable(context), -1, deterministic=True)


def _register_aggregate(aggregate: AggregateFunction, db: apsw.Connection, context: ExecutionContext) -> None:
    db.create_window_function(aggregate.sqlite_name, partial(_running, aggregate.factory(context)), -1)


def _register_distinct(aggregate: AggregateFunction, db: apsw.Connection, context: ExecutionContext) -> None:
    factory: Any = partial(_Deduplicated, aggregate.factory(context), context if aggregate.types else None)
    db.create_window_function(aggregate.sqlite_name + DISTINCT_SUFFIX, partial(_running, factory), -1)


def _register_window(aggregate: AggregateFunction, db: apsw.Connection, context: ExecutionContext) -> None:
    db.create_window_function(aggregate.window_name, aggregate.window_factory(context), -1)


def _register_own(db: apsw.Connection, context: ExecutionContext) -> None:
    db.create_window_function(OWN_AGGREGATE, partial(_running, partial(OwnAggregate, context)), -1)


def _register_own_distinct(db: apsw.Connection, context: ExecutionContext) -> None:
    factory: Any = partial(_Deduplicated, partial(OwnAggregate, context), context)
    db.create_window_function(OWN_AGGREGATE + DISTINCT_SUFFIX, partial(_running, factory), -1)


def _register_own_window(db: apsw.Connection, context: ExecutionContext) -> None:
    factory: Any = partial(declare.Windowed, partial(OwnAggregate, context))
    db.create_window_function(OWN_AGGREGATE + WINDOW_SUFFIX, factory, -1)


def _register_check(name: str, check: Callable[..., Storage], db: apsw.Connection, context: ExecutionContext) -> None:
    db.create_scalar_function(name, check, 1)


def _register_frame(db: apsw.Connection, context: ExecutionContext) -> None:
    framed: Any = partial(Framed, context)
    db.create_window_function(FRAME, framed, -1)


def _register_single(db: apsw.Connection, context: ExecutionContext) -> None:
    db.create_window_function("pg_single", partial(_running, _Single), 1)


def _running(factory: Callable[[], Any]) -> Any:
    """An aggregate in the form of a window function, whose errors alone APSW reports to SQLite at once: those of a
    plain aggregate's end let the statement go on with a NULL, those of its steps with the next rows.
    """
    aggregate = factory()
    kind = type(aggregate)
    return aggregate, kind.step, kind.final, kind.final, _stay


def _stay(_aggregate: Any, *_args: Storage) -> None:
    """Rows never leave an aggregate that is not over a window."""


class _Single:
    """The value of a scalar subquery; a second row is 21000."""

    __slots__ = ("seen", "value")

    def __init__(self) -> None:
        self.seen = False
        self.value: Storage = None

    def step(self, value: Storage) -> None:
        if self.seen:
            raise more_than_one_row()
        self.seen = True
        self.value = value

    def final(self) -> Storage:
        return self.value


class _Deduplicated:
    """An aggregate that sees each combination of arguments once. context: where the first argument tells the types of
    the others, by which values may be equal that are stored otherwise.
    """

    __slots__ = ("context", "inner", "seen")

    def __init__(self, factory: Callable[[], Any], context: ExecutionContext | None) -> None:
        self.inner = factory()
        self.context = context
        self.seen: set[Iterable[Any]] = set()

    def step(self, *args: Any) -> None:
        key = args if self.context is None else self._keys(self.context, *args)
        if key not in self.seen:
            self.seen.add(key)
            self.inner.step(*args)

    @staticmethod
    def _keys(context: ExecutionContext, oids: str, *values: Any) -> tuple[Any, ...]:
        types = facts.datatypes(oids.removesuffix(VARIADIC), context)
        return tuple(None if value is None else one.key(value) for one, value in zip(types, values, strict=False))

    def final(self) -> Storage:
        result: Storage = self.inner.final()
        return result


def _merge_once(count: int) -> int:
    """How many source rows change a target row; 21000 for more than one."""
    if count > 1:
        raise merge_row_twice()
    return count


def _limit(count: int | None) -> int:
    """LIMIT's number for SQLite: none is -1, a negative one is 2201W."""
    if count is None:
        return -1
    if count < 0:
        raise limit_negative()
    return count


def _offset(count: int | None) -> int:
    if count is None:
        return 0
    if count < 0:
        raise offset_negative()
    return count


_CHECKS: dict[str, Callable[..., Storage]] = {"pg_merge_once": _merge_once, "pg_limit": _limit, "pg_offset": _offset}
