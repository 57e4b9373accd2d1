"""Policies, carried out: they are kept and shown, and depend on what they read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import begin, expression_analysis, publish
from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from translator import command as c
from translator.analyze.policy import policy_of, renamed_policy
from translator.catalog.relation import Attribute, Policy, Relation
from translator.errors import PgError

if TYPE_CHECKING:
    from pgproxy.session import Session
    from translator.catalog.image import CatalogImage

PUBLIC = 0
"""Stands for everybody in pg_policy.polroles."""


def _roles(session: Session, names: tuple[str | None, ...]) -> tuple[int, ...]:
    if None in names and len(names) > 1:
        message, hint = "ignoring specified roles other than PUBLIC", "All roles are members of the PUBLIC role."
        session.notice(PgError("22023", message, severity="WARNING", hint=hint))
    return (PUBLIC,) if None in names else tuple(role_of(session, name or "").oid for name in names)


def _table(image: CatalogImage, oid: int) -> Relation:
    found = image.relation(oid)
    assert found is not None
    return found


def create_policy(session: Session, command: c.CreatePolicy, portal: Portal) -> None:
    roles = _roles(session, command.roles)
    image = begin(session, "CREATE POLICY")
    relation = _table(image, command.relation)
    policy = replace(command.policy, oid=session.database.next_oid(), roles=roles)
    publish(session, image, replace(relation, policies=(*relation.policies, policy)), replace=True)


def alter_policy(session: Session, command: c.AlterPolicy, portal: Portal) -> None:
    image = begin(session, "ALTER POLICY")
    relation = _table(image, command.relation)
    changed = command.policy
    if command.roles is not None:
        changed = replace(changed, roles=_roles(session, command.roles))
    others = tuple(known for known in relation.policies if known.oid != changed.oid)
    # behind the others, as what depends on the columns is
    publish(session, image, replace(relation, policies=(*others, changed)), replace=True)


def rename_policy(session: Session, command: c.RenamePolicy, portal: Portal) -> None:
    image = begin(session, "ALTER POLICY")
    relation = _table(image, command.relation)
    renamed = replace(policy_of(relation, command.name, new=command.new_name), name=command.new_name)
    policies = tuple(renamed if known.oid == renamed.oid else known for known in relation.policies)
    publish(session, image, replace(relation, policies=policies), replace=True)


def drop_policy(session: Session, command: c.DropPolicy, portal: Portal) -> None:
    image = begin(session, "DROP POLICY")
    relation = _table(image, command.relation)
    gone = policy_of(relation, command.name)
    drop_policies(session, image, [(relation, gone)])


def policies_reading(image: CatalogImage, oid: int, number: int | None = None) -> list[tuple[Relation, Policy]]:
    """The policies that read a relation, or one of its columns, with their tables."""
    return [
        (relation, policy)
        for relation in image.relations()
        for policy in relation.policies
        if any(known == oid and (number is None or column == number) for known, column in policy.depends_on)
    ]


def drop_policies(session: Session, image: CatalogImage, gone: Iterable[tuple[Relation, Policy]]) -> CatalogImage:
    """Take policies from their tables."""
    for relation, policy in gone:
        table = image.relation(relation.oid)
        if table is not None:
            for catalog, column in (("pg_description", "objoid"), ("pg_depend", "objid")):
                session.engine.run(f"DELETE FROM {table.schema}.{catalog} WHERE {column} = ?", (policy.oid,))
            kept = tuple(known for known in table.policies if known.oid != policy.oid)
            image = publish(session, image, replace(table, policies=kept), replace=True)
    return image


def rewrite_policies(session: Session, before: CatalogImage, after: CatalogImage, name: str) -> CatalogImage:
    """Put the texts of policies with subqueries that may speak of something by its old name in terms of its new one."""
    analysis = expression_analysis(session, before)
    for relation in list(before.relations()):
        if any(policy.queries and name in f"{policy.using} {policy.check}" for policy in relation.policies):
            now = after.relation(relation.oid)
            assert now is not None
            texts = {known.oid: renamed_policy(analysis, after, relation, known) for known in relation.policies}
            policies = tuple(texts[known.oid] if known.queries else known for known in now.policies)
            after = publish(session, after, replace(now, policies=policies), replace=True)
    return after


def without_role(relation: Relation, role: int) -> tuple[Policy, ...]:
    """A table's policies when a role is none of theirs; one that is for nobody else goes."""
    kept = [replace(known, roles=tuple(oid for oid in known.roles if oid != role)) for known in relation.policies]
    return tuple(known for known in kept if known.roles)


def refuse_policies(session: Session, relation: Relation, attribute: Attribute) -> None:
    """Raise PgError 0A000 for a change of the type of a column that a policy reads."""
    for table, policy in policies_reading(session.base_image, relation.oid, attribute.number):
        shown = session.image.shown_relation(table)
        raise PgError(
            "0A000",
            "cannot alter type of a column used in a policy definition",
            detail=f'policy {policy.name} on table {shown} depends on column "{attribute.name}"',
        )
