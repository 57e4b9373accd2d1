"""Relations that utility statements name: a schema that is not there is told apart from a relation that is not.

PostgreSQL's RangeVarGetRelid, where queries have parserOpenTable.
"""

from __future__ import annotations

from translator.analyze.from_clause import find_relation
from translator.analyze.state import ParseState
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.errors import PgError
from translator.errors.objects import undefined_schema
from translator.parser import Node


def existing_relation(state: ParseState, node: Node) -> Relation:
    """The relation that a RangeVar names.  Raises PgError 3F000, 42P01."""
    require_schema(state.catalog, node.schemaname, at=node.location)
    return find_relation(state, node)


def require_schema(catalog: CatalogImage, name: str | None, at: int | None = None) -> None:
    """Raise PgError 3F000 where a schema that is named is not there."""
    if name and catalog.namespace(name) is None:
        raise undefined_schema(name, at=at)


def missing_relation(catalog: CatalogImage, schema: str | None, name: str) -> PgError:
    """What is wrong with the name of a relation; `name` is as messages show it."""
    if schema and catalog.namespace(schema) is None:
        return undefined_schema(schema)
    return PgError("42P01", f'relation "{name}" does not exist')
