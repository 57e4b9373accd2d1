"""The modes of the current transaction as settings: transaction_isolation and its kin.  Manual: "SET TRANSACTION"."""

from __future__ import annotations

from functools import partial
from typing import Any

from pgproxy.settings import Keeper
from pgproxy.transaction import Transaction

FIELDS = ("isolation", "read_only", "deferrable")
ON, OFF = "on", "off"


def mode_keepers(transaction: Transaction) -> dict[str, Keeper]:
    """What keeps each of these settings: the transaction itself."""

    def keeper(field: str) -> Keeper:
        name = f"transaction_{field}"

        def value() -> str:
            found = getattr(transaction, field)
            return found if isinstance(found, str) else ON if found else OFF

        def assign(value: str) -> None:
            modes: dict[str, Any] = dict.fromkeys(FIELDS) | {field: value == ON if value in (ON, OFF) else value}
            transaction.set_modes(**modes)

        return Keeper(value, partial(transaction.modes_set.__contains__, name), assign)

    return {f"transaction_{field}": keeper(field) for field in FIELDS}
