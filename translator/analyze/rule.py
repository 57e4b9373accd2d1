"""The rules that there are: that of each view, named _RETURN, which nobody can change.  Manual: DROP RULE."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from translator.analyze.alter_action import KINDS
from translator.analyze.existing_relation import missing_relation
from translator.analyze.privilege import require_owner
from translator.analyze.state import Analysis
from translator.catalog.relation import Relation
from translator.errors import PgError
from translator.errors.objects import wrong_object_type
from translator.parser import Node, strings

if TYPE_CHECKING:
    from translator.analyze.ddl_drop import Result

VIEW_RULE = "_RETURN"


def _existing(analysis: Analysis, path: list[str], name: str) -> Relation:
    """The view of a rule.  Raises PgError 42P01, 42704."""
    schema = path[-2] if len(path) > 1 else None
    relation = analysis.catalog.find_relation(path[-1], schema)
    if relation is None:
        raise missing_relation(analysis.catalog, schema, ".".join(path))
    if not relation.rule_oid or name != VIEW_RULE:
        raise PgError("42704", f'rule "{name}" for relation "{path[-1]}" does not exist')
    return relation


def require_rows(relation: Relation, what: str) -> None:
    """Raise PgError 42809 for what cannot have triggers or rules."""
    if relation.kind == "S" or (relation.kind == "f" and what == "rules"):
        detail = f"This operation is not supported for {KINDS[relation.kind]}."
        raise wrong_object_type(f'relation "{relation.name}" cannot have {what}', detail=detail)


def refuse_rule(analysis: Analysis, path: list[str], name: str) -> NoReturn:
    """DROP RULE.  Raises PgError 2BP01 for that of a view, 42704, 42P01."""
    view = analysis.catalog.described_relation(_existing(analysis, path, name))
    raise PgError(
        "2BP01",
        f"cannot drop rule {name} on {view} because {view} requires it",
        hint=f"You can drop {view} instead.",
    )


def rename(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42P17 for that of a view."""
    written = node.relation
    relation = analysis.catalog.find_relation(written.relname, written.schemaname or None)
    if relation is not None:
        require_rows(relation, "rules")
    _existing(analysis, [*filter(None, (written.schemaname, written.relname))], node.subname)
    raise PgError("42P17", "renaming an ON SELECT rule is not allowed")


def commented(analysis: Analysis, item: Node) -> int:
    """The rule that COMMENT ON means."""
    *path, name = strings(item.items)
    relation = _existing(analysis, path, name)
    require_owner(analysis, relation.owner, "materialized view" if relation.kind == "m" else "view", relation.name)
    return relation.rule_oid
