"""CREATE, ALTER and DROP PUBLICATION, as values."""

from __future__ import annotations

from translator.catalog.publication import Publication
from translator.catalog.relation import PublishedTable
from translator.command import Command

NewTables = tuple[tuple[int, PublishedTable], ...]
"""Tables by oid with their places in a publication, which have no oids yet."""


class CreatePublication(Command, frozen=True):
    """Without oids and owner."""

    publication: Publication
    tables: NewTables


class AlterPublication(Command, frozen=True):
    """What a publication is after a change of its name, options or schemas; a schema that is new in it has no oid yet.

    dropped: the tables that leave it, by oid. added: those that come into it.
    """

    publication: Publication
    dropped: tuple[int, ...] = ()
    added: NewTables = ()


class ChangePublicationOwner(Command, frozen=True):
    publication: int
    role: str


class DropPublications(Command, frozen=True):
    """`missing` are the notices of IF EXISTS."""

    oids: tuple[int, ...]
    missing: tuple[str, ...] = ()
