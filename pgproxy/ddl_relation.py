"""What ALTER says of a relation as a whole: its owner, schema, storage and policies.  Manual: ALTER TABLE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog
from pgproxy.alteration import Alteration
from pgproxy.ddl_policy import rewrite_policies
from pgproxy.ddl_table import begin, publish
from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from pgproxy.row_types import give_row_types
from pgproxy.view_dependencies import rewrite_views
from translator import command as c
from translator.catalog.acl import with_owner
from translator.catalog.image import CatalogImage
from translator.catalog.quote import quote_literal, quote_qualified
from translator.catalog.relation import Attribute, Relation

if TYPE_CHECKING:
    from pgproxy.session import Session


def set_replica_identity(alteration: Alteration, action: c.AlterAction) -> None:
    changed = replace(alteration.relation, replica_identity=action.identity, replica_index=action.relation)
    alteration.save(changed, schema=False)


def mark_clustered(alteration: Alteration, action: c.AlterAction) -> None:
    alteration.save(replace(alteration.relation, cluster_index=action.relation), schema=False)


def set_owner(alteration: Alteration, action: c.AlterAction) -> None:
    relation, session = alteration.relation, alteration.session
    owner = role_of(session, action.new_name).oid
    before, after = (session.catalog.role_name(oid) or str(oid) for oid in (relation.owner, owner))
    attributes = tuple(replace(known, acl=with_owner(known.acl, before, after)) for known in relation.attributes)
    acl = with_owner(relation.acl, before, after)
    alteration.save(replace(relation, owner=owner, acl=acl, attributes=attributes), schema=False)
    alteration.image = give_row_types(session, alteration.image, relation, owner)


def set_options(alteration: Alteration, action: c.AlterAction) -> None:
    alteration.save(replace(alteration.relation, options=action.options), schema=False)


def set_foreign_options(alteration: Alteration, action: c.AlterAction) -> None:
    foreign = alteration.relation.foreign
    assert foreign is not None
    alteration.save(replace(alteration.relation, foreign=replace(foreign, options=action.options)), schema=False)


def set_of(alteration: Alteration, action: c.AlterAction) -> None:
    alteration.save(replace(alteration.relation, of_type=action.type), schema=False)


def set_persistence(alteration: Alteration, action: c.AlterAction) -> None:
    """A table with the sequences that it owns."""
    relation = alteration.relation
    for known in alteration.image.relations():
        owner = None if known.sequence is None else known.sequence.owner
        if owner is not None and owner[0] == relation.oid:
            changed = replace(known, persistence=action.identity)
            alteration.image = publish(alteration.session, alteration.image, changed, replace=True)
    alteration.save(replace(relation, persistence=action.identity), schema=False)
    alteration.note_rewrite()


def set_tablespace(alteration: Alteration, action: c.AlterAction) -> None:
    """A table alone, whose indexes stay where they are."""
    alteration.save(replace(alteration.relation, tablespace=action.relation), schema=False)


def set_access_method(alteration: Alteration, action: c.AlterAction) -> None:
    """Of a partitioned table that of partitions to come."""
    alteration.save(replace(alteration.relation, access_method=action.relation), schema=False)


_ROW_SECURITY = {
    "enable row security": {"row_security": True}, "disable row security": {"row_security": False},
    "force row security": {"force_row_security": True}, "no force row security": {"force_row_security": False},
}  # fmt: skip


def set_row_security(alteration: Alteration, action: c.AlterAction) -> None:
    alteration.save(replace(alteration.relation, **_ROW_SECURITY[action.kind]), schema=False)


def set_schema(session: Session, command: c.SetSchema, portal: Portal) -> None:
    """Move a relation, with its row type and the sequences that it owns."""
    image = begin(session, "ALTER TABLE")
    relation = image.relation(command.relation)
    assert relation is not None
    owned = [
        known
        for known in image.relations()
        if known.sequence is not None and known.sequence.owner is not None and known.sequence.owner[0] == relation.oid
    ]
    moved = [replace(known, namespace=command.namespace) for known in owned]
    schema = image.namespace_by_oid(command.namespace)
    assert schema is not None
    attributes = tuple(
        _with_moved_sequence(attribute, image, moved, schema.nspname) for attribute in relation.attributes
    )
    moved.append(replace(relation, namespace=command.namespace, attributes=attributes))
    after = publish(session, image, *moved, replace=True)
    row = image.type_by_oid(relation.type_oid)
    if row is not None:
        for changed in (row, image.type(row.typarray)):
            made = replace(changed, typnamespace=command.namespace)
            stored_catalog.store_type(session.engine, made, replace=True)
            after = after.with_types(made)
        session.transaction.image = after
    after = rewrite_views(session, image, after, relation.oid)
    rewrite_policies(session, image, after, relation.name)


def _with_moved_sequence(
    attribute: Attribute, image: CatalogImage, sequences: list[Relation], schema: str
) -> Attribute:
    """A serial column whose default names its sequence where it is now."""
    if attribute.default is None or attribute.identity or attribute.generated:
        return attribute
    for sequence in sequences:
        assert sequence.sequence is not None
        if sequence.sequence.owner is not None and sequence.sequence.owner[1] == attribute.number:
            name = quote_qualified(None if schema == "public" else schema, sequence.name)
            return replace(attribute, default=f"nextval({quote_literal(name)}::regclass)")
    return attribute
