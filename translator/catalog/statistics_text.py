"""Statistics objects as SQL, in the form that pg_get_statisticsobjdef gives them."""

from __future__ import annotations

from translator.catalog.definitions import bare_expression, relation_name
from translator.catalog.expression_text import expression_text
from translator.catalog.image import CatalogImage
from translator.catalog.quote import quote_identifier, quote_qualified
from translator.catalog.relation import Relation, Statistics

_KINDS = {"d": "ndistinct", "f": "dependencies", "m": "mcv"}


def statistics_definition(image: CatalogImage, relation: Relation, known: Statistics) -> str:
    """CREATE STATISTICS ... ON ... FROM ..."""
    namespace = image.namespace_by_oid(known.namespace)
    name = quote_qualified(None if namespace is None else namespace.nspname, known.name)
    kinds = [word for kind, word in _KINDS.items() if kind in known.kinds]
    several = len(known.columns) + len(known.expressions) > 1
    written = f" ({', '.join(kinds)})" if several and len(kinds) < len(_KINDS) else ""
    columns = statistics_columns(image, relation, known)
    return f"CREATE STATISTICS {name}{written} ON {columns} FROM {relation_name(image, relation)}"


def statistics_columns(image: CatalogImage, relation: Relation, known: Statistics) -> str:
    """The columns and expressions that it is about."""
    names = [quote_identifier(relation.attribute(number).name) for number in sorted(known.columns)]
    shown = [bare_expression(expression_text(image, relation, text, pretty=True)) for text in known.expressions]
    return ", ".join([*names, *shown])


def statistics_expressions(image: CatalogImage, relation: Relation, known: Statistics) -> list[str]:
    """The expressions alone, with all their parentheses."""
    return [expression_text(image, relation, text, pretty=False) for text in known.expressions]
