"""Publications: which changes of which tables are offered to subscribers.  Manual: "Logical Replication".

Nothing is replicated here; a publication is its definition.  The tables that it names know of it themselves
(`translator.catalog.relation.PublishedTable`).
"""

from __future__ import annotations

from msgspec import Struct

ACTIONS = ("insert", "update", "delete", "truncate")


class Publication(Struct, frozen=True):
    """A row of pg_publication; `generated` is pubgencols, n or s.

    schemas: those whose tables it publishes, (oid of the row of pg_publication_namespace, oid of the schema).
    """

    oid: int
    name: str
    owner: int
    all_tables: bool = False
    actions: tuple[str, ...] = ACTIONS
    via_root: bool = False
    generated: str = "n"
    schemas: tuple[tuple[int, int], ...] = ()

    @property
    def namespaces(self) -> tuple[int, ...]:
        return tuple(namespace for _, namespace in self.schemas)
