"""The aggregate that runs the functions of those that users make.  Manual: "User-Defined Aggregates"."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from msgspec.json import decode

from translator.context import ExecutionContext
from translator.query import Storage

OWN_AGGREGATE = "pg_own_aggregate"


class _Functions(Struct, frozen=True):
    """SQLite queries for the next state and for the result, with the state and the arguments as their variables."""

    step: str
    strict: bool
    final: str | None = None
    final_strict: bool = False


class OwnAggregate:
    """A strict transition function passes over rows with nulls, and starts with the first of the others where there is
    no initial state.
    """

    __slots__ = ("context", "functions", "started", "state")

    def __init__(self, context: ExecutionContext) -> None:
        self.context = context
        self.functions: _Functions | None = None
        self.state: Storage = None
        self.started = False

    def begin(self, functions: str, initial: Storage) -> _Functions:
        """Take in what every row brings along, before the first of them."""
        self.functions = known = decode(functions, type=_Functions)
        self.state, self.started = initial, initial is not None
        return known

    def step(self, types: str, functions: str, initial: Storage, *args: Any) -> None:
        known = self.functions or self.begin(functions, initial)
        if known.strict:
            if None in args:
                return
            if not self.started:
                self.state, self.started = args[0], True
                return
            if self.state is None:
                return
        self.state = self.context.evaluate(known.step, (self.state, *args))

    def final(self) -> Storage:
        known = self.functions
        if known is None:  # without any rows, of which the caller takes care
            return None
        if known.final is None or (known.final_strict and self.state is None):
            return self.state
        return self.context.evaluate(known.final, (self.state,))
