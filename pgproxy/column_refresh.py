"""Indexes and checks of a column whose type or collation has changed: what they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import expression_analysis
from translator.analyze.defaults import check_expression, index_expression
from translator.analyze.expression_collation import derive
from translator.catalog.expression_text import expression_text
from translator.catalog.image import STORED_PATH, CatalogImage
from translator.catalog.relation import Attribute, Constraint, Index, IndexColumn, Relation
from translator.deparse import deparse
from translator.parser import expression_node

if TYPE_CHECKING:
    from pgproxy.session import Session


def refreshed_indexes(
    session: Session, image: CatalogImage, relation: Relation, before: Attribute
) -> tuple[Index, ...]:
    """The indexes of a table whose column was `before`: operator classes and collations follow where they were the
    usual ones.
    """
    found = []
    for index in relation.indexes:
        columns = tuple(_refreshed(session, image, relation, before, index.method, key) for key in index.columns)
        found.append(replace(index, columns=columns))
    return tuple(found)


def refreshed_checks(
    session: Session, image: CatalogImage, relation: Relation, before: Attribute
) -> tuple[Constraint, ...]:
    """The constraints of such a table; checks of the column are read anew from the text that is shown of them."""
    analysis = expression_analysis(session, image)

    def again(text: str) -> str:
        shown = expression_text(image.with_search_path(STORED_PATH), relation, text, pretty=False)
        expr, _ = check_expression(analysis, relation, expression_node(shown))
        return deparse(image, expr)

    return tuple(
        replace(known, expression=again(known.expression))
        if known.kind == "c" and known.expression is not None and before.number in known.columns
        else known
        for known in relation.constraints
    )


def _refreshed(
    session: Session, image: CatalogImage, relation: Relation, before: Attribute, method: str, key: IndexColumn
) -> IndexColumn:
    if key.expression is not None:
        expr, _ = index_expression(
            expression_analysis(session, image), relation, expression_node(key.expression), "index expression"
        )
        opclass = _opclass(image, method, key, key.type, expr.type)
        collation = derive(image, expr).collation
        return replace(key, type=expr.type, typmod=expr.typmod, opclass=opclass, collation=collation)
    if key.number != before.number:
        return key
    now = relation.attribute(key.number)
    collation = key.collation
    if collation == _collation(image, before) or not _collation(image, now):
        collation = _collation(image, now)
    return replace(key, opclass=_opclass(image, method, key, before.type, now.type), collation=collation)


def _collation(image: CatalogImage, attribute: Attribute) -> int:
    return attribute.collation or image.type(image.base_type(attribute.type)).typcollation


def _opclass(image: CatalogImage, method: str, key: IndexColumn, before: int, now: int) -> int:
    """The operator class of a key, another one where it was the default of the former type."""
    access_method = next(row.oid for row in image.system.access_methods.values() if row.amname == method)
    old, new = (image.default_opclass(image.base_type(oid), access_method) for oid in (before, now))
    return new.oid if new is not None and old is not None and key.opclass == old.oid else key.opclass
