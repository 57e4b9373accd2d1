"""What CREATE SCHEMA makes in the new schema: statements of their own, in an order in which they find each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgproxy.plan_cache import alone
from pgproxy.portal import Portal
from translator.errors import PgError
from translator.parser import Node, RawStmt, parse

if TYPE_CHECKING:
    from pgproxy.session import Session

_ORDER = ("CreateSeqStmt", "CreateStmt", "ViewStmt", "IndexStmt", "CreateTrigStmt", "GrantStmt")
_RELATION = {"CreateSeqStmt": "sequence", "CreateStmt": "relation", "ViewStmt": "view", "IndexStmt": "relation"}
"""The field that names the relation that is made."""


def create_elements(session: Session, schema: str, text: str) -> None:
    """Run the elements of a CREATE SCHEMA, which `text` is.  Raises PgError 42P15 for one of another schema."""
    (statement,) = parse(text)
    elements = sorted(statement.node.schema_elts, key=lambda element: _ORDER.index(element.tag))
    for element in elements:
        _require_schema(element, schema)
    settings = session.settings
    mark = settings.mark()
    path = ", ".join(f'"{name}"' for name in (schema, *settings.search_path))
    settings.set("search_path", path, local=True)
    try:
        for element in elements:
            _run(session, RawStmt(element, text, 0))
    finally:
        settings.rollback_to(mark)


def _require_schema(element: Node, schema: str) -> None:
    field = _RELATION.get(element.tag)
    written = getattr(element, field).schemaname if field is not None else ""
    if written and written != schema:
        message = f"CREATE specifies a schema ({written}) different from the one being created ({schema})"
        raise PgError("42P15", message)


def _run(session: Session, raw: RawStmt) -> None:
    statement = alone(raw, session.image, session, None)
    session.execution.start(Portal("", statement, (), (), columns=None))
