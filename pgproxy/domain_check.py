"""The checks of a domain on a value that did not come from an expression, as an element of an array's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from translator.analyze.domain import base_and_typmod, coerce_to_domain
from translator.analyze.state import Analysis
from translator.lower.context import Lowering
from translator.lower.dialect import to_sql
from translator.lower.dispatch import lower_expr
from translator.query import Param, Storage

if TYPE_CHECKING:
    from pgproxy.session import Session


class DomainChecks:
    """SQLite statements by domain, good for one version of the types."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._version = -1
        self._statements: dict[int, str] = {}

    def check(self, domain: int, value: Storage) -> None:
        """Raises PgError 23514 or 23502 for a value that is none of the domain's."""
        image = self.session.image
        if image.types_version != self._version:
            self._version, self._statements = image.types_version, {}
        statement = self._statements.get(domain)
        if statement is None:
            analysis = Analysis(image, self.session)
            base, typmod = base_and_typmod(image, domain)
            param = Param(1, type=base, typmod=typmod)
            expr = coerce_to_domain(param, domain, explicit=False, location=-1)
            statement = self._statements[domain] = f"SELECT {to_sql(lower_expr(Lowering(analysis), expr))}"
        self.session.engine.run(statement, (value,) if "?" in statement else ())
