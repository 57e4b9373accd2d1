"""Sequences: their values live in memory, with a mark on disk that is always ahead of them.

A value is never given twice, not after a rollback and not after a crash: the mark is written, in a file of its own,
before any value below it is handed out.  PostgreSQL logs 32 values ahead in the same way.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from pgproxy.sqlite_file import Reader, connect
from translator.catalog.relation import Relation, Sequence
from translator.errors.state import sequence_limit_reached

AHEAD = 32


class SequenceState(Struct):
    """`value` was the last one given if `called`, else it is the next; `left` values more are covered by the mark."""

    value: int
    called: bool
    left: int = 0
    temporary: bool = False
    """Whether nothing of it is ever written."""


class Sequences:
    """All sequences of one database, by the oid of their relation."""

    def __init__(self, path: Path, synchronous: str) -> None:
        self.path = path
        self._reader: Reader | None = None
        self._db = connect(path)
        self._db.execute(f"PRAGMA synchronous={synchronous}").fetchall()
        self._states = {
            oid: SequenceState(value, bool(called)) for oid, value, called in self._db.execute("SELECT * FROM sequence")
        }

    def take(self, relation: Relation, count: int = 1) -> tuple[int, int]:
        """The first and the last of up to `count` next values: no more than there are before the sequence ends.

        Raises PgError 2200H at the end of a sequence that does not cycle.
        """
        definition = relation.sequence
        assert definition is not None
        step = definition.increment
        end = definition.maximum if step > 0 else definition.minimum
        state = self.state(relation)
        value = state.value + step if state.called else state.value
        if state.called and (value > end if step > 0 else value < end):
            if not definition.cycle:
                raise sequence_limit_reached(relation.name, end, maximum=step > 0)
            value, state.left = (definition.minimum if step > 0 else definition.maximum), 0
        last = value if count == 1 else value + step * min(count - 1, (end - value) // step)
        needed = (last - value) // step + 1
        if state.left < needed:
            mark = min(max(last + step * AHEAD, definition.minimum), definition.maximum)
            if not state.temporary:
                self._write(relation.oid, mark, called=True)
            state.left = (mark - value) // step + 1
        state.value, state.called = last, True
        state.left -= needed
        return value, last

    def state(self, relation: Relation) -> SequenceState:
        """Where a sequence stands."""
        state = self._states.get(relation.oid)
        if state is None:
            assert relation.sequence is not None
            start, temporary = relation.sequence.start, relation.persistence == "t"
            state = self._states[relation.oid] = SequenceState(start, False, temporary=temporary)
        return state

    def setval(self, relation: Relation, value: int, *, called: bool) -> None:
        """Move a sequence, at once and for all sessions."""
        state = self.state(relation)
        if not state.temporary:
            self._write(relation.oid, value, called=called)
        state.value, state.called, state.left = value, called, 0

    def redefine(self, before: Relation, after: Relation) -> None:
        """A sequence goes on where it stood, though it be at a start that is another one now."""
        assert before.sequence is not None
        assert after.sequence is not None
        state = self.state(before)
        if _taking(before.sequence) != _taking(after.sequence):
            state.left = 0
        if not state.called and before.sequence.start != after.sequence.start:
            self.setval(after, state.value, called=False)

    def restart(self, relation: Relation, value: int) -> None:
        """Begin anew with a value; what sessions have taken ahead is forgotten."""
        self._states.pop(relation.oid, None)
        self.setval(relation, value, called=False)

    def position(self, relation: Relation) -> SequenceState:
        """Where a sequence stands, to go back to."""
        state = self.state(relation)
        return SequenceState(state.value, state.called, temporary=state.temporary)

    def put_back(self, relation: Relation, position: SequenceState) -> None:
        """A RESTART was rolled back."""
        self.setval(relation, position.value, called=position.called)

    def forget(self, oid: int) -> None:
        """The sequence was dropped."""
        self._states.pop(oid, None)
        self._db.execute("DELETE FROM sequence WHERE oid = ?", (oid,)).fetchall()

    def settle(self) -> None:
        """Write the exact values, so that an orderly stop leaves no gaps."""
        for oid, state in self._states.items():
            if not state.temporary:
                self._write(oid, state.value, called=state.called)
                state.left = 0

    def close(self) -> None:
        self.settle()
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._db.close()
        if self._reader is not None:
            self._reader.close()

    def copy(self, target: Path) -> None:
        """A copy of the file, brought up to date before."""
        self.settle()
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if self._reader is None:
            self._reader = Reader(self.path)
        self._reader.copy_to(target)

    def _write(self, oid: int, value: int, *, called: bool) -> None:
        self._db.execute("INSERT OR REPLACE INTO sequence VALUES (?, ?, ?)", (oid, value, int(called))).fetchall()


def _taking(definition: Sequence) -> tuple[int, int, int, int, bool]:
    """What says which values are taken ahead."""
    return definition.increment, definition.minimum, definition.maximum, definition.cache, definition.cycle
