"""ALTER TABLE ... DETACH PARTITION CONCURRENTLY, carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgproxy.alteration import Alteration
from pgproxy.ddl_inherit import detach
from translator import command as c
from translator.analyze.partition import partition_condition
from translator.deparse import deparse
from translator.errors import PgError

if TYPE_CHECKING:
    from pgproxy.session import Session


def detach_concurrently(session: Session, oid: int, action: c.AlterAction) -> None:
    """The partition keeps its bound, as a CHECK.  Raises PgError 25001, 55000."""
    session.transaction.forbid_block("ALTER TABLE ... DETACH CONCURRENTLY", in_parts=True)
    image = session.base_image
    child, parent = image.relation(action.relation), image.relation(oid)
    assert child is not None
    assert parent is not None
    assert parent.partition_key is not None
    if any(known.bound is not None and known.bound.default for known in image.children(oid)):
        raise PgError("55000", "cannot detach partitions concurrently when a default partition exists")
    bound = None
    if child.bound is not None:
        bound = deparse(image, partition_condition(image, child)[1])
    detach(session, oid, action)
    if bound is None:
        return
    names = tuple(column.name for column in parent.partition_key.columns if column.number)
    check = c.NewConstraint("c", "", names, bound)
    for relation in (child, *session.base_image.descendants(child.oid)):
        alteration = Alteration(session, relation)
        builder = alteration.builder()
        made = builder.add_constraint(check)
        alteration.take(builder)
        check = c.NewConstraint("c", made.name, names, bound, local=False, inherited=1)
