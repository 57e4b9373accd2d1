"""Foreign tables in plans: what reads or writes them is refused, since no wrapper has a handler.

PostgreSQL says so when it plans, and for the rows that go into a partition when the first of them does.
"""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.analyze.partition import storing
from translator.catalog.foreign_tables import wrapper_of_table
from translator.catalog.relation import Relation
from translator.lower import build
from translator.lower.context import Lowering

REFUSAL = "pg_no_handler"


def refuse_foreign(lowering: Lowering, query: q.Query) -> None:
    """Let a plan that names a foreign table fail before it runs."""
    relations = [*_targets(lowering, query), *map(lowering.catalog.relation, lowering.relations)]
    named = [relation for relation in relations if relation is not None and relation.foreign is not None]
    if named:
        lowering.refusals.append(refusal(lowering, named[0]))


def _targets(lowering: Lowering, query: q.Query) -> list[Relation]:
    """The tables that a statement changes wherever its rows go, those of its WITH included."""
    found = [table for cte in query.ctes if cte.query is not None for table in _targets(lowering, cte.query)]
    target = None if query.target is None else query.target.relation
    if query.target is not None and target is not None:
        found += storing(lowering.catalog, target) if query.target.tree and query.command != "insert" else [target]
    return found


def refusal(lowering: Lowering, relation: Relation) -> exp.Expression:
    """A call that fails for a foreign table."""
    return build.call(REFUSAL, exp.Literal.string(wrapper_of_table(lowering.catalog, relation).fdwname))
