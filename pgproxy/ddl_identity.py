"""ALTER COLUMN ... ADD, SET and DROP IDENTITY, carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_sequence import require_value_within
from pgproxy.ddl_table import publish
from pgproxy.relation_removal import drop_relations
from translator import command as c
from translator.catalog.relation import Relation
from translator.errors.notices import notice

if TYPE_CHECKING:
    from pgproxy.alteration import Alteration


def add_identity(alteration: Alteration, action: c.AlterAction) -> None:
    attribute = alteration.attribute(action.column)
    builder = alteration.builder()
    column = c.NewColumn(attribute, sequence=action.sequence, sequence_name=action.new_name)
    builder.add_sequence(attribute, column)
    alteration.take(builder)
    alteration.change(replace(attribute, identity=action.identity), schema=False)


def _sequence(alteration: Alteration, number: int) -> Relation:
    found = alteration.image.relation(alteration.image.owned_sequence(alteration.relation.oid, number))
    assert found is not None
    return found


def set_identity(alteration: Alteration, action: c.AlterAction) -> None:
    attribute = alteration.attribute(action.column)
    if action.sequence is not None:
        known = _sequence(alteration, attribute.number)
        assert known.sequence is not None
        if action.restart is None:
            require_value_within(alteration.session, known, action.sequence)
        changed = replace(known, sequence=replace(action.sequence, owner=known.sequence.owner))
        alteration.image = publish(alteration.session, alteration.image, changed, replace=True)
        if action.restart is not None:
            alteration.session.database.sequences.restart(changed, action.restart)
        else:
            alteration.session.database.sequences.redefine(known, changed)
    alteration.change(replace(attribute, identity=action.identity), schema=False)


def drop_identity(alteration: Alteration, action: c.AlterAction) -> None:
    attribute = alteration.attribute(action.column)
    gone = _sequence(alteration, attribute.number)
    alteration.change(replace(attribute, identity=""), schema=False)
    alteration.image = drop_relations(alteration.session, alteration.image, [gone.oid])


def skip_identity(alteration: Alteration, action: c.AlterAction) -> None:
    message = f'column "{action.column}" of relation "{alteration.relation.name}" is not an identity column, skipping'
    alteration.session.notice(notice(message))
