"""ALTER TABLE ... ENABLE and DISABLE TRIGGER: those that enforce a table's keys, and those that are there for others'.

Rows that came while they were disabled are not looked at later.  Manual: ALTER TABLE.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from pgproxy.alteration import Alteration
from pgproxy.ddl_table import publish, rewrite_schema
from translator import command as c
from translator.catalog.relation import Constraint, Relation

Change = Callable[[Constraint], Constraint]


def disable_triggers(alteration: Alteration, action: c.AlterAction) -> None:
    _switch(alteration, disabled=True)


def enable_triggers(alteration: Alteration, action: c.AlterAction) -> None:
    _switch(alteration, disabled=False)


def _switch(alteration: Alteration, *, disabled: bool) -> None:
    oid = alteration.relation.oid

    def with_action(constraint: Constraint) -> Constraint:
        parts = tuple(
            replace(part, action_disabled=disabled) if part.references == oid else part for part in constraint.parts
        )
        action = disabled if constraint.references == oid else constraint.action_disabled
        return replace(constraint, parts=parts, action_disabled=action)

    def with_check(constraint: Constraint) -> Constraint:
        return replace(with_action(constraint), check_disabled=disabled)

    _save(alteration, alteration.relation, with_check)
    for child in alteration.image.referring(oid):
        _save(alteration, child, with_action)


def _save(alteration: Alteration, relation: Relation, change: Change) -> None:
    constraints = tuple(
        change(known) if known.enforced and (known.kind == "f" or known.deferrable) else known
        for known in relation.constraints
    )
    if constraints != relation.constraints:
        changed = replace(relation, constraints=constraints)
        alteration.image = publish(alteration.session, alteration.image, changed, replace=True)
        rewrite_schema(alteration.session, alteration.image, changed)
