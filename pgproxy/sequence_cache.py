"""CACHE of a sequence: values that a session takes ahead, of which other sessions see the last ("CREATE SEQUENCE")."""

from __future__ import annotations

from msgspec import Struct

from pgproxy.sequences import Sequences, SequenceState
from translator.catalog.relation import Relation, Sequence


class _Taken(Struct):
    """Values taken and not yet given: those behind `value` up to `last`."""

    state: SequenceState
    definition: Sequence
    value: int
    last: int


class SequenceCache:
    """One session's values by the oid of their sequence."""

    def __init__(self) -> None:
        self._taken: dict[int, _Taken] = {}

    def nextval(self, sequences: Sequences, relation: Relation) -> int:
        """The next value.  Raises PgError 2200H at the end of a sequence that does not cycle."""
        definition = relation.sequence
        assert definition is not None
        if definition.cache == 1:
            return sequences.take(relation)[0]
        taken = self._taken.get(relation.oid)
        if taken is None or taken.state is not sequences.state(relation) or taken.definition != definition:
            taken = None
        if taken is None or taken.value == taken.last:
            first, last = sequences.take(relation, definition.cache)
            self._taken[relation.oid] = _Taken(sequences.state(relation), definition, first, last)
            return first
        taken.value += definition.increment
        return taken.value

    def forget(self, relation: int) -> None:
        """Give no more of what was taken from one sequence."""
        self._taken.pop(relation, None)

    def clear(self) -> None:
        """The same of all."""
        self._taken.clear()
