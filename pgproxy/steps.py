"""Plans of several SQLite statements: all or none of them, each reading what the earlier ones have kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pgproxy import foreign_keys
from translator.lower.context import Bind
from translator.plan import Plan, Step
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy.engine import Engine
    from pgproxy.session import Session

_SAVEPOINT = '"pgproxy steps"'


def run_steps(session: Session, plan: Plan, parameters: Sequence[Storage]) -> list[Any]:
    """The rows of the last statement; `session.execution.step_changes` is then how many rows the whole has changed."""
    engine = session.engine
    kept: dict[str, tuple[Sequence[str], list[Any]]] = {}
    counted = 0
    engine.run(f"SAVEPOINT {_SAVEPOINT}")
    waiting = plan.writes and foreign_keys.wait_for_end(session)
    try:
        for step in plan.steps:
            called_for = step.when is None or _holds(kept, *step.when)
            if called_for and step.moved is not None and plan.late_keys:
                session.transaction.deferred_keys.expect_moves(step.moved, *kept[step.moved.rows])
            rows = engine.run(step.sql, _bound(step.binds, parameters)) if called_for else []
            if step.counted and called_for:
                counted += engine.changes
            if step.table:
                engine.keep_rows(step.table, step.columns, rows)
                kept[step.table] = step.columns, rows
            if step.repeated is not None:
                _repeat(engine, step, rows, _bound(step.repeated.binds, parameters))
        rows = engine.run(plan.sql, _bound(plan.binds, parameters))
        session.execution.step_changes = counted + engine.changes
        for table in kept:
            engine.forget_rows(table)
        if waiting:
            foreign_keys.check_at_end(session)
    except BaseException:
        if engine.in_transaction:
            engine.run(f"ROLLBACK TO {_SAVEPOINT}")
            engine.run(f"RELEASE {_SAVEPOINT}")
            if waiting:
                foreign_keys.check_each(session)
        raise
    engine.run(f"RELEASE {_SAVEPOINT}")
    return rows


def _holds(kept: Mapping[str, tuple[Sequence[str], list[Any]]], table: str, column: str, value: int) -> bool:
    """Whether kept rows have a value in a column."""
    columns, rows = kept[table]
    place = columns.index(column)
    return any(row[place] == value for row in rows)


def _bound(binds: Sequence[Bind], parameters: Sequence[Storage]) -> list[Storage]:
    return [parameters[bind.number - 1] for bind in binds]


def _repeat(engine: Engine, step: Step, rows: list[Any], bindings: Sequence[Storage]) -> None:
    """Add the rows of a recursive query's term until there are no more."""
    assert step.repeated is not None
    work = step.repeated.work
    while rows:
        engine.keep_rows(work, step.columns, rows)
        rows = engine.run(step.repeated.sql, bindings)
        engine.forget_rows(work)
        engine.add_rows(step.table, step.columns, rows)
