"""Record what the nodes of libpg_query's parse trees hold into `translator/parse_tree.json`.

Its JSON leaves out what is zero, empty or null, and does not name the node in a field that is always of one kind.  So
for each kind of node there are two things: what each absent field reads as, and the kinds of nodes of such fields.

python -m tools.record_parse_tree
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from postgast.pg_query_pb2 import DESCRIPTOR, Node

TARGET = Path(__file__).parents[1] / "translator" / "parse_tree.json"

WORD = re.compile("(?<=[a-z0-9])(?=[A-Z])")
WITHOUT_PLACE = {"location": -1}
"""What a node says that has no such field."""


def written(field: FieldDescriptor) -> str:
    """What the JSON calls a field: `base` for `base_stmt`."""
    return WORD.sub("_", field.json_name).lower()


def absent(field: FieldDescriptor) -> Any:
    """What a field reads as that is not written."""
    if field.is_repeated:
        return []
    if field.message_type is not None:
        return None
    if field.enum_type is not None:
        return field.enum_type.values[0].name
    return field.default_value


def kinds() -> dict[str, list[dict[str, Any]]]:
    """Of each kind of node: its fields with what they read as when absent, and the fields whose kind is not written."""
    messages = sorted({field.message_type.name for field in Node.DESCRIPTOR.fields})
    found = {}
    for name in messages:
        fields = DESCRIPTOR.message_types_by_name[name].fields
        kind_of = {written(field): field.message_type.name for field in fields if field.message_type is not None}
        found[name] = [
            WITHOUT_PLACE | {written(field): absent(field) for field in fields},
            {field: kind for field, kind in kind_of.items() if kind != "Node"},
        ]
    return found


if __name__ == "__main__":
    lines = (f"{json.dumps(name)}: {json.dumps(fields)}" for name, fields in kinds().items())
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n")
