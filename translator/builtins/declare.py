"""Decorators that register implementations of PostgreSQL's functions, one place per function.

A key is a function's signature as `regprocedure` prints it: `lpad(text,integer,text)`. Strictness, volatility and
result type
come from pg_proc's recorded row (`Implementation.proc`), never from here. Bodies take and return values in storage
form.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property, partial
from importlib import import_module
from typing import Any, Protocol, TypeVar

from msgspec import Struct
from sqlglot import exp

from translator.builtins import facts
from translator.catalog.rows import PgProc
from translator.context import ExecutionContext

Body = Callable[..., Any]
BodyT = TypeVar("BodyT", bound=Callable[..., Any])
ClassT = TypeVar("ClassT", bound=type)
Lowering = Callable[..., exp.Expression | None]


class Aggregate(Protocol):
    """One running aggregate; NULL inputs do reach `step`. A window frame that shrinks needs `inverse` and `value`."""

    def step(self, *args: Any) -> None: ...
    def final(self) -> Any: ...


class Implementation(Struct, eq=False, dict=True):
    """What is common to all kinds: the keys and the facts."""

    signatures: tuple[str, ...]
    body: Callable[..., Any]
    context: bool = False
    types: bool = False
    columns: bool = False

    @cached_property
    def sqlite_name(self) -> str:
        """The name that SQLite knows it by; unique among all implementations."""
        return "pg_" + self.body.__name__.strip("_").lower()

    @cached_property
    def proc(self) -> PgProc:
        """pg_proc's row of the first key; all keys agree on strictness and volatility."""
        return facts.proc(self.signatures[0])

    @property
    def strict(self) -> bool:
        return facts.is_strict(self.signatures[0])

    @property
    def deterministic(self) -> bool:
        return facts.volatility(self.signatures[0]) == "i"

    @property
    def stable(self) -> bool:
        return facts.volatility(self.signatures[0]) == "s"


class Function(Implementation, eq=False):
    """A scalar function with a Python body."""

    writes: bool = False
    _plain: Callable[..., Any] | None = None

    def callable(self, context: ExecutionContext) -> Callable[..., Any]:
        """What to register with SQLite under `sqlite_name` with any number of arguments.

        With `types`, SQLite passes one extra leading argument: the oids of the actual arguments' types,
        comma-separated; with `columns`, one before that: the result's columns as JSON.
        """
        if not self.context and not self.types and not self.columns:
            if self._plain is None:
                self._plain = _strict(self.body) if self.strict else self.body
            return self._plain
        body = partial(self.body, context) if self.context else self.body
        if self.columns:
            body = _told_columns(body, context, types=self.types)
        elif self.types:
            return _typed(body, context, strict=self.strict)
        return _strict(body) if self.strict else body


class AggregateFunction(Implementation, eq=False):
    """An aggregate over a class with `step` and `final`."""

    def factory(self, context: ExecutionContext) -> Callable[[], Any]:
        """Makes a fresh running aggregate; a typed one takes the oids' text as the first argument of each step."""
        if self.types:
            return partial(_TypedAggregate, self.body, context, self.context)
        return partial(self.body, context) if self.context else self.body

    @property
    def window_name(self) -> str:
        """The name under which SQLite knows it as a window function."""
        return self.sqlite_name if hasattr(self.body, "inverse") else self.sqlite_name + WINDOW_SUFFIX

    def window_factory(self, context: ExecutionContext) -> Callable[[], Any]:
        """Makes a fresh running aggregate that rows can leave again."""
        factory = self.factory(context)
        return factory if hasattr(self.body, "inverse") else partial(Windowed, factory)


class SetReturning(Implementation, eq=False):
    """A set-returning function: yields values, or tuples where there are several OUT columns."""

    def rows(self, context: ExecutionContext, *args: Any) -> Iterable[Any]:
        """The rows of one call; a strict function yields nothing for a NULL argument."""
        if self.strict and None in args:
            return ()
        leading: list[Any] = [context] if self.context else []
        taken = 0
        if self.columns:
            leading.append(facts.result_columns(args[0], context))
            taken = 1
        if self.types:
            leading.append(facts.datatypes(args[taken], context))
            taken += 1
        rows: Iterable[Any] = self.body(*leading, *args[taken:])
        return rows


WINDOW_SUFFIX = "_window"
"""Follows the name of an aggregate over a window, where rows cannot leave it."""
VARIADIC = "*"
"""Follows the types' oids where the last argument is an array written with VARIADIC, whose elements are the arguments
of a function that takes any.
"""
ValueT = TypeVar("ValueT")


class Registry(Mapping[str, ValueT]):
    """Implementations of one kind by their keys, complete from the first look-up on: a server starts without the
    modules of the library, which are many.
    """

    def __init__(self) -> None:
        self._declared: dict[str, ValueT] = {}

    def __getitem__(self, signature: str) -> ValueT:
        _load()
        return self._declared[signature]

    def __iter__(self) -> Iterator[str]:
        _load()
        return iter(self._declared)

    def __len__(self) -> int:
        _load()
        return len(self._declared)

    def add(self, signatures: Iterable[str], implementation: ValueT) -> None:
        """Declare an implementation. Raises RuntimeError where there is one."""
        for signature in signatures:
            if signature in self._declared:
                raise RuntimeError(f"{signature} is implemented twice")
            self._declared[signature] = implementation


@cache
def _load() -> None:
    import_module("translator.builtins.all")


FUNCTIONS: Registry[Function] = Registry()
LOWERINGS: Registry[Lowering] = Registry()
TYPED_LOWERINGS: Registry[Lowering] = Registry()
"""Native forms that look at the types of the arguments."""
AGGREGATES: Registry[AggregateFunction] = Registry()
AGGREGATE_LOWERINGS: Registry[Lowering] = Registry()
TYPED_AGGREGATE_LOWERINGS: Registry[Lowering] = Registry()
PLAIN_AGGREGATE_LOWERINGS: Registry[Lowering] = Registry()
"""Native forms beside a class, for aggregates without DISTINCT or OVER."""
SET_RETURNING: Registry[SetReturning] = Registry()
WINDOWS: Registry[str] = Registry()
"""Window functions that SQLite has under the same name and with the same results."""


def function(
    *signatures: str, context: bool = False, types: bool = False, columns: bool = False, writes: bool = False
) -> Callable[[BodyT], BodyT]:
    """Register a Python body. With `context` it gets the ExecutionContext first, with `columns` then the tuple of
    `facts.ResultColumn` that its row is to have, with `types` the actual types' tuple next. One that `writes` changes
    the database's tables.
    """

    def register(body: BodyT) -> BodyT:
        FUNCTIONS.add(signatures, Function(signatures, body, context, types, columns, writes))
        return body

    return register


def lowering(*signatures: str, types: bool = False) -> Callable[[BodyT], BodyT]:
    """Register a native form: sqlglot expressions of the arguments in, an expression with the same result out.

    With `types` the oids of the arguments' types come first, as one sequence.
    """
    return _plain_registration(TYPED_LOWERINGS if types else LOWERINGS, signatures)


def aggregate(*signatures: str, context: bool = False, types: bool = False) -> Callable[[ClassT], ClassT]:
    """Register an aggregate class."""

    def register(cls: ClassT) -> ClassT:
        AGGREGATES.add(signatures, AggregateFunction(signatures, cls, context, types))
        return cls

    return register


def aggregate_lowering(*signatures: str, types: bool = False, plain: bool = False) -> Callable[[BodyT], BodyT]:
    """Register a native form of an aggregate; `types` as for `lowering`. `plain`: not for DISTINCT or OVER."""
    if plain:
        return _plain_registration(PLAIN_AGGREGATE_LOWERINGS, signatures)
    return _plain_registration(TYPED_AGGREGATE_LOWERINGS if types else AGGREGATE_LOWERINGS, signatures)


def set_returning(
    *signatures: str, context: bool = False, types: bool = False, columns: bool = False
) -> Callable[[BodyT], BodyT]:
    """Register a generator of rows; the options are those of `function`."""

    def register(body: BodyT) -> BodyT:
        SET_RETURNING.add(signatures, SetReturning(signatures, body, context, types, columns))
        return body

    return register


def window(signature: str, sqlite_name: str) -> None:
    """Declare that SQLite's own window function gives PostgreSQL's results."""
    WINDOWS.add((signature,), sqlite_name)


def _plain_registration(registry: Registry[Any], signatures: tuple[str, ...]) -> Callable[[BodyT], BodyT]:
    def register(body: BodyT) -> BodyT:
        registry.add(signatures, body)
        return body

    return register


def _strict(body: Callable[..., Any]) -> Callable[..., Any]:
    """`body`, answering NULL when an argument is NULL."""

    def strict(*args: Any) -> Any:
        return None if None in args else body(*args)

    return strict


def _told_columns(body: Callable[..., Any], context: ExecutionContext, *, types: bool) -> Callable[..., Any]:
    def told(columns: str, *args: Any) -> Any:
        wanted = facts.result_columns(columns, context)
        return body(wanted, facts.datatypes(args[0], context), *args[1:]) if types else body(wanted, *args)

    return told


def _typed(body: Callable[..., Any], context: ExecutionContext, *, strict: bool) -> Callable[..., Any]:
    def typed(oids: str, *args: Any) -> Any:
        if strict and None in args:
            return None
        if oids.endswith(VARIADIC):
            types, spread = facts.spread_array(oids.removesuffix(VARIADIC), args, context)
            return None if spread is None else body(types, *spread)
        return body(facts.datatypes(oids, context), *args)

    return typed


class Windowed:
    """An aggregate without an inverse over a moving frame: it starts anew from the frame's rows once one has left."""

    __slots__ = ("factory", "rows", "running", "stale")

    def __init__(self, factory: Callable[[], Any]) -> None:
        self.factory = factory
        self.running = factory()
        self.rows: deque[tuple[Any, ...]] = deque()
        self.stale = False

    def step(self, *args: Any) -> None:
        self.rows.append(args)
        if not self.stale:
            self.running.step(*args)

    def inverse(self, *args: Any) -> None:
        self.rows.popleft()
        self.stale = True

    def value(self) -> Any:
        if self.stale:
            self.running = self.factory()
            for row in self.rows:
                self.running.step(*row)
            self.stale = False
        return self.running.final()

    final = value


class _TypedAggregate:
    """Builds the aggregate at its first row, when the oids are known; without rows its class's `empty` counts."""

    __slots__ = ("build", "context", "empty", "running")

    def __init__(self, cls: Callable[..., Any], context: ExecutionContext, with_context: bool) -> None:
        self.build = partial(cls, context) if with_context else cls
        self.context = context
        self.empty = getattr(cls, "empty", None)
        self.running: Any = None

    def step(self, oids: str, *args: Any) -> None:
        if self.running is None:
            self.running = self.build(facts.datatypes(oids, self.context))
        self.running.step(*args)

    def inverse(self, oids: str, *args: Any) -> None:
        self.running.inverse(*args)

    def value(self) -> Any:
        return self.empty if self.running is None else self.running.value()

    def final(self) -> Any:
        return self.empty if self.running is None else self.running.final()
