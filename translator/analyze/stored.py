"""Stored expressions are read as they were written, whatever the session's search_path is."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from translator.analyze.state import DEFAULT_ANALYZER_SETTINGS, Analysis, AnalyzerSettings
from translator.catalog.image import STORED_PATH, CatalogImage
from translator.catalog.names import CatalogNames
from translator.settings_view import NameCatalog


class _ImageNames(CatalogNames):
    """Names as one image has them; what no image knows, as roles, the session is asked for."""

    def __init__(self, image: CatalogImage, session: NameCatalog | None) -> None:
        self._image = image
        self._session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def label_is_uncommitted(self, oid: int, label: str) -> bool:
        """Outside any session there is no transaction that could have added it."""
        return self._session is not None and self._session.label_is_uncommitted(oid, label)

    @property
    def image(self) -> CatalogImage:
        return self._image


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
    stored: Any = _StoredSettings(settings, _ImageNames(image, settings.names))
    return Analysis(image, stored)
