"""Pieces of the binary representations that several types share."""

from __future__ import annotations

from struct import Struct, error
from typing import Any

from translator.errors import PgError
from translator.errors.values import invalid_binary_representation


def insufficient_data() -> PgError:
    return PgError("08P01", "insufficient data left in message")


def no_data() -> PgError:
    return PgError("08P01", "no data left in message")


def incorrect_binary_data() -> PgError:
    return invalid_binary_representation("incorrect binary data format")


def unpack(layout: Struct, data: bytes) -> tuple[Any, ...]:
    """The fields of `data`, which must have exactly the layout's size: 08P01 when short, 22P03 when long."""
    if len(data) > layout.size:
        raise incorrect_binary_data()
    try:
        return layout.unpack(data)
    except error:
        raise insufficient_data() from None
