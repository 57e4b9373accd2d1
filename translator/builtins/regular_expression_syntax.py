r"""Basic and extended regular expressions (options b and e) as advanced ones, which `regular_expression` knows."""

from __future__ import annotations

from translator.errors.values import invalid_regular_expression

SPECIAL = frozenset(".[]*^$()|+?{}\\")
QUANTIFIERS = frozenset("*+?}")


def from_extended(pattern: str) -> str:
    """An extended expression, which has no escapes, no (?...) and no quantifiers that prefer the shorter match.

    Raises PgError 2201B.
    """
    out: list[str] = []
    position = 0
    while position < len(pattern):
        letter, following = pattern[position], pattern[position + 1 : position + 2]
        if letter == "[":
            end = _bracket_end(pattern, position)
            out.append(_bracket(pattern[position:end]))
            position = end
            continue
        if following == "?" and (letter == "(" or letter in QUANTIFIERS):
            raise invalid_regular_expression("quantifier operand invalid")
        if letter == "\\" and following:
            out.append(_literal(following))
            position += 1
        else:
            out.append(letter)
        position += 1
    return "".join(out)


def from_basic(pattern: str) -> str:
    r"""A basic expression, whose groups and bounds are `\(\)` and `\{\}`.  Raises PgError 2201B."""
    out: list[str] = []
    position = 0
    while position < len(pattern):
        letter, following = pattern[position], pattern[position + 1 : position + 2]
        begins = not out or out[-1] == "("
        if letter == "[":
            end = _bracket_end(pattern, position)
            out.append(_bracket(pattern[position:end]))
        elif letter == "\\" and following == "{":
            end = _bound_end(pattern, position + 2)
            out.append("{" + pattern[position + 2 : end - 2] + "}")
        elif letter == "\\" and following:
            end = position + 2
            out.append(_BASIC_ESCAPES.get(following) or _literal(following))
        else:
            end = position + 1
            plain = letter in "()|+?{}" or (letter == "*" and (begins or out[-1] == "^"))
            inside = (letter == "^" and not begins) or (letter == "$" and not _ends(pattern, end))
            out.append(_literal(letter) if plain or inside else letter)
        position = end
    return "".join(out)


_BASIC_ESCAPES = {"(": "(", ")": ")", "<": "\\m", ">": "\\M", **{digit: f"\\{digit}" for digit in "123456789"}}


def _ends(pattern: str, position: int) -> bool:
    return position == len(pattern) or pattern.startswith("\\)", position)


def _literal(letter: str) -> str:
    return f"\\{letter}" if letter in SPECIAL else letter


def _bracket_end(pattern: str, start: int) -> int:
    """The place behind a bracket expression."""
    position = start + 1
    position += pattern.startswith("^", position)
    position += pattern.startswith("]", position)
    while position < len(pattern) and pattern[position] != "]":
        kind = pattern[position + 1 : position + 2]
        closing = pattern.find(f"{kind}]", position + 2) if pattern[position] == "[" and kind in (":", ".", "=") else -1
        position = closing + 2 if closing >= 0 else position + 1
    return min(position + 1, len(pattern))


def _bracket(text: str) -> str:
    return text.replace("\\", "\\\\")


def _bound_end(pattern: str, start: int) -> int:
    """The place behind the bound that begins at `start`."""
    position = start
    while position < len(pattern) and pattern[position] in "0123456789,":
        position += 1
    if position == len(pattern):
        raise invalid_regular_expression("braces {} not balanced")
    if position == start or pattern[start] == "," or not pattern.startswith("\\}", position):
        raise invalid_regular_expression("invalid repetition count(s)")
    return position + 2
