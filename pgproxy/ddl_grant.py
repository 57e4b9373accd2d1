"""GRANT and REVOKE of privileges on objects, carried out.  Manual: "Privileges"."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy import stored_catalog
from pgproxy.ddl_grant_object import Changed, on_large_object, on_object, on_own_row, on_parameter, on_tablespace
from pgproxy.ddl_table import begin, publish, publish_namespace
from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from translator import command as c
from translator.catalog.acl import COLUMN_PRIVILEGES, NAMES, OWNER_PRIVILEGES, PUBLIC, items_of
from translator.catalog.granting import Change, Listed, changed
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError
from translator.errors.definitions import undefined_column_of_relation
from translator.errors.privileges import invalid_grant

if TYPE_CHECKING:
    from pgproxy.session import Session

RELATION_KINDS = {"v": "view", "m": "materialized view", "S": "sequence", "f": "foreign table"}
_SYSTEM_COLUMNS = ("tableoid", "cmax", "xmax", "cmin", "xmin", "ctid")


def grant(session: Session, command: c.Grant, portal: Portal) -> None:
    grantees = tuple(PUBLIC if name is None else role_of(session, name).name for name in command.roles)
    if command.grantor is not None and role_of(session, command.grantor).name != session.role.name:
        raise PgError("0A000", "grantor must be current user")
    if command.grant and command.option and PUBLIC in grantees:
        raise invalid_grant("grant options can only be granted to roles")
    image = begin(session, "GRANT" if command.grant else "REVOKE")
    everything = any(not item.letter for item in command.privileges)

    def change(thing: Listed) -> tuple[str, ...]:
        letters = _letters(command.privileges, command.kind)
        return _changed(session, thing, command, grantees, letters, everything=everything)

    for target in command.objects:
        if isinstance(target, str):
            _ON_SHARED[command.kind](session, target, change)
        elif command.kind == "n":
            image = _on_schema(session, image, target, command, grantees)
        elif command.kind == "L":
            on_large_object(session, target, change)
        elif command.kind == "T" and target in image.types:
            image = _on_type(session, image, target, command, grantees)
        elif command.kind in "FS":
            image = on_own_row(session, image, command.kind, target, change)
        elif command.kind in "flT":
            image = on_object(session, image, command.kind, target, change)
        else:
            relation = image.relation(target)
            assert relation is not None
            image = _on_relation(session, image, relation, command, grantees)


def _letters(privileges: tuple[c.Privilege, ...], kind: str) -> frozenset[str]:
    if any(not item.letter for item in privileges):
        return frozenset(OWNER_PRIVILEGES[kind])
    return frozenset(item.letter for item in privileges)


def _changed(
    session: Session,
    thing: Listed,
    command: c.Grant,
    grantees: tuple[str, ...],
    letters: frozenset[str],
    *,
    everything: bool = False,
) -> tuple[str, ...]:
    authority = session.authority
    change = Change(command.grant, letters, grantees, command.option, command.cascade, everything)
    acl, warnings = changed(authority.roles, authority.role.oid, thing, change)
    for warning in warnings:
        session.notice(warning)
    return acl


def _on_database(session: Session, name: str, change: Changed) -> None:
    """At once, as all that databases share; a rollback puts it back."""
    cluster, roles = session.server.cluster, session.server.roles
    before, owner = cluster.privileges(name)
    acl = change(Listed("d", before, owner, f'"{name}"', f"database {name}"))

    def put(acl: tuple[str, ...] | None) -> None:
        cluster.set_privileges(name, acl)
        roles.version += 1

    session.transaction.undo.append(lambda: put(before))
    put(acl)


_ON_SHARED: dict[str, Callable[[Session, str, Changed], None]] = {
    "d": _on_database, "t": on_tablespace, "p": on_parameter,
}  # fmt: skip


def _on_schema(
    session: Session, image: CatalogImage, oid: int, command: c.Grant, grantees: tuple[str, ...]
) -> CatalogImage:
    row = image.namespace_by_oid(oid)
    assert row is not None
    thing = Listed("n", row.nspacl, row.nspowner, f'"{row.nspname}"', f"schema {row.nspname}")
    everything = any(not item.letter for item in command.privileges)
    acl = _changed(session, thing, command, grantees, _letters(command.privileges, "n"), everything=everything)
    return publish_namespace(session, image, replace(row, nspacl=acl))


def _on_type(
    session: Session, image: CatalogImage, oid: int, command: c.Grant, grantees: tuple[str, ...]
) -> CatalogImage:
    row = image.type(oid)
    thing = Listed("T", row.typacl, row.typowner, f'"{row.typname}"', f"type {row.typname}")
    everything = any(not item.letter for item in command.privileges)
    acl = _changed(session, thing, command, grantees, _letters(command.privileges, "T"), everything=everything)
    row = replace(row, typacl=acl)
    relation = image.relation(row.typrelid) if row.typrelid else None
    schema = "main" if relation is None else relation.schema
    stored_catalog.store_type(session.engine, row, image.type_details(oid), replace=True, schema=schema)
    session.transaction.image = image = image.with_types(row)
    return image


def _on_relation(
    session: Session, image: CatalogImage, relation: Relation, command: c.Grant, grantees: tuple[str, ...]
) -> CatalogImage:
    kind = "s" if relation.kind == "S" else "r"
    whole = [item for item in command.privileges if not item.columns]
    by_column = _by_column(relation, [item for item in command.privileges if item.columns])
    if whole:
        letters = _of_kind(session, relation, _letters(tuple(whole), kind), kind)
        everything = any(not item.letter for item in whole)
        if letters:
            word = "sequence" if kind == "s" else "table"
            thing = Listed(kind, relation.privileges, relation.owner, f'"{relation.name}"', f"{word} {relation.name}")
            acl = _changed(session, thing, command, grantees, letters, everything=everything)
            relation = replace(relation, acl=acl, closed=not acl)
        if not command.grant:
            _warn_of_system_columns(session, relation, command, letters, everything=everything)
            for attribute in relation.columns:
                by_column[attribute.number] = by_column.get(attribute.number, frozenset()) | letters
    for number, letters in by_column.items():
        some = letters & frozenset(COLUMN_PRIVILEGES)
        if some:
            attribute = _with_column_change(session, relation, relation.attribute(number), command, grantees, some)
            attributes = tuple(attribute if known.number == number else known for known in relation.attributes)
            relation = replace(relation, attributes=attributes)
    return publish(session, image, relation, replace=True)


def _by_column(relation: Relation, privileges: list[c.Privilege]) -> dict[int, frozenset[str]]:
    found: dict[int, frozenset[str]] = {}
    for item in privileges:
        for name in item.columns:
            attribute = relation.column(name)
            if attribute is None:
                raise undefined_column_of_relation(name, relation.name)
            letters = frozenset(item.letter or COLUMN_PRIVILEGES)
            found[attribute.number] = found.get(attribute.number, frozenset()) | letters
    return found


def _of_kind(session: Session, relation: Relation, letters: frozenset[str], kind: str) -> frozenset[str]:
    """What of the privileges there is for a relation.  Raises PgError 0LP01 for a table."""
    foreign = letters - frozenset(OWNER_PRIVILEGES[kind])
    if not foreign:
        return letters
    if kind == "r":
        names = sorted(NAMES[letter] for letter in foreign)
        raise invalid_grant(f"invalid privilege type {names[0]} for table")
    message = f'sequence "{relation.name}" only supports USAGE, SELECT, and UPDATE privileges'
    session.notice(PgError("0LP01", message, severity="WARNING"))
    return letters - foreign


def _listed_column(relation: Relation, owner: str, name: str, acl: tuple[str, ...]) -> Listed:
    what = f'column "{name}" of relation "{relation.name}"'
    kind = "s" if relation.kind == "S" else "r"
    return Listed("c", acl, relation.owner, what, what, tuple(items_of(relation.privileges, kind, owner)))


def _with_column_change(
    session: Session,
    relation: Relation,
    attribute: Attribute,
    command: c.Grant,
    grantees: tuple[str, ...],
    letters: frozenset[str],
) -> Attribute:
    everything = letters == frozenset(COLUMN_PRIVILEGES)
    thing = _listed_column(relation, session.authority.roles.name(relation.owner), attribute.name, attribute.acl)
    if not command.grant and not attribute.acl and session.authority.owns(relation.owner):
        return attribute
    return replace(attribute, acl=_changed(session, thing, command, grantees, letters, everything=everything))


def _warn_of_system_columns(
    session: Session, relation: Relation, command: c.Grant, letters: frozenset[str], *, everything: bool
) -> None:
    """Which have no privileges that anybody could revoke."""
    letters &= frozenset(COLUMN_PRIVILEGES)
    if letters and relation.kind != "v" and not session.authority.owns(relation.owner):
        owner = session.authority.roles.name(relation.owner)
        for name in _SYSTEM_COLUMNS:
            _changed(session, _listed_column(relation, owner, name, ()), command, (), letters, everything=everything)
