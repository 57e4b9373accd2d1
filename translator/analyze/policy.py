"""CREATE and DROP POLICY, ALTER POLICY: raw tree to command.  Manual: "Row Security Policies"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from translator import command as c
from translator.analyze import dispatch as expressions
from translator.analyze.built_in_object import drop_built_in
from translator.analyze.coerce import coerce_to_boolean
from translator.analyze.ddl_drop import Result, relation_of
from translator.analyze.defaults import relation_state
from translator.analyze.ownership import role_name
from translator.analyze.state import Analysis, ParseState
from translator.analyze.stored import stored_analysis
from translator.catalog.image import STORED_PATH, CatalogImage
from translator.catalog.relation import POLICY_ROW, Policy, Relation
from translator.deparse import deparse
from translator.deparse_query import expression_with_queries
from translator.dependencies import parts
from translator.errors import PgError, without_location
from translator.errors.objects import wrong_object_type
from translator.errors.privileges import undefined_policy
from translator.parser import Node, expression_node, strings
from translator.query import Expr, RangeTblEntry, SubLink, Var, walk

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
    policy = Policy(
        0, node.policy_name, command, node.permissive, (), using.text, check.text,
        tuple(sorted({*using.depends_on, *check.depends_on})), using.queries or check.queries,
    )  # fmt: skip
    return c.CreatePolicy(relation.oid, policy, roles), "CREATE POLICY", None


def alter_policy(analysis: Analysis, node: Node) -> Result:
    relation = _table(analysis, node.table)
    roles = _roles(node.roles) if node.roles else None
    using, check = _condition(analysis, relation, node.qual), _condition(analysis, relation, node.with_check)
    known = policy_of(relation, node.policy_name)
    if known.command in "rd" and check.text is not None:
        raise PgError("42601", "only USING expression allowed for SELECT, DELETE")
    if known.command == "a" and using.text is not None:
        raise PgError("42601", "only WITH CHECK expression allowed for INSERT")
    kept = [
        _condition_of(analysis, relation, known.using) if using.text is None else using,
        _condition_of(analysis, relation, known.check) if check.text is None else check,
    ]
    changed = replace(
        known, using=kept[0].text, check=kept[1].text, queries=kept[0].queries or kept[1].queries,
        depends_on=tuple(sorted({*kept[0].depends_on, *kept[1].depends_on})),
    )  # fmt: skip
    return c.AlterPolicy(relation.oid, changed, roles), "ALTER POLICY", None


def rename_policy(analysis: Analysis, node: Node) -> Result:
    _ = node.behavior, node.relation_type, node.missing_ok
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


def _condition_of(analysis: Analysis, relation: Relation, text: str | None) -> _Condition:
    """The same of a condition that is stored."""
    if text is None:
        return _Condition()
    state, rte = policy_state(stored_analysis(analysis.catalog, analysis.settings), relation)
    return _found(analysis.catalog, relation, expressions.analyze_expr(state, expression_node(text)), rte)


class _Condition(Struct, frozen=True):
    """A condition in canonical text with what it reads."""

    text: str | None = None
    depends_on: tuple[tuple[int, int], ...] = ()
    queries: bool = False


def _condition(analysis: Analysis, relation: Relation, node: Node | None) -> _Condition:
    """Its errors point nowhere."""
    if node is None:
        return _Condition()
    with without_location():
        state, rte = relation_state(analysis, relation, "POLICY")
        expr = coerce_to_boolean(analysis, expressions.analyze_expr(state, node), "POLICY")
    return _found(analysis.catalog, relation, expr, rte)


def _found(catalog: CatalogImage, relation: Relation, expr: Expr, rte: RangeTblEntry) -> _Condition:
    found = {
        (part.rte.relation.oid, max(part.attno, 0))
        for part in parts(expr)
        if isinstance(part, Var) and part.rte.relation is not None
    }
    found |= {
        (part.relation.oid, 0)
        for part in parts(expr)
        if isinstance(part, RangeTblEntry) and part.relation not in (None, relation) and part.relation is not None
    }
    queries = any(isinstance(part, SubLink) for part in parts(expr))
    return _Condition(policy_text(catalog, expr, rte), tuple(sorted(found)), queries)


def policy_text(catalog: CatalogImage, expr: Expr, rte: RangeTblEntry) -> str:
    """A condition over a row of the policy's table, as it is stored."""
    if not any(isinstance(part, SubLink) for part in walk(expr)):
        return deparse(catalog, expr)
    return expression_with_queries(catalog.with_search_path(STORED_PATH), expr, {rte: POLICY_ROW}, qualified=True)


def policy_state(analysis: Analysis, relation: Relation) -> tuple[ParseState, RangeTblEntry]:
    """A state in which a stored condition can be read."""
    state, rte = relation_state(analysis, relation, "POLICY")
    state.namespace = [replace(item, alias=POLICY_ROW) for item in state.namespace]
    return state, rte


def renamed_policy(analysis: Analysis, after: CatalogImage, relation: Relation, policy: Policy) -> Policy:
    """A policy that says what it says in the names of now."""

    def text(before: str | None) -> str | None:
        if before is None:
            return None
        state, rte = policy_state(analysis, relation)
        expr = expressions.analyze_expr(state, expression_node(before))
        now = after.relation(relation.oid)
        assert now is not None
        names = {known.number: known.name for known in now.attributes}
        rte.columns = tuple(
            replace(column, name=names[number]) if column.name else column
            for number, column in enumerate(rte.columns, start=1)
        )
        return policy_text(after, expr, rte)

    return replace(policy, using=text(policy.using), check=text(policy.check))
