"""What the lowering tells the function that computes over window frames (`window_frame`)."""

from __future__ import annotations

import msgspec
from msgspec import Struct

FRAME = "pg_frame"


class FrameSpec(Struct, frozen=True, array_like=True):
    """What is the same for all rows, as the lowering writes it (JSON, the fields in this order).

    `keys` are the types of the sort keys, `start_type` and `end_type` those of the offsets.
    """

    function: str
    types: tuple[int, ...]
    mode: str
    start: str
    end: str
    start_type: int
    end_type: int
    exclude: str | None
    descending: bool
    keys: tuple[int, ...]

    def to_json(self) -> str:
        return msgspec.json.encode(self).decode()
