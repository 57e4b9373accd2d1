"""Modules that are imported when they are first used, so that a server is ready without the parts of it that its first
statements do not need.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Deferred:
    """Stands for a module until one of its names is asked for.

    Type checkers see the module itself: the import goes under TYPE_CHECKING, this into the `else`.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(import_module(self._name), attribute)
        setattr(self, attribute, found)
        return found
