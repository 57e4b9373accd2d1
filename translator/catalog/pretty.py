"""Stored expressions without the parentheses that precedence makes superfluous, as pg_get_expr prints them on request.

Stored text has every operator in parentheses.  Which of them a reader can do without depends on what is inside and
what is around.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""\s*(?P<text>[EB]?'(?:[^']|'')*' | "(?:[^"]|"")*" | :: | [()\[\],]
    | [A-Za-z_\u0080-\uffff][\w$\u0080-\uffff.]* | \d+(?:\.\d+)? | [-+*/<>=~!@\#%^&|`?]+)""",
    re.VERBOSE,
)
_WORDS = frozenset(
    {"AND", "OR", "NOT", "IS", "ANY", "ALL", "WHEN", "THEN", "ELSE", "CASE", "FROM", "DISTINCT", "COLLATE"}
)
_LINES = {"CASE": "\nCASE", "WHEN": "\n    WHEN", "ELSE": "\n    ELSE", "END": "\nEND"}
_HIGH, _LOW = frozenset("*/%"), frozenset("+-")


@dataclass(slots=True)
class Group:
    """What stands between parentheses or brackets."""

    opening: str
    items: list[Group | str] = field(default_factory=list)


def pretty(expression: str) -> str:
    """The expression with fewer parentheses."""
    return _shown(_bare(_parse(expression)))


def _bare(items: list[Group | str]) -> list[Group | str]:
    """Items without parentheses around them all."""
    while len(items) == 1 and isinstance(items[0], Group) and items[0].opening == "(":
        items = items[0].items
    return items


def _parse(text: str) -> list[Group | str]:
    stack = [Group("")]
    for match in _TOKEN.finditer(text):
        token = match["text"]
        if token in "([":
            stack.append(Group(token))
        elif token in ")]":
            done = stack.pop()
            stack[-1].items.append(done)
        else:
            stack[-1].items.append(token)
    return stack[0].items


def _kind(items: list[Group | str]) -> str:
    """What an expression is at its outermost: or, and, not, is, an operator's name, case, cast or atom."""
    words = [item for item in items if isinstance(item, str)]
    for word in ("CASE", "OR", "AND", "NOT", "IS", "COLLATE"):
        if word in words:
            return word.lower()
    operators = [word for word in words if _is_operator(word)]
    if operators:
        return operators[0]
    return "cast" if "::" in words else "atom"


def _is_operator(word: str) -> bool:
    return word != "::" and not (word[0].isalnum() or word[0] in "_'\",") and ord(word[0]) < 0x80


def _superfluous(items: list[Group | str], parent: str, *, first: bool) -> bool:
    """Whether an operand of `parent` needs no parentheses."""
    kind = _kind(items)
    if kind in ("atom", "case"):
        return True
    if kind == "cast":
        head = items[0]
        return not isinstance(head, Group) or _superfluous(head.items, "cast", first=True)
    if parent in ("", "case"):
        return True
    if parent in ("and", "or", "not"):
        return kind not in ("and", "or", "not") or (parent != "not" and (kind != "or" or parent == "or"))
    if kind in _HIGH | _LOW and parent in _HIGH | _LOW:
        return (parent in _LOW and kind in _HIGH) or ((parent in _LOW) == (kind in _LOW) and first)
    return False


def _shown(items: list[Group | str]) -> str:
    """Items side by side, each group with or without its parentheses."""
    kind = _kind(items)
    text = before = earlier = ""
    for place, item in enumerate(items):
        called = isinstance(item, Group) and before != "" and (item.opening == "[" or _names(before))
        if isinstance(item, Group):
            inner = _list(item, "," if earlier == "::" else ", ")
            if item.opening == "[":
                shown = f"[{inner}]"
            elif called or before in ("ANY", "ALL"):
                shown = f"({inner})"
            else:
                follows = items[place + 1] if place + 1 < len(items) else ""
                parent = "cast" if follows in ("::",) or isinstance(follows, Group) else kind
                shown = inner if _superfluous(_bare(item.items), parent, first=place == 0) else f"({inner})"
        else:
            shown = _LINES.get(item, item) if kind == "case" else item
        glued = text == "" or shown[0] == "\n" or shown in (",", "::") or before == "::" or called
        text += shown if glued else f" {shown}"
        earlier, before = before, item if isinstance(item, str) else ")"
    return text


def _names(word: str) -> bool:
    """Whether a word before parentheses is a function's or a type's name."""
    return word not in _WORDS and (word[0].isalpha() or word[0] in '_"')


def _list(group: Group, separator: str) -> str:
    """The members of a group, between commas."""
    members: list[list[Group | str]] = [[]]
    for item in group.items:
        if item == ",":
            members.append([])
        else:
            members[-1].append(item)
    return separator.join(_shown(_bare(member)) for member in members)
