"""Generated columns of a table that is altered: SET EXPRESSION, DROP EXPRESSION, what is computed from what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.alteration import Alteration
from pgproxy.ddl_table import (
    expression_analysis,
)
from translator import command as c
from translator.analyze.coerce import coerce
from translator.analyze.defaults import relation_state
from translator.analyze.dispatch import analyze_expr
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Relation
from translator.errors.definitions import generation_expression_not_castable
from translator.errors.notices import notice
from translator.parser import expression_node
from translator.query import Var, walk

if TYPE_CHECKING:
    from pgproxy.session import Session


def computed_from(
    session: Session, image: CatalogImage, relation: Relation, attribute: Attribute
) -> Iterator[Attribute]:
    """The generated columns that read a column."""
    if not any(known.generated for known in relation.columns):
        return
    analysis = expression_analysis(session, image)
    state, _ = relation_state(analysis, relation, "generation expression")
    for known in relation.columns:
        if known.generated and known.default is not None:
            expr = analyze_expr(state, expression_node(known.default))
            if any(isinstance(part, Var) and part.attno == attribute.number for part in walk(expr)):
                yield known


def regenerate(alteration: Alteration, attribute: Attribute) -> None:
    """Compute a generated column anew, as it is now defined."""
    assert attribute.default is not None
    analysis = expression_analysis(alteration.session, alteration.image)
    state, _ = relation_state(analysis, alteration.relation, "generation expression")
    expr = analyze_expr(state, expression_node(attribute.default))
    if coerce(analysis, expr, attribute.type, attribute.typmod, "a") is None:
        raise generation_expression_not_castable(attribute.name, alteration.image.format_type(attribute.type))
    alteration.drop_indexes(attribute)
    constrained = [known for known in alteration.relation.constraints if attribute.number in known.columns]
    free = tuple(known for known in alteration.relation.constraints if known not in constrained)
    kept = alteration.relation.constraints
    alteration.relation = replace(alteration.relation, constraints=free)
    alteration.change(replace(attribute, not_null=False))
    if attribute.generated == "s":
        alteration.recompute()
        alteration.note_rewrite()
    if attribute.not_null:
        alteration.require_not_null(attribute)
    alteration.relation = replace(alteration.relation, constraints=kept)
    alteration.change(attribute)
    alteration.create_indexes(attribute)
    alteration.rewrite_children()
    alteration.revalidate(attribute)


def set_expression(alteration: Alteration, action: c.AlterAction) -> None:
    attribute = alteration.attribute(action.column)
    regenerate(alteration, replace(attribute, default=action.expression))


def drop_expression(alteration: Alteration, action: c.AlterAction) -> None:
    """What was computed stays in the rows."""
    attribute = alteration.attribute(action.column)
    alteration.change(replace(attribute, default=None, default_oid=0, generated=""))


def skip_expression(alteration: Alteration, action: c.AlterAction) -> None:
    message = f'column "{action.column}" of relation "{alteration.relation.name}" is not a generated column, skipping'
    alteration.session.notice(notice(message))
