"""Stored expressions are read as they were written, whatever the session's search_path is."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from translator.analyze.state import DEFAULT_ANALYZER_SETTINGS, Analysis, AnalyzerSettings
from translator.catalog.image import STORED_PATH, CatalogImage
from translator.catalog.image_names import ImageNames
from translator.catalog.names import CatalogNames


class _StoredSettings(Struct, frozen=True):
    """A session's settings, but for the names that literals of the reg* types look up."""

    settings: AnalyzerSettings
    names: CatalogNames

    def __getattr__(self, name: str) -> Any:
        return getattr(self.settings, name)


def stored_analysis(
    catalog: CatalogImage,
    settings: AnalyzerSettings = DEFAULT_ANALYZER_SETTINGS,
    path: tuple[str, ...] = STORED_PATH,
) -> Analysis:
    """For reading a stored text."""
    image = catalog.with_search_path(path)
    stored: Any = _StoredSettings(settings, ImageNames(image, settings.names))
    return Analysis(image, stored)
