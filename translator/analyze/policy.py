"""CREATE and DROP POLICY, ALTER POLICY: raw tree to command.  Manual: "Row Security Policies"."""

from __future__ import annotations

from collections.abc import Sequence

from translator import command as c
from translator.analyze import dispatch as expressions
from translator.analyze.coerce import coerce_to_boolean
from translator.analyze.ddl_drop import Result, relation_of
from translator.analyze.defaults import relation_state
from translator.analyze.drop_built_in import drop_built_in
from translator.analyze.ownership import role_name
from translator.analyze.state import Analysis
from translator.catalog.relation import Policy, Relation
from translator.deparse import deparse
from translator.errors import (
    PgError,
    feature_not_supported,
    undefined_policy,
    without_location,
    wrong_object_type,
)
from translator.parser import Node, expression_node, strings
from translator.query import SubLink, Var, walk

_COMMANDS = {"all": "*", "select": "r", "insert": "a", "update": "w", "delete": "d"}
"""pg_policy.polcmd of the commands that a policy is for."""


def create_policy(analysis: Analysis, node: Node) -> Result:
    relation = _table(analysis, node.table)
    command = _COMMANDS[node.cmd_name]
    if command in "rd" and node.with_check is not None:
        raise PgError("42601", "WITH CHECK cannot be applied to SELECT or DELETE")
    if command == "a" and node.qual is not None:
        raise PgError("42601", "only WITH CHECK expression allowed for INSERT")
    roles = _roles(node.roles)
    using, check = _condition(analysis, relation, node.qual), _condition(analysis, relation, node.with_check)
    if any(known.name == node.policy_name for known in relation.policies):
        raise PgError("42710", f'policy "{node.policy_name}" for table "{relation.name}" already exists')
    policy = Policy(0, node.policy_name, command, node.permissive, (), using, check)
    return c.CreatePolicy(relation.oid, policy, roles), "CREATE POLICY", None


def alter_policy(analysis: Analysis, node: Node) -> Result:
    relation = _table(analysis, node.table)
    roles = _roles(node.roles) if node.roles else None
    using, check = _condition(analysis, relation, node.qual), _condition(analysis, relation, node.with_check)
    known = policy_of(relation, node.policy_name)
    if known.command in "rd" and check is not None:
        raise PgError("42601", "only USING expression allowed for SELECT, DELETE")
    if known.command == "a" and using is not None:
        raise PgError("42601", "only WITH CHECK expression allowed for INSERT")
    return c.AlterPolicy(relation.oid, known.name, roles, using, check), "ALTER POLICY", None


def rename_policy(analysis: Analysis, node: Node) -> Result:
    relation = relation_of(analysis, node.relation)
    known = policy_of(relation, node.subname, new=node.newname)
    return c.RenamePolicy(relation.oid, known.name, node.newname), "ALTER POLICY", None


def drop_policy(analysis: Analysis, node: Node) -> Result:
    """What is not there is refused, or skipped, as other objects are that there never are."""
    (item,) = node.objects
    names = strings(item.items)
    _ = node.behavior, node.missing_ok, node.concurrent
    relation = analysis.catalog.find_relation(names[-2], names[-3] if len(names) > 2 else None)
    if relation is None or all(known.name != names[-1] for known in relation.policies):
        return drop_built_in(analysis, node)
    return c.DropPolicy(relation.oid, names[-1]), "DROP POLICY", None


def policy_of(relation: Relation, name: str, new: str = "") -> Policy:
    """A table's policy.  Raises PgError 42704, 42710 where one has its new name already."""
    if any(known.name == new for known in relation.policies):
        raise PgError("42710", f'policy "{new}" for table "{relation.name}" already exists')
    found = next((known for known in relation.policies if known.name == name), None)
    if found is None:
        raise undefined_policy(name, relation.name)
    return found


def _table(analysis: Analysis, node: Node) -> Relation:
    relation = relation_of(analysis, node)
    if relation.kind not in "rp":
        raise wrong_object_type(f'"{relation.name}" is not a table')
    return relation


def _roles(nodes: Sequence[Node]) -> tuple[str | None, ...]:
    """The roles by name, None for PUBLIC."""
    return tuple(None if node.roletype == "ROLESPEC_PUBLIC" else role_name(node) for node in nodes)


def _condition(analysis: Analysis, relation: Relation, node: Node | None) -> str | None:
    """A condition in canonical text; its errors point nowhere."""
    if node is None:
        return None
    with without_location():
        state, _ = relation_state(analysis, relation, "POLICY")
        expr = coerce_to_boolean(analysis, expressions.analyze_expr(state, node), "POLICY")
        if any(isinstance(part, SubLink) for part in walk(expr)):
            raise feature_not_supported("a subquery in a policy")
    return deparse(analysis.catalog, expr)


def policy_columns(analysis: Analysis, relation: Relation, policy: Policy) -> frozenset[int]:
    """The numbers of the columns that a policy reads."""
    state, _ = relation_state(analysis, relation, "POLICY")
    found: set[int] = set()
    for text in (policy.using, policy.check):
        if text is not None:
            expr = expressions.analyze_expr(state, expression_node(text))
            found.update(part.attno for part in walk(expr) if isinstance(part, Var))
    return frozenset(found)
