"""OPTIONS of foreign data objects, as written."""

from __future__ import annotations

from collections.abc import Sequence

from translator.catalog.foreign_options import OptionChange
from translator.parser import Node


def option_changes(nodes: Sequence[Node]) -> tuple[OptionChange, ...]:
    """What OPTIONS says."""
    return tuple(_change(item) for item in nodes)


def _change(item: Node) -> OptionChange:
    action = item.defaction.removeprefix("DEFELEM_").replace("UNSPEC", "ADD")
    return OptionChange(action, item.defname, None if item.arg is None else item.arg.sval)
