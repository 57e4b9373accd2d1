"""What a role that is no superuser may have done to objects that are no relations: types, statistics, collations,
publications, casts and operators.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pgproxy.rights import (
    require_collation_owner,
    require_create,
    require_database,
    require_new_owner,
    require_owner,
    require_owner_of,
    require_publication_owner,
    require_set_role,
    require_statistics_owner,
    require_type_owner,
    require_types,
)
from translator import collation_command as co
from translator import command as c
from translator import own_row_command as o
from translator import publication_command as p
from translator import statistics_command as s
from translator import type_command as t
from translator.catalog.own_rows import KINDS
from translator.catalog.rows import PgForeignDataWrapper, PgForeignServer
from translator.errors.privileges import insufficient_privilege

if TYPE_CHECKING:
    from pgproxy.session import Session


def _in_schema(session: Session, command: t.CreateRange | t.CreateEnum | t.CreateShell) -> None:
    require_create(session, command.namespace)


def _create_domain(session: Session, command: t.CreateDomain) -> None:
    require_create(session, command.namespace)
    require_types(session, [command.base])


def _create_composite(session: Session, command: t.CreateComposite) -> None:
    require_create(session, command.namespace)
    require_types(session, [attribute.type for attribute in command.attributes])


def _create_statistics(session: Session, command: s.CreateStatistics) -> None:
    require_owner(session, command.relation)
    require_create(session, command.statistics.namespace)


def _alter_statistics(session: Session, command: s.AlterStatistics) -> None:
    require_statistics_owner(session, command.statistics)
    if command.namespace:
        require_create(session, command.namespace)
    if command.role is not None:
        require_set_role(session, command.role)


def _drop_statistics(session: Session, command: s.DropStatistics) -> None:
    for oid in command.oids:
        require_statistics_owner(session, oid)


def _create_collation(session: Session, command: co.CreateCollation) -> None:
    require_create(session, command.row.collnamespace)


def _alter_collation(session: Session, command: co.AlterCollation) -> None:
    require_collation_owner(session, command.collation)
    row = session.image.collation(command.collation)
    if command.role is not None:
        require_new_owner(session, command.role, row.collnamespace)
    else:
        require_create(session, row.collnamespace if command.namespace is None else command.namespace)


def _refresh_collation(session: Session, command: co.RefreshCollation) -> None:
    require_collation_owner(session, command.collation)


def _drop_collations(session: Session, command: co.DropCollations) -> None:
    for oid in command.oids:
        namespace = session.image.namespace_by_oid(session.image.collation(oid).collnamespace)
        if namespace is None or not session.authority.owns(namespace.nspowner):
            require_collation_owner(session, oid)


def _create_publication(session: Session, command: p.CreatePublication) -> None:
    require_database(session, "C")
    for kind, is_one in (
        ("FOR ALL TABLES", command.publication.all_tables), ("FOR TABLES IN SCHEMA", command.publication.schemas),
    ):  # fmt: skip
        if is_one:
            raise insufficient_privilege(f"must be superuser to create {kind} publication")
    for oid, _ in command.tables:
        require_owner(session, oid)


def _alter_publication(session: Session, command: p.AlterPublication) -> None:
    require_publication_owner(session, command.publication.oid)
    if any(not oid for oid, _ in command.publication.schemas):
        raise insufficient_privilege("must be superuser to add or set schemas")
    for oid, _ in command.added:
        require_owner(session, oid)


def _change_publication_owner(session: Session, command: p.ChangePublicationOwner) -> None:
    require_publication_owner(session, command.publication)
    require_set_role(session, command.role)


def _drop_publications(session: Session, command: p.DropPublications) -> None:
    for oid in command.oids:
        require_publication_owner(session, oid)


def _change_row_owner(session: Session, command: o.ChangeRowOwner) -> None:
    row = session.image.own_rows.rows[command.row]
    if isinstance(row, PgForeignDataWrapper | PgForeignServer):  # whose owners are asked for in any case
        return
    require_new_owner(session, command.role, getattr(row, f"{KINDS[command.row[0]].prefix}namespace"))


def _type_owner(session: Session, command: Any) -> None:
    require_type_owner(session, getattr(command, "type", 0) or command.domain)


def _alter_composite(session: Session, command: t.AlterComposite) -> None:
    require_owner_of(session, command.relation, "table")


def _set_type_schema(session: Session, command: t.SetTypeSchema) -> None:
    require_type_owner(session, command.type)
    require_create(session, command.namespace)


def _set_type_owner(session: Session, command: t.SetTypeOwner) -> None:
    require_type_owner(session, command.type)
    require_new_owner(session, command.owner, session.image.type(command.type).typnamespace)


def _drop_types(session: Session, command: t.DropTypes) -> None:
    for oid in command.oids:
        namespace = session.image.namespace_by_oid(session.image.type(oid).typnamespace)
        if namespace is None or not session.authority.owns(namespace.nspowner):
            require_type_owner(session, oid)


CHECKS: dict[type[c.Command], Callable[[Session, Any], None]] = {
    s.CreateStatistics: _create_statistics,
    s.AlterStatistics: _alter_statistics,
    s.DropStatistics: _drop_statistics,
    co.CreateCollation: _create_collation,
    co.AlterCollation: _alter_collation,
    co.RefreshCollation: _refresh_collation,
    co.DropCollations: _drop_collations,
    o.ChangeRowOwner: _change_row_owner,
    p.CreatePublication: _create_publication,
    p.AlterPublication: _alter_publication,
    p.ChangePublicationOwner: _change_publication_owner,
    p.DropPublications: _drop_publications,
    t.CreateComposite: _create_composite,
    t.CreateRange: _in_schema,
    t.CreateEnum: _in_schema,
    t.CreateShell: _in_schema,
    t.CreateDomain: _create_domain,
    t.AlterComposite: _alter_composite,
    t.AlterDomain: _type_owner,
    t.AddLabel: _type_owner,
    t.RenameLabel: _type_owner,
    t.RenameType: _type_owner,
    t.SetTypeSchema: _set_type_schema,
    t.SetTypeOwner: _set_type_owner,
    t.DropTypes: _drop_types,
}
"""By the kind of command."""
