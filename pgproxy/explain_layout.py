"""The documents of EXPLAIN (FORMAT JSON, XML, YAML), laid out as PostgreSQL does.  Manual: EXPLAIN.

A document is made of dicts, of lists of dicts or of strings, of words, booleans and numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape


class Figure(str):
    """A number as it is to be printed."""

    __slots__ = ()


def document(form: str, members: dict[str, Any] | str) -> str:
    """What EXPLAIN says of one query: its members, or the one word there is to say; empty for no query."""
    if not members:
        return {"json": "[\n]", "xml": f"<{_EXPLAIN}>\n</explain>"}.get(form, "")
    if form == "json":
        return _json([members])
    if form == "xml":
        query = {"Query": members} if isinstance(members, dict) else {members: None}
        return "\n".join([f"<{_EXPLAIN}>", *_xml(query, "  "), "</explain>"])
    return f"- {_yaml(members, '  ')}"


_EXPLAIN = 'explain xmlns="http://www.postgresql.org/2009/explain"'


def _scalar(value: Any) -> str:
    return str(value) if isinstance(value, Figure) else json.dumps(value, ensure_ascii=False)


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], str)


def _json(value: Any, indent: str = "") -> str:
    inner = f"{indent}  "
    if isinstance(value, dict):
        members = [f"{inner}{json.dumps(key)}: {_json(member, inner)}" for key, member in value.items()]
        return "\n".join(["{", *([",\n".join(members)] if members else []), f"{indent}}}"])
    if _is_words(value) and indent:
        return f"[{', '.join([_scalar(member) for member in value])}]"
    if isinstance(value, list):
        members = [inner + _json(member, inner) for member in value]
        return "\n".join(["[", *([",\n".join(members)] if members else []), f"{indent}]"])
    return _scalar(value)


def _yaml(value: Any, indent: str) -> str:
    """A value whose first line goes on the current one; further lines begin with the indentation."""
    if isinstance(value, dict):
        return f"\n{indent}".join(
            [f"{key}: {_yaml_member(member, indent)}".rstrip("\0") for key, member in value.items()]
        )
    return _scalar(value)


def _yaml_member(value: Any, indent: str) -> str:
    inner = f"{indent}  "
    if isinstance(value, dict):
        return f"\n{inner}{_yaml(value, inner)}" if value else ""
    if isinstance(value, list):
        deeper = f"{inner}  "
        return "".join([f"\n{inner}- {_yaml(member, deeper)}" for member in value])
    return _scalar(value)


def _xml(members: dict[str, Any], indent: str) -> Iterator[str]:
    """The lines of some elements."""
    for name, value in members.items():
        tag = name.replace(" ", "-")
        if value is None:
            yield f"{indent}<{tag} />"
        elif isinstance(value, dict | list):
            yield f"{indent}<{tag}>"
            for member in [value] if isinstance(value, dict) else value:
                inner = {_ELEMENT.get(name, "Item"): member} if isinstance(value, list) else member
                yield from _xml(inner, f"{indent}  ")
            yield f"{indent}</{tag}>"
        else:
            yield f"{indent}<{tag}>{escape(value) if isinstance(value, str) else _scalar(value)}</{tag}>"


_ELEMENT = {"Plans": "Plan"}
"""What the members of a list are called that are not just items."""
