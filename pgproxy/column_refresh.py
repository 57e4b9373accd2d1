"""Indexes and checks of a column whose type or collation has changed: what they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
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
    from translator.analyze.state import Analysis


class Change(Struct, frozen=True):
    """A table with a column that has another type or collation, as it was and as it is; both are in their images."""

    session: Session
    old_image: CatalogImage
    old: Relation
    image: CatalogImage
    relation: Relation
    column: Attribute
    """As it was."""

    def shown(self, text: str) -> str:
        """An expression as it was shown, which is what PostgreSQL reads anew."""
        return expression_text(self.old_image.with_search_path(STORED_PATH), self.old, text, pretty=False)

    @property
    def analysis(self) -> Analysis:
        return expression_analysis(self.session, self.image)


def refreshed_indexes(change: Change) -> tuple[Index, ...]:
    """The table's indexes: operator classes and collations follow where they were the usual ones."""
    return tuple(
        replace(index, columns=tuple(_refreshed(change, index.method, key) for key in index.columns))
        for index in change.relation.indexes
    )


def refreshed_checks(change: Change) -> tuple[Constraint, ...]:
    """The table's constraints: checks of the column are read anew."""

    def again(text: str) -> str:
        expr, _ = check_expression(change.analysis, change.relation, expression_node(change.shown(text)))
        return deparse(change.image, expr)

    return tuple(
        replace(known, expression=again(known.expression))
        if known.kind == "c" and known.expression is not None and change.column.number in known.columns
        else known
        for known in change.relation.constraints
    )


def _refreshed(change: Change, method: str, key: IndexColumn) -> IndexColumn:
    image, before = change.image, change.column
    if key.expression is not None:
        node = expression_node(change.shown(key.expression))
        expr, _ = index_expression(change.analysis, change.relation, node, "index expression")
        opclass = _opclass(image, method, key, key.type, expr.type)
        collation = derive(image, expr).collation
        return replace(
            key, expression=deparse(image, expr), type=expr.type, typmod=expr.typmod, opclass=opclass,
            collation=collation,
        )  # fmt: skip
    if key.number != before.number:
        return key
    now = change.relation.attribute(key.number)
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
