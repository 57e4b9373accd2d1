"""The pipeline in one screen: parse -> analyze -> lower -> plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from translator.analyze.permission import refusal
from translator.analyze.select import into_clause
from translator.analyze.state import Analysis, AnalyzerSettings
from translator.catalog.image import CatalogImage
from translator.command import Denied
from translator.deferred import Deferred
from translator.errors.state import statement_too_complex
from translator.lock_modes import SHARE_UPDATE_EXCLUSIVE
from translator.parser import RawStmt, parse, refuse_unread
from translator.plan import Plan
from translator.planning import ANALYZERS, analyze_statement, plan_query, result_columns
from translator.relation_locks import uses_of_command
from translator.remembered import remembering
from translator.statement_kind import ANALYZED_AT_ONCE, changing_tag

if TYPE_CHECKING:
    from translator.analyze import utility
else:
    utility = Deferred("translator.analyze.utility")


def translate(
    statement: RawStmt,
    catalog: CatalogImage,
    settings: AnalyzerSettings,
    param_types: Sequence[int] | None = (),
    literal_places: Mapping[int, int] | None = None,
) -> Plan:
    """The plan of one statement.

    `param_types` are the types that the client declared, 0 where it leaves them open, None where there can be no
    parameters.  `literal_places` says where (byte offset) the literals are that the caller can bind at execution.
    Raises PgError as PostgreSQL's analyzer does, or 0A000; its `location` is a byte offset in the query string.
    """
    analysis = Analysis(catalog, settings, param_types or (), fixed_params=param_types is None)
    analysis.text = statement.text
    try:
        with remembering():
            return _translated(analysis, statement, literal_places or {})
    except RecursionError:
        raise statement_too_complex() from None


def _translated(analysis: Analysis, statement: RawStmt, literal_places: Mapping[int, int]) -> Plan:
    if statement.node.tag in ANALYZERS and into_clause(statement.node) is None:
        analysis.literal_places = dict(literal_places)
        query = analyze_statement(analysis, statement.node)
        refuse_unread(statement.node)
        denied = refusal(analysis, query)
        if denied is not None:
            return Plan(
                query.command.upper(), tuple(analysis.param_types), columns=result_columns(query),
                command=Denied(denied), queries=True,
            )  # fmt: skip
        return plan_query(analysis, query)
    declared = tuple(analysis.param_types)
    if statement.node.tag not in _WITH_PARAMETERS:
        analysis.check_params()
        analysis.fixed_params, analysis.param_types = True, []
    command, tag, columns = utility.analyze_utility(analysis, statement.node)
    refuse_unread(statement.node)
    uses = uses_of_command(analysis, command)
    excludes = any(mode >= SHARE_UPDATE_EXCLUSIVE for _, mode in uses)
    param_types = tuple(analysis.param_types) or declared
    return Plan(
        tag, param_types, columns=columns, command=command, changes=changing_tag(statement.node),
        queries=statement.node.tag in ANALYZED_AT_ONCE, uses=uses, excludes=excludes,
    )  # fmt: skip


_WITH_PARAMETERS = {"CallStmt", "CreateTableAsStmt", "DeclareCursorStmt", "ExplainStmt", "SelectStmt"}
"""The utility statements that have a query or a call in them, which may take parameters."""


def place_of_relation(
    text: str, catalog: CatalogImage, settings: AnalyzerSettings, param_types: Sequence[int], oid: int
) -> int | None:
    """Where (byte offset) a query that has been translated before names a relation; None where it does not."""
    analysis = Analysis(catalog, settings, param_types)
    analyze_statement(analysis, parse(text)[0].node)
    return analysis.relations.get(oid)
