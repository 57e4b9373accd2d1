"""What becomes of rows that refer to rows which are gone, where SQLite does not see to it: CASCADE, SET
NULL, SET DEFAULT.

PostgreSQL's RI_FKey_cascade_del and its kin: changes of their own, behind the statement.  Manual: CREATE TABLE.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pgproxy import late_references
from pgproxy.gone_rows import Gone, Keys, keys_of
from pgproxy.own_query import own_change
from pgproxy.rerun import schema_name
from translator.catalog.action_text import action_context
from translator.catalog.quote import quote_identifier
from translator.catalog.relation import Constraint, ConstraintPart, Relation
from translator.errors import PgError
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy.session import Session

_ACTIONS = frozenset("cnd")
_OF_KEYS = ("23001", "23503")
"""Errors of foreign keys, which PostgreSQL looks at behind the change, not in it."""
_SET = {"n": "NULL", "d": "DEFAULT"}


def acts(constraint: Constraint) -> bool:
    """Whether a foreign key changes rows by changes that SQLite does not make."""
    return not (constraint.is_native or _ACTIONS.isdisjoint((constraint.on_delete, constraint.on_update)))


def act(
    session: Session, child: Relation, constraint: Constraint, part: ConstraintPart | None, gone: Sequence[Gone]
) -> None:
    """Delete or change the rows that refer to rows which are gone."""
    image = session.base_image
    partition = image.relation(constraint.references if part is None else part.references)
    assert partition is not None
    if (constraint if part is None else part).action_disabled:
        return
    keys = keys_of(image, constraint, partition)
    for row in gone:
        before, after = keys.before(row), keys.after(image, row)
        action = constraint.on_delete if after is None else constraint.on_update
        if action in _ACTIONS and before != after and None not in before:
            try:
                _change(session, child, constraint, keys, action, before, after)
            except PgError as error:
                if error.sqlstate not in _OF_KEYS:
                    error.context = action_context(image, child, constraint, deleted=after is None)
                raise
            if action == "d":  # rows that had the default already were not written, and would not be looked at
                late_references.refuse_gone(session, child, constraint, part, (row,))


def _change(
    session: Session,
    child: Relation,
    constraint: Constraint,
    keys: Keys,
    action: str,
    before: tuple[Storage, ...],
    after: tuple[Storage, ...] | None,
) -> None:
    mine = [quote_identifier(child.attribute(number).name) for number in constraint.columns]
    table = f"{quote_identifier(schema_name(session.base_image, child))}.{quote_identifier(child.name)}"
    rows = table if child.kind == "p" else f"ONLY {table}"
    same = late_references.compared(session.base_image, child, constraint)
    found = " AND ".join(f"{column} = ${place}" for place, column in enumerate(same, start=1))
    types, values = keys.types, before
    if action == "c" and after is None:
        own_change(session, f"DELETE FROM {rows} WHERE {found}", types, values)
        return
    if action == "c" and after is not None:
        settings = [f"{name} = ${place}" for place, name in enumerate(mine, start=len(mine) + 1)]
        types, values = types * 2, before + after
    else:
        numbers = (constraint.set_columns if after is None else ()) or constraint.columns
        settings = [f"{quote_identifier(child.attribute(number).name)} = {_SET[action]}" for number in numbers]
    own_change(session, f"UPDATE {rows} SET {', '.join(settings)} WHERE {found}", types, values)
