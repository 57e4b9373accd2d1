"""pg_snapshot and its older twin txid_snapshot ("Transaction ID and Snapshot Information Functions").

Stored as the text that PostgreSQL prints: `xmin:xmax:xip,xip,...`.
"""

from __future__ import annotations

import re
from struct import calcsize, pack, unpack

from msgspec import Struct

from translator.errors import PgError
from translator.errors.values import invalid_text_representation
from translator.settings_view import TypeSettings
from translator.types.binary import insufficient_data
from translator.types.datatype import DataType

FORM = re.compile(r"\s*\+?(\d+):\s*\+?(\d+):((?:\s*\+?\d+,)*(?:\s*\+?\d+)?)", re.ASCII)
MAXIMUM = 2**64 - 1
HEAD = "!iQQ"


class Snapshot(Struct, frozen=True):
    """Transactions before `xmin` have ended, those from `xmax` on had not begun; of the others, `running` ran."""

    xmin: int
    xmax: int
    running: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.xmin}:{self.xmax}:{','.join(map(str, self.running))}"

    def sees(self, xid: int) -> bool:
        """Whether a transaction had ended when the snapshot was taken."""
        return xid < self.xmin or (xid < self.xmax and xid not in self.running)

    @property
    def is_valid(self) -> bool:
        inside = all(self.xmin <= xid < self.xmax for xid in self.running)
        ascending = list(self.running) == sorted(self.running)
        return 0 < self.xmin <= self.xmax <= MAXIMUM and inside and ascending


def read_snapshot(text: str) -> Snapshot | None:
    """The snapshot that a text describes; a transaction named twice counts once."""
    match = FORM.fullmatch(text)
    if match is None:
        return None
    running = [int(xid) for xid in match[3].split(",") if xid.strip()]
    found = Snapshot(int(match[1]), int(match[2]), tuple(running))
    return Snapshot(found.xmin, found.xmax, tuple(dict.fromkeys(running))) if found.is_valid else None


class SnapshotType(DataType):
    """The type of that name."""

    def __init__(self, typname: str) -> None:
        self._typname = typname

    @property
    def name(self) -> str:
        return self._typname

    def parse(self, text: str, settings: TypeSettings) -> str:
        found = read_snapshot(text)
        if found is None:
            raise invalid_text_representation("pg_snapshot", text)
        return str(found)

    def output(self, value: str, settings: TypeSettings) -> str:
        return value

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        size = calcsize(HEAD)
        if len(data) < size:
            raise insufficient_data()
        count, xmin, xmax = unpack(HEAD, data[:size])
        if count < 0 or len(data) != size + 8 * count:
            raise _invalid_external()
        found = Snapshot(xmin, xmax, unpack(f"!{count}Q", data[size:]))
        if not found.is_valid:
            raise _invalid_external()
        return str(found)

    def send(self, value: str, settings: TypeSettings) -> bytes:
        found = read_snapshot(value)
        assert found is not None
        return pack(HEAD, len(found.running), found.xmin, found.xmax) + pack(f"!{len(found.running)}Q", *found.running)


def _invalid_external() -> PgError:
    return PgError("22P03", "invalid external pg_snapshot data")


TYPES: tuple[DataType, ...] = (SnapshotType("pg_snapshot"), SnapshotType("txid_snapshot"))
