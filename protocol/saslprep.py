"""SASLprep: how a password is normalised before it is hashed (RFC 4013, a profile of RFC 3454)."""

import stringprep
import unicodedata
from collections.abc import Callable

PROHIBITED: tuple[Callable[[str], bool], ...] = (
    stringprep.in_table_c12,
    stringprep.in_table_c21_c22,
    stringprep.in_table_c3,
    stringprep.in_table_c4,
    stringprep.in_table_c5,
    stringprep.in_table_c6,
    stringprep.in_table_c7,
    stringprep.in_table_c8,
    stringprep.in_table_c9,
    stringprep.in_table_a1,
)


def saslprep(password: str) -> str:
    """The normalised password; one that the profile prohibits is kept as it is, as PostgreSQL does."""
    if password.isascii():
        return password  # nothing to map, and what is prohibited stays as it is
    mapped = "".join(_mapped(character) for character in password)
    prepared = unicodedata.ucd_3_2_0.normalize("NFKC", mapped)
    return password if not prepared or _is_prohibited(prepared) else prepared


def _mapped(character: str) -> str:
    if stringprep.in_table_c12(character):
        return " "
    return "" if stringprep.in_table_b1(character) else character


def _is_prohibited(text: str) -> bool:
    if any(prohibited(character) for character in text for prohibited in PROHIBITED):
        return True
    if not any(stringprep.in_table_d1(character) for character in text):
        return False
    mixed = any(stringprep.in_table_d2(character) for character in text)
    return mixed or not (stringprep.in_table_d1(text[0]) and stringprep.in_table_d1(text[-1]))
