"""Functions of letters as the locale C takes them: ASCII letters are all that there are."""

from __future__ import annotations

import re

from translator.builtins.like import like_matches

_WORD = re.compile("[A-Za-z0-9]+")
_FOLDED = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def initcap_c(text: str | None) -> str | None:
    """Words are runs of ASCII letters and digits."""
    return None if text is None else _WORD.sub(lambda word: word[0].capitalize(), text)


def ilike_c(text: str | None, pattern: str | None) -> bool | None:
    if text is None or pattern is None:
        return None
    return like_matches(text.translate(_FOLDED), pattern.translate(_FOLDED))
