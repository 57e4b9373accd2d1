"""Names with a database in front: it can only be the one that the session is connected to."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze.state import Analysis
from translator.errors import PgError
from translator.parser import Node


def refuse_other_database(analysis: Analysis, node: Node, at: int | None = None) -> None:
    """Raise PgError 0A000 where a RangeVar names a relation of another database."""
    if node.catalogname and node.catalogname != analysis.settings.database_name:
        raise _not_implemented(f'"{node.catalogname}.{node.schemaname}.{node.relname}"', at)


def refuse_name_elsewhere(
    analysis: Analysis, names: Sequence[str], at: int | None = None, *, relation: bool = False
) -> None:
    """The same of an object's name in parts; messages put quotes around that of a relation."""
    if len(names) == 3 and names[0] != analysis.settings.database_name:
        shown = ".".join(names)
        raise _not_implemented(f'"{shown}"' if relation else shown, at)


def _not_implemented(shown: str, at: int | None) -> PgError:
    return PgError("0A000", f"cross-database references are not implemented: {shown}", location=at)
