"""Names as one image of the catalog has them, whatever a session sees."""

from __future__ import annotations

from typing import Any

from translator.catalog.image import CatalogImage
from translator.catalog.names import CatalogNames
from translator.settings_view import NameCatalog


class ImageNames(CatalogNames):
    """What no image knows, as roles, the session is asked for."""

    def __init__(self, image: CatalogImage, session: NameCatalog | None = None) -> None:
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
