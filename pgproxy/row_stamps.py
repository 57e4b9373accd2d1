"""xmin of a table's rows: kept from the first statement on that asks for it.

Before, no client can have seen one, so all rows may as well be of the transaction that asks, or of the one before it
where this has written nothing yet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from pgproxy.ddl_names import column_physical
from pgproxy.ddl_table import begin, publish, quoted, rewrite_schema
from translator.catalog.relation import Relation
from translator.errors.statements import UnstampedRowsError, feature_not_supported

if TYPE_CHECKING:
    from pgproxy.session import Session

ResultT = TypeVar("ResultT")
_CHANGING = frozenset("cnd")


def stamped(session: Session, plan: Callable[[], ResultT]) -> ResultT:
    """What `plan` gives, once the rows have the xmin that it asks for."""
    while True:
        try:
            return plan()
        except UnstampedRowsError as missing:
            _stamp(session, missing.relation)


def refuse_unseen_changes(relation: Relation) -> None:
    """Raise PgError 0A000 for a table whose rows SQLite changes by itself."""
    for constraint in relation.constraints:
        changing = {constraint.on_update} | ({constraint.on_delete} - {"c"})
        if constraint.is_native and changing & _CHANGING:
            raise feature_not_supported("system column xmin of a table whose foreign keys change its rows")


def _stamp(session: Session, oid: int) -> None:
    """Give the rows of a table an id of a transaction, and a column to keep it in."""
    if session.transaction.read_only or session.transaction.snapshot:
        raise feature_not_supported("system column xmin of a table, asked for the first time in such a transaction,")
    wrote = session.transaction.writing
    image = begin(session, "SELECT")
    relation = image.relation(oid)
    assert relation is not None
    refuse_unseen_changes(relation)
    name = column_physical("xmin", {name.lower() for name in relation.layout})
    changed = replace(relation, stamp=name, layout=(*relation.layout, name))
    image = publish(session, image, changed, replace=True)
    rewrite_schema(session, image, changed)
    xid = (session.transaction.assign_xid() - (not wrote)) % 2**32
    session.engine.run_unchecked(f"UPDATE {relation.schema}.{quoted(relation.physical)} SET {quoted(name)} = {xid}")
