"""Triggers as pg_get_triggerdef prints them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from translator.catalog.quote import quote_identifier, quote_qualified
from translator.catalog.trigger_rows import DELETE, INSERT, UPDATE

if TYPE_CHECKING:
    from translator.context import CatalogView

_EVENTS = {INSERT: "INSERT", DELETE: "DELETE", UPDATE: "UPDATE"}


def trigger_definition(catalog: CatalogView, row: Mapping[str, Any], *, pretty: bool) -> str:
    """The statement that would make the trigger of a row of pg_trigger; `pretty` leaves out schemas where it can."""
    events = " OR ".join(word for bit, word in _EVENTS.items() if row["tgtype"] & bit)
    table = catalog.relation_name(row["tgrelid"]) if pretty else _qualified(catalog, row["tgrelid"])
    other = f" FROM {catalog.relation_name(row['tgconstrrelid'])}" if row["tgconstrrelid"] else ""
    deferrable = "DEFERRABLE" if row["tgdeferrable"] else "NOT DEFERRABLE"
    initially = "DEFERRED" if row["tginitdeferred"] else "IMMEDIATE"
    function = quote_identifier(str(catalog.catalog_rows("pg_proc", oid=row["tgfoid"])[0]["proname"]))
    return (
        f"CREATE CONSTRAINT TRIGGER {quote_identifier(row['tgname'])} AFTER {events} ON {table}{other} "
        f"{deferrable} INITIALLY {initially} FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def _qualified(catalog: CatalogView, oid: int) -> str:
    row = catalog.catalog_rows("pg_class", oid=oid)[0]
    schema = catalog.catalog_rows("pg_namespace", oid=row["relnamespace"])[0]
    return quote_qualified(str(schema["nspname"]), str(row["relname"]))
