"""ALTER COLUMN ... SET and DROP EXPRESSION: raw tree to action.  Manual: ALTER TABLE, "Generated Columns"."""

from __future__ import annotations

from translator import command as c
from translator.analyze.constraints import generation_text
from translator.analyze.state import Analysis
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError, without_location
from translator.errors.definitions import undefined_column_of_relation
from translator.parser import Node


def _generated_column(relation: Relation, name: str, *, missing_ok: bool = False) -> Attribute | None:
    """The generated column of that name; None, if allowed, for one that is not generated."""
    attribute = relation.column(name)
    if attribute is None:
        raise undefined_column_of_relation(name, relation.name)
    if attribute.generated:
        return attribute
    if missing_ok:
        return None
    raise PgError("55000", f'column "{name}" of relation "{relation.name}" is not a generated column')


def _not_of_virtual(relation: Relation, attribute: Attribute, what: str) -> PgError:
    return PgError(
        "0A000",
        f"ALTER TABLE / {what}",
        detail=f'Column "{attribute.name}" of relation "{relation.name}" is a virtual generated column.',
    )


def set_expression(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    attribute = _generated_column(relation, item.name)
    assert attribute is not None
    if attribute.generated == "v" and any(known.kind == "c" for known in relation.constraints):
        what = "SET EXPRESSION is not supported for virtual generated columns in tables with check constraints"
        raise _not_of_virtual(relation, attribute, what)
    with without_location():
        text = generation_text(analysis, relation, attribute, getattr(item, "def"))
    return c.AlterAction("set expression", column=attribute.name, expression=text)


def drop_expression(analysis: Analysis, relation: Relation, item: Node) -> c.AlterAction:
    attribute = _generated_column(relation, item.name, missing_ok=item.missing_ok)
    if attribute is None:
        return c.AlterAction("skip expression", column=item.name)
    if attribute.generated == "v":
        what = "DROP EXPRESSION is not supported for virtual generated columns"
        raise _not_of_virtual(relation, attribute, what)
    return c.AlterAction("drop expression", column=attribute.name)
