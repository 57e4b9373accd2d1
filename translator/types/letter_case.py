"""The simple case mappings of letters, as C.UTF-8 and regular expressions use them."""

from __future__ import annotations


def simple_lower(text: str) -> str:
    """Each letter by itself: no final sigma, no letter becomes two."""
    if text.isascii() or not ("Σ" in text or "İ" in text):
        return text.lower()
    return "".join(["i" if letter == "İ" else letter.lower() for letter in text])


def simple_upper(text: str) -> str:
    """Each letter by itself; one whose capital is written with several stays, or takes its single titlecase form."""
    upper = text.upper()
    return upper if len(upper) == len(text) else "".join([capital(letter) for letter in text])


def capital(letter: str) -> str:
    """The capital of one letter."""
    upper = letter.upper()
    if len(upper) == 1:
        return upper
    title = letter.title()
    return title if len(title) == 1 else letter
