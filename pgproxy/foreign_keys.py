"""Violated foreign keys: which constraint, which key, and on which side the statement broke it.

SQLite only says that some foreign key failed.  The statement runs again inside a savepoint with all checks deferred;
what `PRAGMA foreign_key_check` finds more than before is what it broke.  A child row that the statement wrote is at
fault itself; one that it left alone has lost its parent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import apsw
from msgspec import Struct

from pgproxy.own_query import may_see
from pgproxy.rerun import quoted, schema_name, shown_value, table_name, undone
from translator.catalog.action_text import action_context
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Constraint, Relation
from translator.errors import PgError
from translator.errors.constraints import foreign_key_violation, foreign_key_violation_referenced, restrict_violation
from translator.plan import Plan
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy.engine import Engine
    from pgproxy.session import Session

_SAVEPOINT = '"pgproxy deferral"'
MAX_LOOKED_AT = 1000
"""Broken references that are compared to find the first."""


class Orphan(Struct, frozen=True):
    """A row of `child` whose reference finds nothing."""

    child: Relation
    rowid: int
    constraint: Constraint
    key: tuple[Storage, ...]


def reached(image: CatalogImage, plan: Plan) -> list[Relation]:
    """The tables that a plan changes, and those that it reaches through references."""
    found: dict[int, Relation] = {}
    for oid in plan.targets:
        target = image.relation(oid)
        assert target is not None
        found[oid] = target
        found |= {relation.oid: relation for relation in dependents(image, target)}
    return list(found.values())


def dependents(image: CatalogImage, relation: Relation) -> list[Relation]:
    """The tables whose rows a change of this one can reach, through references to it and onwards."""
    found = {relation.oid: relation}
    waiting = [relation.oid]
    while waiting:
        parent = waiting.pop()
        for child in image.referring(parent):
            if child.oid not in found and any(known.references == parent for known in child.constraints):
                found[child.oid] = child
                waiting.append(child.oid)
    del found[relation.oid]
    return list(found.values())


def reaching_actions(image: CatalogImage, plan: Plan, reached: Relation) -> str | None:
    """The context of an error in a table whose rows follow those that a plan changes, which is the last action alone;
    None where several ways lead there.
    """
    paths: list[str] = []
    deletes = plan.tag.startswith("DELETE")
    waiting = [(oid, deletes, set(plan.written), frozenset({oid})) for oid in plan.targets]
    while waiting:
        parent, deleted, written, seen = waiting.pop(0)
        for child in image.referring(parent):
            for key in child.constraints:
                action = key.on_delete if deleted else key.on_update
                moves = deleted or not written or not written.isdisjoint(key.referenced_columns)
                if key.kind != "f" or key.references != parent or action not in "cnd" or not moves:
                    continue
                if child.oid == reached.oid:
                    paths.append(action_context(image, child, key, deleted=deleted))
                elif child.oid not in seen:
                    waiting.append((child.oid, deleted and action == "c", set(key.columns), seen | {child.oid}))
    return paths[0] if len(paths) == 1 else None


def referencing_tables(image: CatalogImage) -> list[Relation]:
    return [relation for relation in image.relations() if any(known.kind == "f" for known in relation.constraints)]


def unresolved(session: Session) -> bool:
    """Whether a reference that was deferred is broken at present."""
    return bool(session.engine.db.status(apsw.SQLITE_DBSTATUS_DEFERRED_FKS)[0])


@contextmanager
def deferred(session: Session) -> Iterator[None]:
    """Inside, no foreign key is checked at the end of a statement; what is broken then waits."""
    waiting = wait_for_end(session)
    try:
        yield
    finally:
        if waiting:
            check_each(session)


def wait_for_end(session: Session) -> bool:
    """Before the first of a statement's steps: put the checks off to the end of the last, unless they wait anyway."""
    engine = session.engine
    if engine.run("PRAGMA defer_foreign_keys")[0][0]:
        return False
    engine.run("PRAGMA defer_foreign_keys=ON")
    return True


def check_at_end(session: Session) -> None:
    """Behind the last step.  Raises apsw.ConstraintError for what is broken and does not wait for COMMIT."""
    if unresolved(session) and any(
        not session.transaction.defers(orphan.constraint)
        for orphan in orphans(session, referencing_tables(session.image))
    ):
        error = apsw.ConstraintError("FOREIGN KEY constraint failed")
        error.extendedresult = apsw.SQLITE_CONSTRAINT_FOREIGNKEY  # type: ignore[attr-defined]  # apsw sets it on others
        raise error
    check_each(session)


def check_each(session: Session) -> None:
    """References are checked by each SQLite statement again, and what is broken still waits: SQLite forgets it, but
    takes it back from a savepoint.
    """
    engine = session.engine
    broken = unresolved(session)
    if broken:
        engine.run(f"SAVEPOINT {_SAVEPOINT}")
    engine.run("PRAGMA defer_foreign_keys=OFF")
    if broken:
        engine.run(f"ROLLBACK TO {_SAVEPOINT}")
        engine.run(f"RELEASE {_SAVEPOINT}")


def explain_statement(session: Session, plan: Plan, bindings: Sequence[Storage]) -> PgError | None:
    """What a statement broke that has just failed.  Its transaction must still be open."""
    image, engine = session.image, session.engine
    watched = reached(image, plan)
    with undone(session), deferred(session):
        before = set(orphans(session, watched))
        session.execution.write(plan, bindings)
        broken = [orphan for orphan in orphans(session, watched) if orphan not in before]
    return _first(
        session,
        engine,
        [orphan for orphan in broken if not session.transaction.defers(orphan.constraint)] or broken,
        plan.tag,
    )


def explain_inserted(session: Session, relation: Relation, before: Sequence[Orphan]) -> PgError | None:
    """What rows inserted with checks deferred broke, beyond what was broken `before`."""
    broken = [
        orphan
        for orphan in orphans(session, [relation])
        if orphan not in before and not session.transaction.defers(orphan.constraint)
    ]
    return referencing_error(session, session.image, min(broken, key=_place)) if broken else None


def explain_present(session: Session, *, immediate: bool = False) -> PgError | None:
    """What the transaction leaves broken, deferred or not; another connection tells what a row was before it."""
    broken = list(orphans(session, referencing_tables(session.image)))
    if immediate:
        broken = [orphan for orphan in broken if not session.transaction.defers(orphan.constraint)]
    if not broken:
        return None
    other = session.database.acquire()
    try:
        return _first(session, other, broken, "")
    finally:
        session.database.release(other)


def explain_existing(
    session: Session, image: CatalogImage, relation: Relation, constraint: Constraint
) -> PgError | None:
    """The first row of a table that violates a constraint."""
    for row in _check(session.engine, relation):
        orphan = _orphan(session.engine, relation, row)
        if orphan is not None and orphan.constraint.name == constraint.name:
            return referencing_error(session, image, orphan)
    return None


def orphans(session: Session, relations: Sequence[Relation]) -> Iterator[Orphan]:
    """The broken references of these tables, at most MAX_LOOKED_AT of each."""
    for relation in relations:
        if not any(constraint.kind == "f" for constraint in relation.constraints):
            continue
        for row in _check(session.engine, relation)[:MAX_LOOKED_AT]:
            orphan = _orphan(session.engine, relation, row)
            if orphan is not None:
                yield orphan


def _check(engine: Engine, relation: Relation) -> list[tuple[Storage, ...]]:
    return engine.run(f"PRAGMA {relation.schema}.foreign_key_check({quoted(relation.physical)})")


def _orphan(engine: Engine, child: Relation, row: Sequence[Storage]) -> Orphan | None:
    """A line of foreign_key_check (table, rowid, parent, number) with its constraint and key."""
    lines = engine.run(f"PRAGMA {child.schema}.foreign_key_list({quoted(child.physical)})")
    columns = [line[3] for line in sorted(lines, key=lambda line: int(line[1] or 0)) if line[0] == row[3]]
    for constraint in child.constraints:
        if not constraint.is_native or [child.attribute(number).physical for number in constraint.columns] != columns:
            continue
        rowid = int(row[1] or 0)
        key = row_key(engine, child, constraint.columns, rowid)
        return None if key is None else Orphan(child, rowid, constraint, key)
    return None


def row_key(engine: Engine, relation: Relation, numbers: Sequence[int], rowid: int) -> tuple[Storage, ...] | None:
    columns = ", ".join(quoted(relation.attribute(number).physical) for number in numbers)
    rows = engine.run(f"SELECT {columns} FROM {table_name(relation)} WHERE rowid = ?", (rowid,))
    return rows[0] if rows else None


def _place(orphan: Orphan) -> tuple[int, int]:
    return orphan.rowid, orphan.constraint.oid


def _first(session: Session, before: Engine, broken: Sequence[Orphan], tag: str) -> PgError | None:
    """The error for the reference that PostgreSQL would have met first; `before` sees the rows as they were.

    Another connection sees tables as they are committed, and no temporary ones: rows of others count as written.
    """
    image = session.image

    def seen(relation: Relation, columns: Sequence[int]) -> Relation | None:
        if before is session.engine:
            return relation
        committed = None if relation.schema == "temp" else session.database.image.relation(relation.oid)
        return None if committed is None or max(columns) > len(committed.attributes) else committed

    def is_written(orphan: Orphan) -> bool:
        child = seen(orphan.child, orphan.constraint.columns)
        return child is None or row_key(before, child, orphan.constraint.columns, orphan.rowid) != orphan.key

    written = [orphan for orphan in broken if is_written(orphan)]
    if written:
        return referencing_error(session, image, min(written, key=_place))
    lost = []
    for orphan in broken:
        parent = image.relation(orphan.constraint.references)
        assert parent is not None
        known = seen(parent, orphan.constraint.referenced_columns)
        found = None if known is None else _parent(before, known, orphan)
        if found is not None:
            rowid, key = found
            lost.append((not _restricts(orphan.constraint, tag), rowid, orphan.constraint.oid, orphan, key))
    if not lost:
        return referencing_error(session, image, broken[0]) if broken else None
    *_, orphan, key = min(lost, key=lambda item: item[:3])
    return referenced_error(session, image, orphan, key, restricted=_restricts(orphan.constraint, tag))


def _parent(engine: Engine, parent: Relation, orphan: Orphan) -> tuple[int, tuple[Storage, ...]] | None:
    """The row that was referenced, by rowid, and its key."""
    columns = [quoted(parent.attribute(number).physical) for number in orphan.constraint.referenced_columns]
    tests = " AND ".join(f"{column} = ?" for column in columns)
    rows = engine.run(f"SELECT rowid, {', '.join(columns)} FROM {table_name(parent)} WHERE {tests}", orphan.key)
    return (int(rows[0][0] or 0), rows[0][1:]) if rows else None


def referencing_error(session: Session, image: CatalogImage, orphan: Orphan) -> PgError:
    """A row refers to what is not there."""
    parent = image.relation(orphan.constraint.references)
    assert parent is not None
    shown = _shown(session, orphan.child, orphan.constraint.columns, orphan.key)
    detail = f'{shown} is not present in table "{parent.name}".'
    return foreign_key_violation(schema_name(image, orphan.child), orphan.child.name, orphan.constraint.name, detail)


def _restricts(constraint: Constraint, tag: str) -> bool:
    """Whether RESTRICT, not NO ACTION, stands against a statement of this kind."""
    return {"DELETE": constraint.on_delete, "UPDATE": constraint.on_update}.get(tag) == "r"


def referenced_error(
    session: Session, image: CatalogImage, orphan: Orphan, key: Sequence[Storage], *, restricted: bool
) -> PgError:
    """A row that was still referred to is gone, or has another key now."""
    child, constraint = orphan.child, orphan.constraint
    parent = image.relation(constraint.references)
    assert parent is not None
    shown = _shown(session, parent, constraint.referenced_columns, key)
    if restricted:
        detail = f'{shown} is referenced from table "{child.name}".'
        return restrict_violation(schema_name(image, child), child.name, constraint.name, parent.name, detail)
    detail = f'{shown} is still referenced from table "{child.name}".'
    return foreign_key_violation_referenced(schema_name(image, child), child.name, constraint.name, parent.name, detail)


def _shown(session: Session, relation: Relation, numbers: Sequence[int], key: Sequence[Storage]) -> str:
    if not may_see(session, relation, numbers):
        return "Key"
    attributes = [relation.attribute(number) for number in numbers]
    values = [shown_value(session, attribute.type, value) for attribute, value in zip(attributes, key, strict=True)]
    return f"Key ({', '.join(attribute.name for attribute in attributes)})=({', '.join(values)})"
