"""What a role that is no superuser may have done by utility statements: ownership, and privileges on what they name.

Every kind of command is listed: with what it asks for, or as one that asks for nothing here.  Privileges on the
relations of queries are the analyzer's business (`translator.analyze.permission`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from pgproxy.ddl_comment import named_query
from pgproxy.ddl_grant import RELATION_KINDS
from pgproxy.role_lookup import role_of
from pgproxy.role_rules import require_comment
from translator import collation_command as co
from translator import command as c
from translator import own_row_command as o
from translator import publication_command as p
from translator import statistics_command as s
from translator import tablespace_command as ts
from translator import type_command as t
from translator.catalog.dependency_rows import (
    PG_CAST,
    PG_CLASS,
    PG_COLLATION,
    PG_CONSTRAINT,
    PG_NAMESPACE,
    PG_OPERATOR,
    PG_POLICY,
    PG_PROC,
    PG_PUBLICATION,
    PG_TYPE,
)
from translator.catalog.own_row_dependencies import PG_OPCLASS, PG_OPFAMILY
from translator.catalog.own_rows import KINDS
from translator.catalog.relation import Relation
from translator.errors.objects import undefined_schema
from translator.errors.privileges import insufficient_privilege, must_be_owner, permission_denied
from translator.errors.statements import feature_not_supported

if TYPE_CHECKING:
    from pgproxy.session import Session


def authorize(session: Session, command: c.Command) -> None:
    """Raises PgError 42501 where the current role may not run a command; a superuser may run all."""
    kind = type(command)
    if session.authority.superuser or kind in _FREE:
        return
    check = _CHECKS.get(kind)
    if check is None:
        raise feature_not_supported(f"{kind.__name__} by a role that is not a superuser")
    check(session, command)


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
        kind, name = _kind(relation), relation.name
    if not session.authority.owns(relation.owner):
        raise must_be_owner(kind, name)
    return relation


def _kind(relation: Relation) -> str:
    return RELATION_KINDS.get(relation.kind, "table")


def require_create(session: Session, namespace: int, persistence: str = "p") -> None:
    """Whether the role may make something in a schema, or anything temporary.  Raises PgError 42501."""
    authority = session.authority
    if persistence == "t":
        _require_database(session, "T")
        return
    row = session.image.namespace_by_oid(namespace)
    assert row is not None
    if not authority.may("C", row.nspacl, "n", row.nspowner):
        raise permission_denied("schema", row.nspname)


def _require_database(session: Session, letter: str) -> None:
    name = session.database.name
    acl, owner = session.server.cluster.privileges(name)
    if not session.authority.may(letter, acl, "d", owner):
        if letter == "T":
            raise insufficient_privilege(f'permission denied to create temporary tables in database "{name}"')
        raise permission_denied("database", name)


def _require_types(session: Session, oids: Iterable[int]) -> None:
    for oid in oids:
        row = session.image.type_by_oid(session.image.array_element(oid) or oid)
        acl = None if row is None else session.image.acl(PG_TYPE, row.oid, row.typacl)
        if row is not None and not session.authority.may("U", acl, "T", row.typowner):
            raise permission_denied("type", session.image.format_type(row.oid))


def _require_new_owner(session: Session, name: str, namespace: int) -> None:
    """Whether the role may give something away, and the new owner may have it there."""
    owner = role_of(session, name)
    _require_set_role(session, name)
    row = session.image.namespace_by_oid(namespace)
    assert row is not None
    if not session.authority.of(owner.oid).may("C", row.nspacl, "n", row.nspowner):
        raise permission_denied("schema", row.nspname)


def _require_set_role(session: Session, name: str) -> None:
    owner, authority = role_of(session, name), session.authority
    if not authority.roles.may_become(authority.role.oid, owner.oid):
        raise insufficient_privilege(f'must be able to SET ROLE "{owner.name}"')


def _require_references(session: Session, constraints: Iterable[c.NewConstraint]) -> None:
    for constraint in constraints:
        relation = session.image.relation(constraint.references) if constraint.references else None
        if relation is None or session.authority.may_relation("x", relation):
            continue
        named = [relation.column(name) for name in constraint.referenced_columns]
        if not named or not all(
            column is not None and session.authority.may_column("x", relation, column) for column in named
        ):
            raise permission_denied("table", relation.name)


def _create_table(session: Session, command: c.CreateTable) -> None:
    require_create(session, command.namespace, command.persistence)
    for parent in command.parents:
        require_owner(session, parent)
    _require_types(session, [column.attribute.type for column in command.columns])
    _require_references(session, command.constraints)
    for oid, _ in command.likes:
        relation = session.image.relation(oid)
        if relation is not None and not session.authority.may_relation("r", relation):
            raise permission_denied(_kind(relation), relation.name)


def _create_table_as(session: Session, command: c.CreateTableAs) -> None:
    _create_table(session, command.table)


def _create_view(session: Session, command: c.CreateView) -> None:
    require_create(session, command.namespace, command.persistence)
    if command.replaces:
        require_owner(session, command.replaces)


def _create_index(session: Session, command: c.CreateIndex) -> None:
    relation = require_owner(session, command.relation)
    require_create(session, relation.namespace, relation.persistence)


def _in_schema(session: Session, command: Any) -> None:
    require_create(session, command.namespace, getattr(command, "persistence", "p"))


def _create_domain(session: Session, command: t.CreateDomain) -> None:
    require_create(session, command.namespace)
    _require_types(session, [command.base])


def _create_composite(session: Session, command: t.CreateComposite) -> None:
    require_create(session, command.namespace)
    _require_types(session, [attribute.type for attribute in command.attributes])


def _create_schema(session: Session, command: c.CreateSchema) -> None:
    _require_database(session, "C")
    if command.owner is not None:
        _require_set_role(session, command.owner)


def _alter_table(session: Session, command: c.AlterTable) -> None:
    relation = require_owner(session, command.relation)
    for action in command.actions:
        if action.kind == "owner":
            _require_new_owner(session, action.new_name, relation.namespace)
        if action.relation:
            require_owner(session, action.relation)
        if action.type:
            _require_types(session, [action.type])
        if action.new_column is not None:
            _require_types(session, [action.new_column.attribute.type])
        new = (*action.constraints, *(() if action.constraint is None else (action.constraint,)))
        _require_references(session, new)


def _require_schema_owner(session: Session, oid: int) -> None:
    row = session.image.namespace_by_oid(oid)
    assert row is not None
    if not session.authority.owns(row.nspowner):
        raise must_be_owner("schema", row.nspname)


def _require_owner_of(session: Session, oid: int, kind: str) -> None:
    """Of a relation, which the message calls a `kind`."""
    relation = session.image.relation(oid)
    assert relation is not None
    if not session.authority.owns(relation.owner):
        raise must_be_owner(kind, relation.name)


def _relation_owner(session: Session, command: Any) -> None:
    require_owner(session, command.relation)


def _drop_policy(session: Session, command: c.DropPolicy) -> None:
    _require_owner_of(session, command.relation, "relation")


def _attach_index(session: Session, command: c.AttachIndex) -> None:
    require_owner(session, command.index)
    require_owner(session, command.part)


def _alter_index(session: Session, command: c.AlterIndex) -> None:
    require_owner(session, command.index)


def _create_statistics(session: Session, command: s.CreateStatistics) -> None:
    require_owner(session, command.relation)
    require_create(session, command.statistics.namespace)


def _require_statistics_owner(session: Session, oid: int) -> None:
    known = next(known for relation in session.image.relations() for known in relation.statistics if known.oid == oid)
    if not session.authority.owns(known.owner):
        raise must_be_owner("statistics object", known.name)


def _alter_statistics(session: Session, command: s.AlterStatistics) -> None:
    _require_statistics_owner(session, command.statistics)
    if command.namespace:
        require_create(session, command.namespace)
    if command.role is not None:
        _require_set_role(session, command.role)


def _drop_statistics(session: Session, command: s.DropStatistics) -> None:
    for oid in command.oids:
        _require_statistics_owner(session, oid)


def _rename(session: Session, command: c.Rename) -> None:
    if command.kind == "schema":
        row = session.image.namespace(command.old_name)
        if row is None:
            raise undefined_schema(command.old_name)
        _require_schema_owner(session, row.oid)
        _require_database(session, "C")
    elif command.kind == "database":
        require_database_owner(session, command.old_name)
        _require_createdb(session, "rename")
    elif command.kind != "role":
        require_owner(session, command.relation)


def require_database_owner(session: Session, name: str) -> None:
    """Raises PgError 42501 or 3D000."""
    _, owner = session.server.cluster.privileges(name)
    if not session.authority.owns(owner):
        raise must_be_owner("database", name)


def _require_createdb(session: Session, verb: str) -> None:
    if not session.role.createdb:
        raise insufficient_privilege(f"permission denied to {verb} database")


def _create_database(session: Session, command: c.CreateDatabase) -> None:
    _require_createdb(session, "create")
    if command.owner is not None:
        _require_set_role(session, command.owner)


def _drop_database(session: Session, command: c.AlterDatabase | c.RefreshDatabase | c.DropDatabase) -> None:
    if session.server.cluster.row(command.name) is not None:
        require_database_owner(session, command.name)


def _set_schema(session: Session, command: c.SetSchema) -> None:
    require_owner(session, command.relation)
    require_create(session, command.namespace)


def _drop_objects(session: Session, command: c.DropObjects) -> None:
    """The owner of the schema may drop what is in it, too."""
    image = session.image
    for oid in command.oids:
        if command.kind == "schema":
            _require_schema_owner(session, oid)
            continue
        relation = image.relation(oid) or image.index_relation(oid)
        assert relation is not None
        namespace = image.namespace_by_oid(relation.namespace)
        if namespace is None or not session.authority.owns(namespace.nspowner):
            require_owner(session, oid)


def _truncate(session: Session, command: c.Truncate) -> None:
    for oid in command.relations:
        _require_relation(session, oid, "D")


def _require_relation(session: Session, oid: int, letters: str) -> None:
    relation = session.image.relation(oid)
    assert relation is not None
    if not session.authority.may_relation(letters, relation):
        raise permission_denied(_kind(relation), relation.name)


def _refresh(session: Session, command: c.RefreshView) -> None:
    _require_relation(session, command.relation, "m")


_ROW_EXCLUSIVE, _ACCESS_SHARE = 3, 1


def _comment_on_named(session: Session, command: c.CommentOnNamed) -> None:
    """Of what is in no schema; the owner of what initdb has made is the bootstrap superuser."""
    if command.catalog == "pg_database":
        if session.server.cluster.row(command.name) is not None:
            require_database_owner(session, command.name)
    elif command.catalog == "pg_authid":
        require_comment(session.authority, role_of(session, command.name))
    elif session.engine.run(*named_query(command)):
        raise must_be_owner(command.word, command.name)


def _lock_table(session: Session, command: c.LockTable) -> None:
    if not session.transaction.block:
        return  # which is what is wrong first
    for name, schema, _only in command.relations:
        relation = session.image.find_relation(name, schema)
        if relation is None:
            continue
        letters = "wdDm"
        if command.mode <= _ROW_EXCLUSIVE:
            letters += "a"
        if command.mode == _ACCESS_SHARE:
            letters += "r"
        if not session.authority.may_relation(letters, relation):
            raise permission_denied(_kind(relation), name)


def _change_schema_owner(session: Session, command: c.ChangeSchemaOwner) -> None:
    _require_schema_owner(session, command.schema)
    _require_set_role(session, command.role)
    _require_database(session, "C")


def _change_database_owner(session: Session, command: c.ChangeDatabaseOwner) -> None:
    require_database_owner(session, command.database)
    _require_set_role(session, command.role)
    _require_createdb(session, "change owner of")


def _comment(session: Session, command: c.Comment) -> None:
    image = session.image
    if command.classoid == PG_CLASS:
        if command.objsubid:
            _require_owner_of(session, command.objoid, "relation")
        require_owner(session, command.objoid)
    elif command.classoid == PG_TYPE:
        _require_type_owner(session, command.objoid)
    elif command.classoid == PG_NAMESPACE:
        _require_schema_owner(session, command.objoid)
    elif command.classoid == PG_COLLATION:
        _require_collation_owner(session, command.objoid)
    elif command.classoid == PG_PUBLICATION:
        _require_publication_owner(session, command.objoid)
    elif command.classoid in (PG_CONSTRAINT, PG_POLICY):
        for relation in image.relations():
            parts = [known.oid for known in relation.constraints] + [known.oid for known in relation.policies]
            if command.objoid in parts:
                require_owner(session, relation.oid)
        for row in image.types.values():
            if command.objoid in [known.oid for known in image.type_details(row.oid).constraints]:
                _require_type_owner(session, row.oid)
    elif command.classoid not in _CHECKED_BEFORE:
        raise feature_not_supported("COMMENT on such an object by a role that is not a superuser")


_CHECKED_BEFORE = frozenset({PG_CAST, PG_OPERATOR, PG_PROC, PG_OPCLASS, PG_OPFAMILY})
"""Catalogs of objects whose owners the analyzer asks for."""


def _require_type_owner(session: Session, oid: int) -> None:
    row = session.image.type(oid)
    if not session.authority.owns(row.typowner):
        raise must_be_owner("type", session.image.format_type(oid))


def _require_collation_owner(session: Session, oid: int) -> None:
    row = session.image.collation(oid)
    if not session.authority.owns(row.collowner):
        raise must_be_owner("collation", session.image.shown_collation(oid))


def _create_collation(session: Session, command: co.CreateCollation) -> None:
    require_create(session, command.row.collnamespace)


def _alter_collation(session: Session, command: co.AlterCollation) -> None:
    _require_collation_owner(session, command.collation)
    row = session.image.collation(command.collation)
    if command.role is not None:
        _require_new_owner(session, command.role, row.collnamespace)
    else:
        require_create(session, row.collnamespace if command.namespace is None else command.namespace)


def _refresh_collation(session: Session, command: co.RefreshCollation) -> None:
    _require_collation_owner(session, command.collation)


def _drop_collations(session: Session, command: co.DropCollations) -> None:
    for oid in command.oids:
        namespace = session.image.namespace_by_oid(session.image.collation(oid).collnamespace)
        if namespace is None or not session.authority.owns(namespace.nspowner):
            _require_collation_owner(session, oid)


def _create_publication(session: Session, command: p.CreatePublication) -> None:
    _require_database(session, "C")
    for kind, is_one in (
        ("FOR ALL TABLES", command.publication.all_tables), ("FOR TABLES IN SCHEMA", command.publication.schemas),
    ):  # fmt: skip
        if is_one:
            raise insufficient_privilege(f"must be superuser to create {kind} publication")
    for oid, _ in command.tables:
        require_owner(session, oid)


def _require_publication_owner(session: Session, oid: int) -> None:
    known = session.image.publications[oid]
    if not session.authority.owns(known.owner):
        raise must_be_owner("publication", known.name)


def _alter_publication(session: Session, command: p.AlterPublication) -> None:
    _require_publication_owner(session, command.publication.oid)
    if any(not oid for oid, _ in command.publication.schemas):
        raise insufficient_privilege("must be superuser to add or set schemas")
    for oid, _ in command.added:
        require_owner(session, oid)


def _change_publication_owner(session: Session, command: p.ChangePublicationOwner) -> None:
    _require_publication_owner(session, command.publication)
    _require_set_role(session, command.role)


def _drop_publications(session: Session, command: p.DropPublications) -> None:
    for oid in command.oids:
        _require_publication_owner(session, oid)


def _change_row_owner(session: Session, command: o.ChangeRowOwner) -> None:
    row = session.image.own_rows.rows[command.row]
    _require_new_owner(session, command.role, getattr(row, f"{KINDS[command.row[0]].prefix}namespace"))


def _type_owner(session: Session, command: Any) -> None:
    _require_type_owner(session, getattr(command, "type", 0) or command.domain)


def _alter_composite(session: Session, command: t.AlterComposite) -> None:
    _require_owner_of(session, command.relation, "table")


def _set_type_schema(session: Session, command: t.SetTypeSchema) -> None:
    _require_type_owner(session, command.type)
    require_create(session, command.namespace)


def _set_type_owner(session: Session, command: t.SetTypeOwner) -> None:
    _require_type_owner(session, command.type)
    _require_new_owner(session, command.owner, session.image.type(command.type).typnamespace)


def _drop_types(session: Session, command: t.DropTypes) -> None:
    for oid in command.oids:
        namespace = session.image.namespace_by_oid(session.image.type(oid).typnamespace)
        if namespace is None or not session.authority.owns(namespace.nspowner):
            _require_type_owner(session, oid)


_FREE: frozenset[type[c.Command]] = frozenset(
    {
        c.Begin, c.Commit, c.Rollback, c.Savepoint, c.PrepareTransaction, c.FinishPrepared,
        c.SetTransaction, c.SetSnapshot,
        c.SetVariable, c.ResetVariable, c.ShowVariable,
        c.SetConstraints, c.Discard, c.Prepare, c.Execute, c.AnalyzeLater, c.Deallocate, c.Listen, c.Notify, c.Explain,
        c.Skipped,
        c.Denied, c.CopyFrom, c.RefusedCopy, c.CopyTo, c.DeclareCursor, c.Fetch, c.CloseCursor,
        c.CreateRole, c.AlterRole, c.AlterRoleSet, c.DropRoles, c.GrantRole, c.Grant,
        c.AlterDefaultPrivileges, c.DropOwned, c.ReassignOwned,
        c.AlterSystem, c.Vacuum, c.Reindex, c.Cluster, c.ClusterAll,
        o.StoreRows, o.DropRows,
        ts.CreateTablespace, ts.AlterTablespace, ts.DropTablespace, ts.MoveAll,
    }
)  # fmt: skip
"""What asks for nothing, or is asked elsewhere: by the analyzer, or where roles and privileges are changed."""

_CHECKS: dict[type[c.Command], Callable[[Session, Any], None]] = {
    c.CreatePolicy: _relation_owner,
    c.AlterPolicy: _relation_owner,
    c.RenamePolicy: _relation_owner,
    c.DropPolicy: _drop_policy,
    c.CreateTable: _create_table,
    c.CreateTableAs: _create_table_as,
    c.CreateView: _create_view,
    c.CreateIndex: _create_index,
    c.CreateSequence: _in_schema,
    c.CreateSchema: _create_schema,
    c.CreateDatabase: _create_database,
    c.AlterDatabase: _drop_database,
    c.CommentOnNamed: _comment_on_named,
    c.RefreshDatabase: _drop_database,
    c.DropDatabase: _drop_database,
    c.AlterTable: _alter_table,
    c.AlterSequence: _relation_owner,
    c.AttachIndex: _attach_index,
    c.AlterIndex: _alter_index,
    s.CreateStatistics: _create_statistics,
    s.AlterStatistics: _alter_statistics,
    s.DropStatistics: _drop_statistics,
    c.Rename: _rename,
    c.SetSchema: _set_schema,
    c.ChangeSchemaOwner: _change_schema_owner,
    c.ChangeDatabaseOwner: _change_database_owner,
    c.DropObjects: _drop_objects,
    c.Truncate: _truncate,
    c.RefreshView: _refresh,
    c.LockTable: _lock_table,
    c.Comment: _comment,
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
