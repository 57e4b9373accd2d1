"""CREATE, ALTER and DROP TYPE, carried out: enums, and what all types have in common."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog
from pgproxy.ddl_alter import alter_table
from pgproxy.ddl_default_acl import initial_privileges
from pgproxy.ddl_partition import rewrite_defaults
from pgproxy.ddl_policy import drop_policy, rewrite_policies
from pgproxy.ddl_rename import rename_domain_texts, rename_type_texts
from pgproxy.ddl_table import begin, publish
from pgproxy.index_removal import drop_index
from pgproxy.own_row_store import forget_rows
from pgproxy.portal import Portal
from pgproxy.relation_removal import drop_relations, notice_cascade
from pgproxy.role_lookup import role_of
from pgproxy.type_dependents import Dependent, dependents
from pgproxy.type_names import make_way
from pgproxy.view_dependencies import rewrite_views_naming
from translator import command as c
from translator import type_command as t
from translator.analyze.defaults import domain_sequences
from translator.catalog.acl import with_owner
from translator.catalog.image import CatalogImage
from translator.catalog.own_rows import key_of
from translator.catalog.rows import PgType
from translator.catalog.type_rows import array_name, array_type, enum_type, shell_type
from translator.catalog.user_types import EnumLabel, TypeDetails
from translator.errors.constraints import unique_violation
from translator.errors.definitions import dependent_objects, duplicate_enum_label
from translator.errors.notices import notice
from translator.errors.statements import feature_not_supported
from translator.errors.values import invalid_parameter_value

if TYPE_CHECKING:
    from pgproxy.session import Session


def save_type(session: Session, image: CatalogImage, row: PgType, details: TypeDetails | None = None) -> CatalogImage:
    """Write a type, new or changed, into the transaction's catalog."""
    if row.oid not in image.types:
        kind_has_list = row.typtype in "cderp" and not image.array_element(row.oid)
        acl = initial_privileges(session, image, "T", row.typnamespace) if kind_has_list else None
        row = replace(row, typowner=session.role.oid, typacl=acl)
    known = image.type_details(row.oid) if details is None else details
    takes_sequence = row.typtype == "d" and "regclass" in (row.typdefault or "")
    sequences = domain_sequences(image, row) if takes_sequence else ()
    stored_catalog.store_type(session.engine, row, known, replace=row.oid in image.types, sequences=sequences)
    image = image.with_types(row, details={row.oid: known})
    session.transaction.image = image
    return image


def save_new_type(session: Session, image: CatalogImage, row: PgType, details: TypeDetails) -> CatalogImage:
    """Write a new type and the array type over it."""
    image = make_way(session, image, row)
    image = save_type(session, image, array_type(image, row))
    return save_type(session, image, row, details)


def create_shell(session: Session, command: t.CreateShell, portal: Portal) -> None:
    image = begin(session, "CREATE TYPE")
    row = shell_type(session.database.next_oid(), command.name, command.namespace)
    save_type(session, make_way(session, image, row), row)


def create_enum(session: Session, command: t.CreateEnum, portal: Portal) -> None:
    image = begin(session, "CREATE TYPE")
    array, oid = session.database.next_oid(), session.database.next_oid()
    labels: list[EnumLabel] = []
    for place, name in enumerate(command.labels, start=1):
        if any(label.name == name for label in labels):
            detail = f"Key (enumtypid, enumlabel)=({oid}, {name}) already exists."
            raise unique_violation("pg_catalog", "pg_enum", "pg_enum_typid_label_index", detail)
        labels.append(EnumLabel(session.database.next_oid(), name, float(place), float(place)))
    row = enum_type(oid, command.name, command.namespace, array)
    save_new_type(session, image, row, TypeDetails(labels=tuple(labels)))


def add_label(session: Session, command: t.AddLabel, portal: Portal) -> None:
    """ALTER TYPE ... ADD VALUE: the label's number lies between those of its neighbors."""
    image = begin(session, "ALTER TYPE")
    labels = list(image.type_details(command.type).labels)
    if any(label.name == command.label for label in labels):
        if not command.if_not_exists:
            raise duplicate_enum_label(command.label)
        session.notice(notice(f'enum label "{command.label}" already exists, skipping', sqlstate="42710"))
        return
    place = len(labels)
    if command.neighbor is not None:
        place = _place(labels, command.neighbor) + int(command.after)
    order = _between_orders(labels, place)
    if order is None:
        labels = [replace(label, order=float(number)) for number, label in enumerate(labels, start=1)]
        order = _between_orders(labels, place)
        assert order is not None
    label = EnumLabel(session.database.next_oid(), command.label, order, _between_stored(labels, place))
    labels.insert(place, label)
    save_type(session, image, image.type(command.type), TypeDetails(labels=tuple(labels)))


def _place(labels: list[EnumLabel], name: str) -> int:
    for place, label in enumerate(labels):
        if label.name == name:
            return place
    raise invalid_parameter_value(f'"{name}" is not an existing enum label')


def _between_orders(labels: list[EnumLabel], place: int) -> float | None:
    """pg_enum.enumsortorder of a new label: a float4; None where no float4 is left between the neighbors."""
    low, high = _neighbors([label.order for label in labels], place)
    middle: float = struct.unpack("f", struct.pack("f", (low + high) / 2))[0]
    return middle if low < middle < high else None


def _between_stored(labels: list[EnumLabel], place: int) -> float:
    low, high = _neighbors([label.stored for label in labels], place)
    middle = (low + high) / 2
    if not low < middle < high:
        raise feature_not_supported("one more enum label between these two")
    return middle


def _neighbors(numbers: list[float], place: int) -> tuple[float, float]:
    """What is below and above a new number; at the ends it comes to lie one beyond the last."""
    if not numbers:
        return 0.0, 2.0
    if place == 0:
        return numbers[0] - 2, numbers[0]
    return numbers[place - 1], numbers[place] if place < len(numbers) else numbers[place - 1] + 2


def rename_label(session: Session, command: t.RenameLabel, portal: Portal) -> None:
    image = begin(session, "ALTER TYPE")
    labels = list(image.type_details(command.type).labels)
    place = _place(labels, command.old)
    if any(label.name == command.new for label in labels):
        raise duplicate_enum_label(command.new)
    labels[place] = replace(labels[place], name=command.new)
    changed = save_type(session, image, image.type(command.type), TypeDetails(labels=tuple(labels)))
    rewrite_texts(session, image, changed, command.old)


def rename_type(session: Session, command: t.RenameType, portal: Portal) -> None:
    image = begin(session, "ALTER TYPE")
    row = image.type(command.type)
    _save_renamed(session, image, replace(row, typname=command.name))


def _save_renamed(session: Session, image: CatalogImage, row: PgType) -> None:
    """A type under a new name or in a new schema, with its array type, its relation, and all texts that name it."""
    before, old_name = image, image.type(row.oid).typname
    image = make_way(session, image, row)
    if row.typarray and image.type(row.typarray) == before.type(row.typarray):
        chosen = array_name(row.typname, lambda name: image.type_taken(row.typnamespace, name, row.typarray))
        array = replace(image.type(row.typarray), typname=chosen, typnamespace=row.typnamespace)
        image = save_type(session, image, array)
    image = save_type(session, image, row)
    relation = image.relation(row.typrelid) if row.typrelid else None
    if relation is not None:
        renamed = replace(relation, name=row.typname, namespace=row.typnamespace)
        image = publish(session, image, renamed, replace=True)
    rewrite_texts(session, before, image, old_name)


def rewrite_texts(session: Session, before: CatalogImage, after: CatalogImage, old_name: str) -> None:
    """Put every stored expression that may speak of a type or label by its old name in terms of the new one."""
    for table in list(after.relations()):
        changed = rename_type_texts(session, before, after, table, old_name)
        if changed != table:
            after = publish(session, after, changed, replace=True)
    for row in list(after.types.values()):
        details = after.type_details(row.oid)
        changed_row, texts = rename_domain_texts(session, before, after, row, details, old_name)
        if (changed_row, texts) != (row, details):
            after = save_type(session, after, changed_row, texts)
    rewrite_policies(session, before, rewrite_views_naming(session, before, after, old_name), old_name)


def set_type_schema(session: Session, command: t.SetTypeSchema, portal: Portal) -> None:
    image = begin(session, "ALTER TYPE")
    row = image.type(command.type)
    if row.typnamespace != command.namespace:
        _save_renamed(session, image, replace(row, typnamespace=command.namespace))


def set_type_owner(session: Session, command: t.SetTypeOwner, portal: Portal) -> None:
    image = begin(session, "ALTER TYPE")
    owner, row, roles = role_of(session, command.owner), image.type(command.type), session.authority.roles
    acl = row.typacl and with_owner(row.typacl, roles.name(row.typowner), owner.name)
    image = save_type(session, image, replace(row, typowner=owner.oid, typacl=acl))
    if row.typarray:
        image = save_type(session, image, replace(image.type(row.typarray), typowner=owner.oid))
    relation = image.relation(row.typrelid) if row.typrelid else None
    if relation is not None:
        publish(session, image, replace(relation, owner=owner.oid), replace=True)


def drop_types(session: Session, command: t.DropTypes, portal: Portal) -> None:
    """DROP TYPE and DROP DOMAIN; with CASCADE the columns of the types go, too."""
    for message in command.missing:
        session.notice(notice(message))
    if not command.oids:
        return
    image = begin(session, f"DROP {command.word.upper()}")
    found = dependents(image, command.oids)
    if found and not command.cascade:
        shown = session.image
        names = [f"type {shown.format_type(oid)}" for oid in command.oids]
        lines = [entry.reason(shown) for entry in found]
        raise dependent_objects(names, lines)
    if found:
        notice_cascade(session, [entry.described(session.image) for entry in found])
    drop_dependents(session, image, found)
    for oid in command.oids:
        forget_type(session, oid)


def drop_dependents(session: Session, image: CatalogImage, found: list[Dependent]) -> None:
    """Remove views first, then columns, then the types that nothing uses any more."""
    views = [entry.relation.oid for entry in found if entry.is_view and entry.relation is not None]
    if views:
        drop_relations(session, session.transaction.image or image, views)
    for entry in reversed(found):
        if entry.relation is not None and entry.constraint is not None:
            action = c.AlterAction("drop constraint", constraint_name=entry.constraint.name)
            alter_table(session, c.AlterTable(entry.relation.oid, (action,)), Portal("", None, (), (0,)))
        elif entry.relation is not None and entry.index is not None:
            drop_index(session, session.base_image, entry.index.oid)
        elif entry.relation is not None and entry.policy is not None:
            drop_policy(session, c.DropPolicy(entry.relation.oid, entry.policy.name), Portal("", None, (), (0,)))
        elif entry.relation is not None and entry.attribute is not None and entry.default:
            action = c.AlterAction("default", entry.attribute.name)
            alter_table(session, c.AlterTable(entry.relation.oid, (action,)), Portal("", None, (), (0,)))
        elif entry.relation is not None and entry.attribute is not None:
            _drop_column(session, entry)
    tables = [entry.relation.oid for entry in found if entry.is_table and entry.relation is not None]
    image = session.transaction.image or image
    parts = [part.oid for oid in tables for part in image.descendants(oid) if part.oid not in tables]
    if tables:
        above = [
            oid for known in map(image.relation, tables) if known is not None and known.bound for oid in known.parents
        ]
        drop_relations(session, image, [*tables, *parts])
        rewrite_defaults(session, above)
    for entry in reversed(found):
        if entry.row is not None:
            forget_rows(session, session.base_image, [key_of(entry.row)])
        elif entry.type is not None and entry.domain_constraint is not None:
            image, details = session.base_image, session.base_image.type_details(entry.type.oid)
            left = tuple(known for known in details.constraints if known.oid != entry.domain_constraint.oid)
            save_type(session, image, image.type(entry.type.oid), replace(details, constraints=left))
        elif entry.type is not None:
            forget_type(session, entry.type.oid)


def _drop_column(session: Session, entry: Dependent) -> None:
    assert entry.relation is not None
    assert entry.attribute is not None
    if entry.relation.kind == "r":
        action = c.AlterAction("drop column", entry.attribute.name, cascade=True)
        alter_table(session, c.AlterTable(entry.relation.oid, (action,)), Portal("", None, (), (0,)))
        return
    image = session.image
    relation = image.relation(entry.relation.oid)
    assert relation is not None
    attributes = tuple(
        replace(known, dropped=True) if known.number == entry.attribute.number else known
        for known in relation.attributes
    )
    publish(session, image, replace(relation, attributes=attributes), replace=True)


def forget_type(session: Session, oid: int) -> None:
    """Remove a type with what belongs to it: its array, its multirange, its relation."""
    image = session.transaction.image or session.image
    row = image.type_by_oid(oid)
    if row is None or oid not in image.types:
        return
    relation = image.relation(row.typrelid) if row.typrelid else None
    if relation is not None:
        stored_catalog.forget_relation(session.engine, relation)
        image = image.without_relation(relation.oid)
    facts = image.type_details(oid).range
    multirange = facts.rngmultitypid if facts is not None and facts.rngtypid == oid else 0
    gone = [oid, row.typarray]
    if multirange:
        gone += [multirange, image.type(multirange).typarray]
    for each in gone:
        stored_catalog.forget_type(session.engine, each)
    session.transaction.image = image.without_types(*gone)
