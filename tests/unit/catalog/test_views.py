"""Every system view written in SQL has the columns that PostgreSQL's view of that name has."""

from pathlib import Path

import pytest

import translator.planning  # noqa: F401  registers the analyzers of statements
from translator.analyze.state import DEFAULT_ANALYZER_SETTINGS, Analysis, ParseState
from translator.analyze.views import view_query
from translator.catalog.image import empty_image

VIEWS = Path(__file__).parents[3] / "translator" / "catalog" / "views"
NAMES = sorted((path.parent.name, path.stem) for path in VIEWS.glob("*/*.sql"))


@pytest.mark.parametrize(("schema", "name"), NAMES, ids=[f"{schema}.{name}" for schema, name in NAMES])
def test_a_view_has_the_recorded_columns(schema: str, name: str) -> None:
    image = empty_image()
    relation = image.find_relation(name, schema)
    assert relation is not None
    query = view_query(ParseState(Analysis(image, DEFAULT_ANALYZER_SETTINGS)), relation)
    found = [(column.name, image.format_type(column.expr.type)) for column in query.columns]
    assert found == [(column.name, image.format_type(column.type)) for column in relation.columns]


def test_there_are_views() -> None:
    assert ("information_schema", "columns") in NAMES
