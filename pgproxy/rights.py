"""Whether the current role owns something, or may use it: what statements ask for before they run ("Privileges").

Each raises PgError 42501 where it does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pgproxy.ddl_grant import RELATION_KINDS
from pgproxy.role_lookup import role_of
from translator.catalog.dependency_rows import PG_TYPE
from translator.catalog.relation import Relation
from translator.errors.privileges import insufficient_privilege, must_be_owner, permission_denied

if TYPE_CHECKING:
    from pgproxy.session import Session


def require_owner(session: Session, oid: int) -> Relation:
    """The relation, or the table of an index, if the role owns it.  Raises PgError 42501."""
    image = session.image
    relation = image.relation(oid)
    kind, name = "index", ""
    if relation is None:
        relation = image.index_relation(oid)
        assert relation is not None
        name = next(index.name for index in relation.indexes if index.oid == oid)
    else:
        kind, name = relation_kind(relation), relation.name
    if not session.authority.owns(relation.owner):
        raise must_be_owner(kind, name)
    return relation


def relation_kind(relation: Relation) -> str:
    return RELATION_KINDS.get(relation.kind, "table")


def require_create(session: Session, namespace: int, persistence: str = "p") -> None:
    """Whether the role may make something in a schema, or anything temporary.  Raises PgError 42501."""
    authority = session.authority
    if persistence == "t":
        require_database(session, "T")
        return
    row = session.image.namespace_by_oid(namespace)
    assert row is not None
    if not authority.may("C", row.nspacl, "n", row.nspowner):
        raise permission_denied("schema", row.nspname)


def require_database(session: Session, letter: str) -> None:
    name = session.database.name
    acl, owner = session.server.cluster.privileges(name)
    if not session.authority.may(letter, acl, "d", owner):
        if letter == "T":
            raise insufficient_privilege(f'permission denied to create temporary tables in database "{name}"')
        raise permission_denied("database", name)


def require_types(session: Session, oids: Iterable[int]) -> None:
    for oid in oids:
        row = session.image.type_by_oid(session.image.array_element(oid) or oid)
        acl = None if row is None else session.image.acl(PG_TYPE, row.oid, row.typacl)
        if row is not None and not session.authority.may("U", acl, "T", row.typowner):
            raise permission_denied("type", session.image.format_type(row.oid))


def require_new_owner(session: Session, name: str, namespace: int) -> None:
    """Whether the role may give something away, and the new owner may have it there."""
    owner = role_of(session, name)
    require_set_role(session, name)
    row = session.image.namespace_by_oid(namespace)
    assert row is not None
    if not session.authority.of(owner.oid).may("C", row.nspacl, "n", row.nspowner):
        raise permission_denied("schema", row.nspname)


def require_set_role(session: Session, name: str) -> None:
    owner, authority = role_of(session, name), session.authority
    if not authority.roles.may_become(authority.role.oid, owner.oid):
        raise insufficient_privilege(f'must be able to SET ROLE "{owner.name}"')


def require_schema_owner(session: Session, oid: int) -> None:
    row = session.image.namespace_by_oid(oid)
    assert row is not None
    if not session.authority.owns(row.nspowner):
        raise must_be_owner("schema", row.nspname)


def require_owner_of(session: Session, oid: int, kind: str) -> None:
    """Of a relation, which the message calls a `kind`."""
    relation = session.image.relation(oid)
    assert relation is not None
    if not session.authority.owns(relation.owner):
        raise must_be_owner(kind, relation.name)


def require_database_owner(session: Session, name: str) -> None:
    """Raises PgError 42501 or 3D000."""
    _, owner = session.server.cluster.privileges(name)
    if not session.authority.owns(owner):
        raise must_be_owner("database", name)


def require_createdb(session: Session, verb: str) -> None:
    if not session.role.createdb:
        raise insufficient_privilege(f"permission denied to {verb} database")


def require_relation(session: Session, oid: int, letters: str) -> None:
    relation = session.image.relation(oid)
    assert relation is not None
    if not session.authority.may_relation(letters, relation):
        raise permission_denied(relation_kind(relation), relation.name)


def require_statistics_owner(session: Session, oid: int) -> None:
    known = next(known for relation in session.image.relations() for known in relation.statistics if known.oid == oid)
    if not session.authority.owns(known.owner):
        raise must_be_owner("statistics object", known.name)


def require_type_owner(session: Session, oid: int) -> None:
    row = session.image.type(oid)
    if not session.authority.owns(row.typowner):
        raise must_be_owner("type", session.image.format_type(oid))


def require_collation_owner(session: Session, oid: int) -> None:
    row = session.image.collation(oid)
    if not session.authority.owns(row.collowner):
        raise must_be_owner("collation", session.image.shown_collation(oid))


def require_publication_owner(session: Session, oid: int) -> None:
    known = session.image.publications[oid]
    if not session.authority.owns(known.owner):
        raise must_be_owner("publication", known.name)
