"""Views: the stored query of one, analyzed where it is referred to."""

from __future__ import annotations

from translator.analyze.dispatch import analyze_query
from translator.analyze.state import ParseState
from translator.analyze.stored import stored_analysis
from translator.catalog.relation import Relation
from translator.parser import parse
from translator.query import Query


def view_query(state: ParseState, relation: Relation) -> Query:
    """The view's query; names in it mean what they meant in pg_catalog, not in the search path of the caller."""
    assert relation.definition is not None
    outer = state.analysis
    analysis = stored_analysis(outer.catalog, outer.settings, ("pg_catalog",))
    return analyze_query(ParseState(analysis, outermost=state.level + 1), parse(relation.definition)[0].node)
