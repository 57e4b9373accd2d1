"""Stored expressions as they are shown: names qualified where the search_path of now does not find them.

Mirrors pg_get_expr of the manual's "System Catalog Information Functions".
"""

from __future__ import annotations

from msgspec.structs import replace

from translator.analyze.coerce import coerce
from translator.analyze.defaults import relation_state
from translator.analyze.dispatch import analyze_expr
from translator.analyze.domain_checks import value_of, value_state
from translator.analyze.expression_collation import derive
from translator.analyze.stored import stored_analysis
from translator.catalog.image import CatalogImage
from translator.catalog.relation import POLICY_ROW, Relation
from translator.catalog.rows import PgType
from translator.deparse import shown_expression
from translator.deparse_query import expression_with_queries
from translator.parser import expression_node, expression_nodes


def expression_text(image: CatalogImage, relation: Relation, text: str, *, pretty: bool) -> str:
    """Expressions over a relation's columns, with commas between them; `pretty` leaves out superfluous parentheses."""
    state, rte = relation_state(stored_analysis(image), relation, "POLICY")
    if POLICY_ROW in text:
        state.namespace = [replace(item, alias=POLICY_ROW) for item in state.namespace]
    names = {rte: relation.name}
    exprs = [analyze_expr(state, node) for node in expression_nodes(text)]
    column = next((attribute for attribute in relation.columns if attribute.default == text), None) if pretty else None
    if column is not None:
        exprs = [coerce(state.analysis, expr, column.type, column.typmod, "a") or expr for expr in exprs]
    return ", ".join(expression_with_queries(image, expr, names, qualified=False, pretty=pretty) for expr in exprs)


def expression_collation(image: CatalogImage, relation: Relation, text: str) -> int:
    """The collation that an expression over a relation's columns follows, 0 for none."""
    state, _ = relation_state(stored_analysis(image), relation, "CHECK")
    return derive(image, analyze_expr(state, expression_node(text))).collation


def domain_expression_text(image: CatalogImage, domain: PgType, text: str, *, pretty: bool) -> str:
    """A condition over a domain's VALUE."""
    state = value_state(stored_analysis(image), value_of(domain))
    return shown_expression(image, analyze_expr(state, expression_node(text)), pretty=pretty)
