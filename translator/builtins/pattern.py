"""Functions and operators of regular expressions ("Pattern Matching")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from translator.builtins.declare import function, set_returning
from translator.builtins.like import similar_pattern
from translator.builtins.regular_expression import Match, Regex, regex
from translator.errors.values import invalid_parameter_value
from translator.types.array import Array, store

REPLACEMENT = re.compile(r"\\([1-9&\\])", re.DOTALL)


@function("textregexeq(text,text)", "nameregexeq(name,text)", "bpcharregexeq(character,text)")
def textregexeq(text: str, pattern: str) -> bool:
    return regex(pattern).matches(text)


@function("textregexne(text,text)", "nameregexne(name,text)", "bpcharregexne(character,text)")
def textregexne(text: str, pattern: str) -> bool:
    return not regex(pattern).matches(text)


@function("texticregexeq(text,text)", "nameicregexeq(name,text)", "bpcharicregexeq(character,text)")
def texticregexeq(text: str, pattern: str) -> bool:
    return regex(pattern, "i").matches(text)


@function("texticregexne(text,text)", "nameicregexne(name,text)", "bpcharicregexne(character,text)")
def texticregexne(text: str, pattern: str) -> bool:
    return not regex(pattern, "i").matches(text)


def _not_global(flags: str, name: str, hint: str | None = None) -> str:
    if "g" in flags:
        regex("", flags.replace("g", ""))  # which finds an option that there is not
        raise invalid_parameter_value(f'{name}() does not support the "global" option', hint=hint)
    return flags


def _check(name: str, value: int, *, minimum: int = 1, maximum: int | None = None) -> None:
    if value < minimum or (maximum is not None and value > maximum):
        raise invalid_parameter_value(f'invalid value for parameter "{name}": {value}')


def _matches(expression: Regex, text: str, start: int = 0) -> Iterator[Match]:
    """All matches; behind an empty one the search goes on a character later."""
    while start <= len(text):
        match = expression.search(text, start)
        if match is None:
            return
        yield match
        start = match.end() + (match.end() == match.start())


def _nth(expression: Regex, text: str, start: int, number: int) -> Match | None:
    for count, match in enumerate(_matches(expression, text, start - 1), 1):
        if count == number:
            return match
    return None


def _captures(match: Match) -> str:
    """A text array of the groups, or of the whole where there are none."""
    return store(Array.of(match.groups() or [match.whole]))


@function('"substring"(text,text)')
def regexp_substring(text: str, pattern: str) -> str | None:
    """The first group of the first match, or all of it."""
    match = regex(pattern).search(text)
    if match is None:
        return None
    return match[min(len(match.spans) - 1, 1)]


@function('"substring"(text,text,text)')
def similar_substring(text: str, pattern: str, escape: str) -> str | None:
    """What the part between the separators matches, the part before it being the shortest possible."""
    parts = re.split(r"\)\{1,1\}\??\((?:\?:)?", similar_pattern(pattern, escape)[4:-2])
    if len(parts) != 3:
        found = regex(similar_pattern(pattern, escape)).search(text)
        return None if found is None else found[min(len(found.spans) - 1, 1)]
    before, inside, after = (regex(f"(?:{part})") for part in parts)
    for start in range(len(text) + 1):
        if not before.fits(text[:start]):
            continue
        for end in range(len(text), start - 1, -1):
            if inside.fits(text[start:end]) and after.fits(text[end:]):
                return text[start:end]
    return None


@function("regexp_match(text,text)", "regexp_match(text,text,text)")
def regexp_match(text: str, pattern: str, flags: str = "") -> str | None:
    hint = "Use the regexp_matches function instead."
    match = regex(pattern, _not_global(flags, "regexp_match", hint)).search(text)
    return None if match is None else _captures(match)


@set_returning("regexp_matches(text,text)", "regexp_matches(text,text,text)")
def regexp_matches(text: str, pattern: str, flags: str = "") -> Iterator[str]:
    """The captures of the first match, or with the option g of all of them."""
    expression = regex(pattern, flags.replace("g", ""))
    for match in _matches(expression, text):
        yield _captures(match)
        if "g" not in flags:
            return


def _split(text: str, pattern: str, flags: str) -> Iterator[str]:
    """The pieces between matches; empty matches at the ends and right behind another one do not count."""
    piece = previous = 0
    for match in _matches(regex(pattern, flags), text):
        if match.start() < len(text) and match.end() > previous:
            yield text[piece : match.start()]
            piece = match.end()
        previous = match.end()
    yield text[piece:]


@function("regexp_split_to_array(text,text)", "regexp_split_to_array(text,text,text)")
def regexp_split_to_array(text: str, pattern: str, flags: str = "") -> str:
    return store(Array.of(list(_split(text, pattern, _not_global(flags, "regexp_split_to_array")))))


@set_returning("regexp_split_to_table(text,text)", "regexp_split_to_table(text,text,text)")
def regexp_split_to_table(text: str, pattern: str, flags: str = "") -> Iterator[str]:
    return _split(text, pattern, _not_global(flags, "regexp_split_to_table"))


@function("regexp_like(text,text)", "regexp_like(text,text,text)")
def regexp_like(text: str, pattern: str, flags: str = "") -> bool:
    return regex(pattern, _not_global(flags, "regexp_like")).matches(text)


@function("regexp_count(text,text)", "regexp_count(text,text,integer)", "regexp_count(text,text,integer,text)")
def regexp_count(text: str, pattern: str, start: int = 1, flags: str = "") -> int:
    _check("start", start)
    return sum(1 for _ in _matches(regex(pattern, _not_global(flags, "regexp_count")), text, start - 1))


@function(
    "regexp_instr(text,text)",
    "regexp_instr(text,text,integer)",
    "regexp_instr(text,text,integer,integer)",
    "regexp_instr(text,text,integer,integer,integer)",
    "regexp_instr(text,text,integer,integer,integer,text)",
    "regexp_instr(text,text,integer,integer,integer,text,integer)",
)
def regexp_instr(
    text: str, pattern: str, start: int = 1, number: int = 1, behind: int = 0, flags: str = "", group: int = 0
) -> int:
    """Where the match of that number begins, or with `behind` the place after it; 0 without one."""
    _check("start", start)
    _check("n", number)
    _check("endoption", behind, minimum=0, maximum=1)
    _check("subexpr", group, minimum=0)
    expression = regex(pattern, _not_global(flags, "regexp_instr"))
    if group > max(expression.groups, 1):
        return 0
    match = _nth(expression, text, start, number)
    group = min(group, expression.groups)  # without groups the whole is the first
    if match is None:
        return 0
    return (match.end(group) if behind else match.start(group)) + 1


@function(
    "regexp_substr(text,text)",
    "regexp_substr(text,text,integer)",
    "regexp_substr(text,text,integer,integer)",
    "regexp_substr(text,text,integer,integer,text)",
    "regexp_substr(text,text,integer,integer,text,integer)",
)
def regexp_substr(
    text: str, pattern: str, start: int = 1, number: int = 1, flags: str = "", group: int = 0
) -> str | None:
    """The match of that number, or one of its groups."""
    _check("start", start)
    _check("n", number)
    _check("subexpr", group, minimum=0)
    expression = regex(pattern, _not_global(flags, "regexp_substr"))
    if group > max(expression.groups, 1):
        return None
    match = _nth(expression, text, start, number)
    return None if match is None else match[min(group, expression.groups)]


def _replace(text: str, expression: Regex, replacement: str, start: int = 0, number: int = 1) -> str:
    r"""Replace the match of that number, all of them for 0; \1 to \9 and \& stand for what was matched."""
    out = []
    copied = 0
    for count, match in enumerate(_matches(expression, text, start), 1):
        if number in {0, count}:
            out += [text[copied : match.start()], _expanded(match, replacement)]
            copied = match.end()
            if number:
                break
    return "".join([*out, text[copied:]])


def _expanded(match: Match, replacement: str) -> str:
    def piece(reference: re.Match[str]) -> str:
        code = reference[1]
        if code == "\\":
            return "\\"
        if code == "&":
            return match.whole
        return (match[int(code)] or "") if int(code) < len(match.spans) else ""

    return REPLACEMENT.sub(piece, replacement) if "\\" in replacement else replacement


@function("regexp_replace(text,text,text)", "regexp_replace(text,text,text,text)")
def regexp_replace(text: str, pattern: str, replacement: str, flags: str = "") -> str:
    if flags[:1].isdigit():
        raise invalid_parameter_value(
            f'invalid regular expression option: "{flags[0]}"',
            hint="If you meant to use regexp_replace() with a start parameter, "
            "cast the fourth argument to integer explicitly.",
        )
    expression = regex(pattern, flags.replace("g", ""))
    return _replace(text, expression, replacement, number=0 if "g" in flags else 1)


@function(
    "regexp_replace(text,text,text,integer)",
    "regexp_replace(text,text,text,integer,integer)",
    "regexp_replace(text,text,text,integer,integer,text)",
)
def regexp_replace_from(text: str, pattern: str, replacement: str, start: int, number: int = 1, flags: str = "") -> str:
    """The match of that number from a place on; 0 replaces all."""
    _check("start", start)
    _check("n", number, minimum=0)
    return _replace(text, regex(pattern, flags.replace("g", "")), replacement, start - 1, number)
