"""A tablespace as statements see it; its files are the databases' own, wherever it says that it is."""

from __future__ import annotations

from msgspec import Struct

DEFAULT, GLOBAL = 1663, 1664


class Tablespace(Struct, frozen=True):
    """A row of pg_tablespace, and the directory that it was made for."""

    oid: int
    name: str
    owner: int
    acl: tuple[str, ...] | None = None
    options: tuple[str, ...] | None = None
    location: str = ""
