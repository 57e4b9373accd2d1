"""Views: the stored query of one, analyzed where it is referred to."""

from __future__ import annotations

from translator.analyze.dispatch import analyze_query
from translator.analyze.state import ParseState
from translator.analyze.stored import stored_analysis
from translator.catalog.relation import Relation
from translator.parser import parse
from translator.query import Query


def runs_as_invoker(view: Relation) -> bool:
    """Whether a view reads what is below it as the current role, not as its owner."""
    return any(option in ("security_invoker=true", "security_invoker=on") for option in view.options)


def view_query(state: ParseState, relation: Relation) -> Query:
    """The view's query; names in it mean what they meant in pg_catalog, not in the search path of the caller."""
    assert relation.definition is not None
    outer = state.analysis
    analysis = stored_analysis(outer.catalog, outer.settings, ("pg_catalog",))
    if outer.settings.authority is not None and not runs_as_invoker(relation):
        analysis.acting = outer.settings.authority.of(relation.owner)
    return analyze_query(ParseState(analysis, outermost=state.level + 1), parse(relation.definition)[0].node)
