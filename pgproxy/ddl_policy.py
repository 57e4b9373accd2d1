"""Policies, carried out: they are kept and shown; a role that they would apply to is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import begin, expression_analysis, publish
from pgproxy.portal import Portal
from pgproxy.role_lookup import role_of
from translator import command as c
from translator.analyze.policy import policy_columns, policy_of
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
    policy = policy_of(relation, command.name)
    if command.roles is not None:
        policy = replace(policy, roles=_roles(session, command.roles))
    using, check = command.using or policy.using, command.check or policy.check
    others = tuple(known for known in relation.policies if known.oid != policy.oid)
    changed = replace(policy, using=using, check=check)  # behind the others, as what depends on the columns is
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
    policies = tuple(known for known in relation.policies if known.name != command.name)
    publish(session, image, replace(relation, policies=policies), replace=True)


def policies_reading(session: Session, relation: Relation, number: int) -> list[Policy]:
    """The policies of a table that read a column."""
    if not relation.policies:
        return []
    analysis = expression_analysis(session, session.base_image)
    return [known for known in relation.policies if number in policy_columns(analysis, relation, known)]


def without_role(relation: Relation, role: int) -> tuple[Policy, ...]:
    """A table's policies when a role is none of theirs; one that is for nobody else goes."""
    kept = [replace(known, roles=tuple(oid for oid in known.roles if oid != role)) for known in relation.policies]
    return tuple(known for known in kept if known.roles)


def refuse_policies(session: Session, relation: Relation, attribute: Attribute) -> None:
    """Raise PgError 0A000 for a change of the type of a column that a policy reads."""
    for policy in policies_reading(session, relation, attribute.number):
        raise PgError(
            "0A000",
            "cannot alter type of a column used in a policy definition",
            detail=f'policy {policy.name} on table {relation.name} depends on column "{attribute.name}"',
        )
