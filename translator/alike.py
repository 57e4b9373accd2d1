"""Whether two parts of the typed tree mean the same though each has range table entries of its own.  PostgreSQL's
equal(), whose columns are numbers of entries.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from translator.pause import pause

Fields = Callable[[type[Struct]], tuple[str, ...]]


class Comparison:
    """One comparison of two queries at `level`: what belongs to a query around them has to be the same object.

    fields: which fields of a record tell what it means.
    """

    def __init__(self, level: int, fields: Fields) -> None:
        self.level = level
        self.fields = fields
        self.pairs: dict[int, Any] = {}
        """What each record that is compared by identity stands for in the other query."""

    def alike(self, one: Any, other: Any) -> bool:
        """Whether both mean the same."""
        pause()
        if one is other:
            return True
        if type(one) is not type(other):
            return False
        if isinstance(one, tuple):
            return len(one) == len(other) and all(map(self.alike, one, other))
        if not isinstance(one, Struct):
            return bool(one == other)
        if id(one) in self.pairs:
            return self.pairs[id(one)] is other
        if not one.__struct_config__.frozen:  # a range table entry or a query of WITH, which others point at
            if getattr(one, "level", self.level) < self.level:
                return False
            self.pairs[id(one)] = other
        return all(self.alike(getattr(one, name), getattr(other, name)) for name in self.fields(type(one)))
