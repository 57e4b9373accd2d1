r"""LIKE, ILIKE and the escapes of LIKE and SIMILAR TO ("Pattern Matching").

SQLite's own LIKE serves where the pattern does not end in a lone backslash: connections have case_sensitive_like on.
A parameter is looked at once, so that an index can still serve.
"""

from __future__ import annotations

import re
from functools import lru_cache

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.errors import PgError
from translator.errors.values import invalid_escape_sequence, like_pattern_ends_with_escape
from translator.lower import build
from translator.types.letter_case import simple_lower

LIKE = (
    "textlike(text,text)",
    '"like"(text,text)',
    "namelike(name,text)",
    '"like"(name,text)',
    "bpcharlike(character,text)",
)
NOT_LIKE = (
    "textnlike(text,text)",
    "notlike(text,text)",
    "namenlike(name,text)",
    "notlike(name,text)",
    "bpcharnlike(character,text)",
)
WILDCARDS = {"%": ".*", "_": "."}


@lowering(*LIKE)
def native_like(text: exp.Expression, pattern: exp.Expression) -> exp.Expression | None:
    if isinstance(pattern, exp.Literal) and _dangling(str(pattern.this)):
        return None
    like = exp.Like(this=exp.Paren(this=text), expression=exp.Paren(this=pattern))
    native = exp.Escape(this=like, expression=exp.Literal.string("\\"))
    if isinstance(pattern, exp.Literal):
        return native
    if isinstance(pattern, exp.Placeholder):
        return exp.Paren(this=exp.And(this=native, expression=build.call("pg_like_whole", pattern.copy())))
    last = build.call("substr", pattern.copy(), build.integer(-1))
    ends = build.compare(exp.EQ, last, exp.Literal.string("\\"), None)
    return build.case([(ends, build.call("pg_textlike", text.copy(), pattern.copy()))], native)


@lowering(*NOT_LIKE)
def native_not_like(text: exp.Expression, pattern: exp.Expression) -> exp.Expression | None:
    like = native_like(text, pattern)
    return None if like is None else exp.Not(this=exp.Paren(this=like))


def _dangling(pattern: str) -> bool:
    """Does the pattern end in a backslash that escapes nothing?"""
    return (len(pattern) - len(pattern.rstrip("\\"))) % 2 == 1


def like_whole(pattern: str | None) -> int:
    """True for a pattern that does not end in a lone backslash.  Raises PgError 22025 for another."""
    if pattern is not None and _dangling(pattern):
        raise like_pattern_ends_with_escape()
    return 1


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    """A pattern that does not end in a lone backslash."""
    out = []
    letters = iter(pattern)
    for letter in letters:
        out.append(re.escape(next(letters)) if letter == "\\" else WILDCARDS.get(letter) or re.escape(letter))
    return re.compile("".join(out) + r"\Z", re.DOTALL)


def like_matches(text: str, pattern: str) -> bool:
    """LIKE; 22025 when the match runs into an escape at the pattern's end."""
    if _dangling(pattern):
        return _found_by_steps(text, pattern) is True
    return _compiled(pattern).match(text) is not None


def _found_by_steps(text: str, pattern: str) -> bool | None:
    """A match with a pattern that ends in a lone backslash, in the steps in which PostgreSQL may come to it; None where
    no later beginning can match either.
    """
    at = 0
    place = 0
    while at < len(text) and place < len(pattern):
        letter = pattern[place]
        if letter == "%":
            return _found_behind_any(text[at:], pattern[place:])
        if letter == "\\":
            place += 1
            if place == len(pattern):
                raise like_pattern_ends_with_escape()
        if (letter != "_" or pattern[place] != letter) and pattern[place] != text[at]:
            return False
        at += 1
        place += 1
    if at < len(text):
        return False
    return True if not pattern[place:].strip("%") else None


def _found_behind_any(text: str, pattern: str) -> bool | None:
    """The same of a pattern that begins with %."""
    rest = pattern.lstrip("%_")
    skipped = pattern[: len(pattern) - len(rest)].count("_")
    if len(text) < skipped:
        return None
    if rest == "\\":
        raise like_pattern_ends_with_escape()
    first = rest[1] if rest[0] == "\\" else rest[0]
    for start in range(skipped, len(text)):
        if text[start] == first:
            found = _found_by_steps(text[start:], rest)
            if found is not False:
                return found
    return None


@function(*LIKE)
def textlike(text: str, pattern: str) -> bool:
    return like_matches(text, pattern)


@function(*NOT_LIKE)
def textnlike(text: str, pattern: str) -> bool:
    return not like_matches(text, pattern)


_ILIKE = "texticlike(text,text)", "nameiclike(name,text)", "bpchariclike(character,text)"
_NOT_ILIKE = "texticnlike(text,text)", "nameicnlike(name,text)", "bpcharicnlike(character,text)"


@lowering(*_ILIKE)
def native_ilike(text: exp.Expression, pattern: exp.Expression) -> exp.Expression | None:
    """Where both have ASCII alone, whose letters SQLite knows."""
    if not build.is_plain(text) or not isinstance(pattern, (exp.Literal, exp.Placeholder)):
        return None
    tests = [build.is_ascii(text)]
    if isinstance(pattern, exp.Literal):
        if not pattern.name.isascii():
            return None
        small: exp.Expression = exp.Literal.string(pattern.name.lower())
    else:
        small = build.call("lower", pattern.copy())
        tests.append(build.is_ascii(pattern))
    native = native_like(build.call("lower", text.copy()), small)
    if native is None:
        return None
    return build.case([(build.conjunction(tests), native)], build.call("pg_texticlike", text, pattern))


@lowering(*_NOT_ILIKE)
def native_not_ilike(text: exp.Expression, pattern: exp.Expression) -> exp.Expression | None:
    like = native_ilike(text, pattern)
    return None if like is None else exp.Not(this=exp.Paren(this=like))


@function(*_ILIKE)
def texticlike(text: str, pattern: str) -> bool:
    return like_matches(simple_lower(text), simple_lower(pattern))


@function(*_NOT_ILIKE)
def texticnlike(text: str, pattern: str) -> bool:
    return not like_matches(simple_lower(text), simple_lower(pattern))


@function("bytealike(bytea,bytea)", '"like"(bytea,bytea)')
def bytealike(value: bytes, pattern: bytes) -> bool:
    return like_matches(value.decode("latin-1"), pattern.decode("latin-1"))


@function("byteanlike(bytea,bytea)", "notlike(bytea,bytea)")
def byteanlike(value: bytes, pattern: bytes) -> bool:
    return not bytealike(value, pattern)


def _check_escape(escape: str) -> None:
    if len(escape) > 1:
        raise invalid_escape_sequence("invalid escape string", hint="Escape string must be empty or one character.")


def escaped_pattern(pattern: str, escape: str) -> str:
    """A LIKE pattern with `escape` (or nothing, when empty) as its escape, written with a backslash; 22025."""
    _check_escape(escape)
    if escape == "\\":
        return pattern
    out = []
    escaping = False
    for letter in pattern:
        if letter == escape and not escaping:
            out.append("\\")
            escaping = True
            continue
        out.append("\\\\" if letter == "\\" and not escaping else letter)
        escaping = False
    return "".join(out)


@function("like_escape(text,text)")
def like_escape(pattern: str, escape: str) -> str:
    return escaped_pattern(pattern, escape)


@lowering("like_escape(text,text)")
def native_like_escape(pattern: exp.Expression, escape: exp.Expression) -> exp.Expression | None:
    """Constants are rewritten once, so that SQLite sees a constant pattern."""
    if not (isinstance(pattern, exp.Literal) and isinstance(escape, exp.Literal)) or len(str(escape.this)) > 1:
        return None
    return exp.Literal.string(escaped_pattern(str(pattern.this), str(escape.this)))


@function("like_escape(bytea,bytea)")
def like_escape_bytea(pattern: bytes, escape: bytes) -> bytes:
    return escaped_pattern(pattern.decode("latin-1"), escape.decode("latin-1")).encode("latin-1")


SEPARATORS = ("){1,1}?(", "){1,1}(?:")


def similar_pattern(pattern: str, escape: str) -> str:
    """SIMILAR TO's pattern as an advanced regular expression anchored at both ends; 22025, 2200C."""
    _check_escape(escape)
    out = ["^(?:"]
    quotes = 0
    escaping = False
    bracket = 0
    """0 outside brackets, 1 behind [ or [^, 2 inside."""
    for letter in pattern:
        if escaping:
            if letter == '"' and not bracket:
                if quotes == 2:
                    raise PgError(
                        "2200C", "SQL regular expression may not contain more than two escape-double-quote separators"
                    )
                out.append(SEPARATORS[quotes])
                quotes += 1
            else:
                out.append("\\" + letter)
                bracket = 2 if bracket else 0
            escaping = False
        elif letter == escape:
            escaping = True
        elif bracket:
            bracket, text = _in_brackets(letter, bracket)
            out.append(text)
        elif letter == "[":
            out.append(letter)
            bracket = 1
        else:
            out.append(_similar_letter(letter))
    return "".join([*out, ")$"])


def _in_brackets(letter: str, bracket: int) -> tuple[int, str]:
    if letter == "]" and bracket == 2:
        return 0, letter
    return (1 if letter == "^" and bracket == 1 else 2), "\\\\" if letter == "\\" else letter


def _similar_letter(letter: str) -> str:
    if letter in WILDCARDS:
        return WILDCARDS[letter]
    if letter == "(":
        return "(?:"
    return "\\" + letter if letter in "\\.^$" else letter


@function("similar_to_escape(text,text)", "similar_to_escape(text)")
def similar_to_escape(pattern: str, escape: str = "\\") -> str:
    return similar_pattern(pattern, escape)


@function("similar_escape(text,text)")
def similar_escape(pattern: str | None, escape: str | None) -> str | None:
    """As similar_to_escape, a NULL escape meaning the backslash."""
    return None if pattern is None else similar_pattern(pattern, "\\" if escape is None else escape)
