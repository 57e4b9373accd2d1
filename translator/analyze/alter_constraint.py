"""ALTER TABLE ... ALTER CONSTRAINT: raw tree to action.  Manual: ALTER TABLE."""

from __future__ import annotations

from translator import command as c
from translator.analyze.state import Analysis
from translator.catalog.relation import Relation
from translator.errors import PgError
from translator.parser import Node


def alter_constraint(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    """What becomes of a foreign key or, where children are concerned, of NOT NULL.

    Raises PgError 42704, 42809, 0A000.
    """
    changes = getattr(item, "def")
    name = changes.conname
    found = next((known for known in relation.constraints if known.name == name), None)
    where = f'constraint "{name}" of relation "{relation.name}"'
    if found is None:
        raise PgError("42704", f"{where} does not exist")
    _ = changes.noinherit, changes.deferrable, changes.initdeferred, changes.is_enforced
    if changes.alter_deferrability and found.kind != "f":
        raise PgError("42809", f"{where} is not a foreign key constraint")
    if changes.alter_enforceability and found.kind != "f":
        raise PgError("42809", f"cannot alter enforceability of {where}")
    if changes.alter_inheritability:
        if found.kind != "n":
            raise PgError("42809", f"{where} is not a not-null constraint")
        if relation.kind == "p" and changes.noinherit:
            message = f'not-null constraint "{name}" on partitioned table "{relation.name}" cannot be NO INHERIT'
            raise PgError("0A000", message)
        wanted = c.NewConstraint("n", name, no_inherit=changes.noinherit)
        return c.AlterAction("alter inheritance", constraint=wanted, constraint_name=name)
    deferrable, deferred = found.deferrable, found.deferred
    if changes.alter_deferrability:
        deferrable, deferred = changes.deferrable, changes.initdeferred
    enforced = changes.is_enforced if changes.alter_enforceability else found.enforced
    wanted = c.NewConstraint(found.kind, name, deferrable=deferrable, deferred=deferred, enforced=enforced)
    return c.AlterAction("alter constraint", constraint=wanted)
