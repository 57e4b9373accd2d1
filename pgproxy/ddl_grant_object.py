"""GRANT and REVOKE on what the database has from PostgreSQL: routines, languages, types, and on large objects,
tablespaces and parameters.  Manual: "Privileges".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pgproxy import stored_catalog
from pgproxy.own_row_store import put_rows
from translator.catalog.acl import parse_item, without_role
from translator.catalog.dependency_rows import PG_LANGUAGE, PG_PROC, PG_TYPE
from translator.catalog.granting import Listed
from translator.catalog.image import CatalogImage
from translator.catalog.own_rows import KINDS, acl_of, owner_of, with_acl
from translator.catalog.roles import BOOTSTRAP

if TYPE_CHECKING:
    from pgproxy.session import Session

Acl = tuple[str, ...] | None
_KINDS = {
    "f": (PG_PROC, "pg_proc", "proacl"), "l": (PG_LANGUAGE, "pg_language", "lanacl"),
    "T": (PG_TYPE, "pg_type", "typacl"),
}  # fmt: skip
_OWN = {"F": ("pg_foreign_data_wrapper", "foreign-data wrapper"), "S": ("pg_foreign_server", "foreign server")}
_BY_CLASS = {classid: (catalog, column) for classid, catalog, column in _KINDS.values()}
Changed = Callable[[Listed], tuple[str, ...]]
"""What a GRANT or REVOKE makes of an object's list."""


def on_object(session: Session, image: CatalogImage, kind: str, oid: int, changed: Changed) -> CatalogImage:
    """On a routine, language or type that every database has."""
    classid, _, _ = _KINDS[kind]
    listed = described(image, kind, oid)
    return put_acl(session, image, classid, oid, changed(listed))


def on_own_row(session: Session, image: CatalogImage, kind: str, oid: int, changed: Changed) -> CatalogImage:
    """On a foreign-data wrapper or server."""
    catalog, words = _OWN[kind]
    row = image.own_rows.rows[catalog, oid]
    name = getattr(row, f"{KINDS[catalog].prefix}name")
    listed = Listed(kind, acl_of(row), owner_of(row), f'"{name}"', f"{words} {name}")
    return put_rows(session, image, [with_acl(row, changed(listed))])


def described(image: CatalogImage, kind: str, oid: int) -> Listed:
    """The object with its list, as messages call it."""
    if kind == "f":
        proc = image.proc(oid)
        name, acl, owner = proc.proname, image.acl(PG_PROC, oid, proc.proacl), proc.proowner
        return Listed("f", acl, owner, f'"{name}"', f"function {name}")
    if kind == "T":
        row = image.type(oid)
        return Listed("T", image.acl(PG_TYPE, oid, row.typacl), row.typowner, f'"{row.typname}"', f"type {row.typname}")
    language = image.language(oid)
    name = language.lanname
    return Listed("l", image.acl(PG_LANGUAGE, oid, language.lanacl), language.lanowner, f'"{name}"', f"language {name}")


def put_acl(session: Session, image: CatalogImage, classid: int, oid: int, acl: Acl) -> CatalogImage:
    """Keep the list of an object, be it one that every database has."""
    catalog, column = _BY_CLASS[classid]
    own = image.own_rows.rows.get((catalog, oid))
    if own is not None:
        return put_rows(session, image, [with_acl(own, acl)])
    stored_catalog.store_acl(session.engine, classid, oid, catalog, column, acl or ())
    image = image.with_acls({**image.acls, (classid, oid): acl or ()})
    session.transaction.image = image
    return image


def on_large_object(session: Session, oid: int, changed: Changed) -> None:
    acl, owner = session.large_objects.privileges(oid)
    session.large_objects.set_privileges(oid, changed(Listed("L", acl, owner, str(oid), f"large object {oid}")))


def on_tablespace(session: Session, name: str, changed: Changed) -> None:
    """At once, as all that databases share; a rollback puts it back."""
    acls = session.server.roles.acls
    before, owner = acls.tablespace(name)
    after = changed(Listed("t", before, owner, f'"{name}"', f"tablespace {name}"))
    session.transaction.undo.append(lambda: acls.set_tablespace(name, before))
    acls.set_tablespace(name, after)


def on_parameter(session: Session, name: str, changed: Changed) -> None:
    """The same; a parameter whose list says nothing has none."""
    before = session.server.roles.acls.parameter(name)
    after = changed(Listed("p", before, BOOTSTRAP, f'"{name}"', f"parameter {name}"))
    _put_parameter(session, name, before, after)


def _put_parameter(session: Session, name: str, before: Acl, after: tuple[str, ...]) -> None:
    roles, superuser = session.server.roles, session.authority.roles.name(BOOTSTRAP)
    oid = session.database.next_oid()

    def put(acl: Acl) -> None:
        roles.acls.set_parameter(name, acl, oid)
        roles.version += 1

    session.transaction.undo.append(lambda: put(before))
    put(after if any(parse_item(item).grantee != superuser for item in after) else None)


def revoke_objects(session: Session, role: str) -> None:
    """Take back what a role was granted on all of these: DROP OWNED."""
    change_lists(session, lambda acl: without_role(acl, role))


def change_lists(session: Session, change: Callable[[tuple[str, ...]], tuple[str, ...]]) -> None:
    """Make of each list of these what `change` says."""
    image = session.base_image
    for (classid, oid), acl in list(image.acls.items()):
        if change(acl) != acl:
            image = put_acl(session, image, classid, oid, change(acl))
    for oid, acl in list(session.large_objects.lists()):
        if change(acl) != acl:
            session.large_objects.set_privileges(oid, change(acl))
    acls = session.server.roles.acls
    for _, name, acl in list(acls.tablespaces()):
        if change(acl) != acl:
            session.transaction.undo.append(lambda name=name, acl=acl: acls.set_tablespace(name, acl))  # type: ignore[misc]  # those of this turn
            acls.set_tablespace(name, change(acl))
    for _, name, acl in list(acls.parameters()):
        if change(acl) != acl:
            _put_parameter(session, name, acl, change(acl))
