"""Queries and changes of the server's own, in PostgreSQL's terms: they do what they must, whatever the role may."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import apsw

from pgproxy.plan_cache import PlanKey, Statement, parse_one
from translator.analyze.state import DEFAULT_ANALYZER_SETTINGS
from translator.catalog.image import STORED_PATH
from translator.catalog.observed import ObservedImage
from translator.catalog.relation import Relation
from translator.deferred import Deferred
from translator.errors import PgError
from translator.literals import shape
from translator.query import Storage

if TYPE_CHECKING:
    from pgproxy import violations
    from pgproxy.session import Session
else:
    violations = Deferred("pgproxy.violations")


def own_rows(session: Session, sql: str, types: Sequence[int], parameters: Sequence[Storage]) -> list[Any]:
    """The rows of a query whose names are found in pg_catalog, or are qualified."""
    statement = _own_statement(session, sql, types)
    return session.engine.run(statement.plan.sql, statement.bindings(parameters))


def own_change(session: Session, sql: str, types: Sequence[int], parameters: Sequence[Storage]) -> None:
    """Carry out an UPDATE or DELETE of the same form.  Raises PgError for what it violates."""
    statement = _own_statement(session, sql, types)
    bindings = statement.bindings(parameters)
    if statement.plan.untold is not None:
        raise statement.plan.untold.error()
    try:
        session.execution.write(statement.plan, bindings)
    except (apsw.ConstraintError, PgError) as error:
        raise violations.explain(session, statement.plan, bindings, error) from None


def _own_statement(session: Session, sql: str, types: Sequence[int]) -> Statement:
    image, plans = session.base_image, session.database.plans
    key = PlanKey(image.version, ("own query", tuple(types), image.temp_schema))
    image = image.with_search_path(STORED_PATH)
    statement = plans.find(sql, key, image)
    if statement is None:
        raw = parse_one(sql)
        assert raw is not None
        known = ObservedImage(image)
        statement = plans.translate(raw, sql, key, known, DEFAULT_ANALYZER_SETTINGS, types, shape(sql))
    return statement


def may_see(session: Session, relation: Relation, numbers: Sequence[int]) -> bool:
    """Whether the current role may read the columns that a message would show; 0 stands for an expression."""
    authority = session.authority
    if authority.superuser or authority.is_restricted(relation):
        return authority.superuser
    return authority.may_relation("r", relation) or all(
        number and authority.may_column("r", relation, relation.attribute(number)) for number in numbers
    )
