"""ALTER SEQUENCE, and what a sequence must be to belong to a column.  Manual: CREATE SEQUENCE, ALTER SEQUENCE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import begin, publish
from pgproxy.portal import Portal
from translator import command as c
from translator.analyze.alter_action import KINDS
from translator.catalog.relation import Relation, Sequence
from translator.errors import PgError

if TYPE_CHECKING:
    from pgproxy.session import Session


def alter_sequence(session: Session, command: c.AlterSequence, portal: Portal) -> None:
    """Raises PgError 22023, 55000, 42809."""
    image = begin(session, "ALTER SEQUENCE")
    relation = image.relation(command.relation)
    assert relation is not None
    sequences = session.database.sequences
    if command.restart is None:
        require_value_within(session, relation, command.sequence)
    changed = replace(relation, sequence=command.sequence)
    if command.owner_changed:
        require_linkable(session, changed)
    publish(session, image, changed, replace=True)
    if command.restart is not None:
        before = sequences.position(relation)
        session.transaction.undo.append(lambda: sequences.put_back(relation, before))
        sequences.restart(changed, command.restart)
    else:
        sequences.redefine(relation, changed)


def require_value_within(session: Session, relation: Relation, definition: Sequence) -> None:
    """Raise PgError 22023 where a sequence stands beyond its new bounds."""
    value = session.database.sequences.position(relation).value
    if value < definition.minimum:
        raise PgError("22023", f"RESTART value ({value}) cannot be less than MINVALUE ({definition.minimum})")
    if value > definition.maximum:
        raise PgError("22023", f"RESTART value ({value}) cannot be greater than MAXVALUE ({definition.maximum})")


def require_linkable(session: Session, relation: Relation) -> None:
    """Raise PgError where a sequence cannot belong to the table that it names."""
    assert relation.sequence is not None
    if relation.sequence.owner is None:
        return
    table = session.base_image.relation(relation.sequence.owner[0])
    assert table is not None
    if table.kind not in "rpvf":
        detail = f"This operation is not supported for {KINDS[table.kind]}."
        raise PgError("42809", f'sequence cannot be owned by relation "{table.name}"', detail=detail)
    if table.owner != relation.owner:
        raise PgError("55000", "sequence must have same owner as table it is linked to")
    if table.namespace != relation.namespace:
        raise PgError("55000", "sequence must be in same schema as table it is linked to")
