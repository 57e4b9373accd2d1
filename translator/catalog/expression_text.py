"""Stored expressions as they are shown: names qualified where the search_path of now does not find them.

Mirrors pg_get_expr of the manual's "System Catalog Information Functions".
"""

from __future__ import annotations

from translator.analyze.defaults import relation_state
from translator.analyze.dispatch import analyze_expr
from translator.analyze.domain_checks import value_of, value_state
from translator.analyze.expression_collation import derive
from translator.analyze.stored import stored_analysis
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.catalog.rows import PgType
from translator.deparse import shown_expression
from translator.parser import expression_node, expression_nodes


def expression_text(image: CatalogImage, relation: Relation, text: str, *, pretty: bool) -> str:
    """Expressions over a relation's columns, with commas between them; `pretty` leaves out superfluous parentheses."""
    state, _ = relation_state(stored_analysis(image), relation, "CHECK")
    nodes = expression_nodes(text)
    return ", ".join(shown_expression(image, analyze_expr(state, node), pretty=pretty) for node in nodes)


def expression_collation(image: CatalogImage, relation: Relation, text: str) -> int:
    """The collation that an expression over a relation's columns follows, 0 for none."""
    state, _ = relation_state(stored_analysis(image), relation, "CHECK")
    return derive(image, analyze_expr(state, expression_node(text))).collation


def domain_expression_text(image: CatalogImage, domain: PgType, text: str, *, pretty: bool) -> str:
    """A condition over a domain's VALUE."""
    state = value_state(stored_analysis(image), value_of(domain))
    return shown_expression(image, analyze_expr(state, expression_node(text)), pretty=pretty)
