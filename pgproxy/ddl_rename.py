"""Renaming columns and types: the expressions that are kept as text name them by their new names afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pgproxy.ddl_table import expression_analysis
from translator.analyze.defaults import default_sequences, relation_state
from translator.analyze.dispatch import analyze_expr
from translator.analyze.domain_checks import value_of, value_state
from translator.catalog.image import STORED_PATH, CatalogImage
from translator.catalog.relation import Relation
from translator.catalog.rows import PgType
from translator.catalog.user_types import TypeDetails
from translator.deparse import deparse
from translator.parser import expression_node

if TYPE_CHECKING:
    from pgproxy.session import Session


def rename_column_texts(session: Session, image: CatalogImage, relation: Relation, old: str, new: str) -> Relation:
    """The relation with a column renamed, everywhere that its definition mentions it."""
    attributes = tuple(
        replace(known, name=new) if known.name == old and not known.dropped else known for known in relation.attributes
    )
    renamed = replace(relation, attributes=attributes)

    def text(before: str | None) -> str | None:
        if before is None:
            return None
        analysis = expression_analysis(session, image)
        state, rte = relation_state(analysis, relation, "CHECK")
        expr = analyze_expr(state, expression_node(before))
        rte.columns = tuple(replace(column, name=new) if column.name == old else column for column in rte.columns)
        return deparse(image, expr)

    return _with_texts(renamed, text, defaults=False)


def rename_sequence_texts(session: Session, before: CatalogImage, after: CatalogImage, oid: int) -> list[Relation]:
    """The tables with defaults that name a sequence by its old name, with its new one in its place."""
    analysis = expression_analysis(session, before)
    found = []
    for relation in before.relations():
        numbers = [number for number, named in default_sequences(before, relation).items() if oid in named]
        if numbers:
            state, _ = relation_state(analysis, relation, "DEFAULT")
            texts = {
                attribute.number: deparse(after, analyze_expr(state, expression_node(attribute.default or "")))
                for attribute in relation.columns
                if attribute.number in numbers
            }
            attributes = (
                replace(known, default=texts.get(known.number, known.default)) for known in relation.attributes
            )
            found.append(replace(relation, attributes=tuple(attributes)))
    return found


def _with_texts(relation: Relation, text: Callable[[str | None], str | None], *, defaults: bool) -> Relation:
    """The relation with `text` applied to its expressions; to plain defaults as well with `defaults`."""
    return replace(
        relation,
        attributes=tuple(
            replace(known, default=text(known.default)) if known.generated or defaults else known
            for known in relation.attributes
        ),
        constraints=tuple(replace(known, expression=text(known.expression)) for known in relation.constraints),
        indexes=tuple(
            replace(
                index,
                columns=tuple(replace(key, expression=text(key.expression)) for key in index.columns),
                predicate=text(index.predicate),
            )
            for index in relation.indexes
        ),
        statistics=tuple(
            replace(known, expressions=tuple(text(expression) or "" for expression in known.expressions))
            for known in relation.statistics
        ),
        publications=tuple(replace(known, where=text(known.where)) for known in relation.publications),
        policies=tuple(
            policy if policy.queries else replace(policy, using=text(policy.using), check=text(policy.check))
            for policy in relation.policies
        ),
    )


def rename_type_texts(
    session: Session, before: CatalogImage, after: CatalogImage, relation: Relation, name: str
) -> Relation:
    """The relation with its expressions naming a type as `after` does; `name` is the old one."""

    def text(known: str | None) -> str | None:
        if known is None or name not in known:
            return known
        state, _ = relation_state(expression_analysis(session, before), relation, "CHECK")
        plain = after.with_search_path(STORED_PATH)
        return deparse(plain, analyze_expr(state, expression_node(known)))

    return _with_texts(relation, text, defaults=True)


def rename_domain_texts(
    session: Session, before: CatalogImage, after: CatalogImage, row: PgType, details: TypeDetails, name: str
) -> tuple[PgType, TypeDetails]:
    """The same of a domain's default and constraints."""

    def text(known: str | None) -> str | None:
        if known is None or name not in known:
            return known
        state = value_state(expression_analysis(session, before), value_of(row))
        return deparse(after.with_search_path(STORED_PATH), analyze_expr(state, expression_node(known)))

    constraints = tuple(replace(known, expression=text(known.expression)) for known in details.constraints)
    return replace(row, typdefault=text(row.typdefault)), replace(details, constraints=constraints)
