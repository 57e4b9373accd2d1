"""Encodings: bytes of a text in an encoding, the encodings' names, and letters without their accents ("String Functions
and Operators", "Binary String Functions and Operators").
"""

from __future__ import annotations

from translator.builtins.declare import function
from translator.catalog.encodings import CODECS, ENCODINGS, conversions, encoding_number
from translator.encoding import character_count, check_form, decode, encode
from translator.errors import PgError
from translator.errors.objects import undefined_conversion
from translator.errors.statements import feature_not_supported, feature_not_supported_message
from translator.errors.values import invalid_parameter_value, untranslatable_character

SQL_ASCII, UTF8 = 0, 6

LETTERS = {
    "LATIN1": "                                  cL Y  \"Ca  -R     'u .,      ?"
    "??AAAAACEEEEIIII NOOOOOxOUUUUYTBaaaaaaaceeeeiiii nooo???????????",
    "LATIN2": '                                 A L LS "SSTZ-ZZ a,l\'ls ,sstz"zz'
    "??AAALCCCEEEEIIDDNNOOOOxRUUUUYTBraaaalccceeeeiiddnnoo???????????",
    "LATIN9": "                                  cL YS sCa  -R     Zu .z   EeY?"
    "??AAAAACEEEEIIII NOOOOOxOUUUUYTBaaaaaaaceeeeiiii nooo???????????",
    "WIN1250": '  \' "    %S<STZZ `\'"".--  s>stzz   L A  "CS  -RZ  ,l\'u .,as L"lz'
    "??AAALCCCEEEEIIDDNNOOOOxRUUUUYTBraaaalccceeeeiiddnnoo???????????",
}
"""What the bytes from 128 on become; those that no UTF-8 text has are question marks."""


def _number(name: str, role: str) -> int:
    number = encoding_number(name)
    if number < 0:
        raise invalid_parameter_value(f'invalid {role}encoding name "{name}"')
    return number


def _codec(number: int) -> str:
    name = ENCODINGS[number]
    if name not in CODECS:
        raise feature_not_supported(f"encoding {name}")
    return CODECS[name]


def _check(value: bytes, number: int) -> None:
    if number not in (SQL_ASCII, UTF8):
        _codec(number)
    check_form(value, ENCODINGS[number])


def _encode(text: str, source: int, target: int) -> bytes:
    _codec(target)
    try:
        return encode(text, ENCODINGS[target])
    except PgError:
        letter = next(letter for letter in text if not _is_known(letter, ENCODINGS[target]))
        sequence = encode(letter, ENCODINGS[source])
        raise untranslatable_character(ENCODINGS[source], ENCODINGS[target], sequence) from None


def _is_known(letter: str, encoding: str) -> bool:
    try:
        encode(letter, encoding)
    except PgError:
        return False
    return True


def _convert(value: bytes, source: int, target: int) -> bytes:
    _check(value, source)
    if source == SQL_ASCII:
        _check(value, target)
    if not value or source == target or SQL_ASCII in (source, target):
        return value
    if (source, target) not in conversions():
        raise undefined_conversion(ENCODINGS[source], ENCODINGS[target])
    return _encode(decode(value, ENCODINGS[source]), source, target)


@function("convert(bytea,name,name)")
def convert(value: bytes, source: str, target: str) -> bytes:
    """Raises PgError 22023 for an unknown encoding, 42883 where nothing converts, 22021 and 22P05 for the bytes."""
    return _convert(value, _number(source, "source "), _number(target, "destination "))


@function("convert_from(bytea,name)")
def convert_from(value: bytes, encoding: str) -> str:
    """Text out of bytes in an encoding."""
    return _convert(value, _number(encoding, "source "), UTF8).decode()


@function("convert_to(text,name)")
def convert_to(text: str, encoding: str) -> bytes:
    """Bytes of a text in an encoding."""
    return _convert(text.encode(), UTF8, _number(encoding, "destination "))


@function("length(bytea,name)")
def length_in_encoding(value: bytes, encoding: str) -> int:
    number = _number(encoding, "")
    _check(value, number)
    return character_count(value, ENCODINGS[number])


@function("pg_encoding_to_char(integer)")
def pg_encoding_to_char(number: int) -> str:
    return ENCODINGS.get(number, "")


@function("pg_char_to_encoding(name)")
def pg_char_to_encoding(name: str) -> int:
    return encoding_number(name)


def _to_ascii(text: str, encoding: str) -> str:
    letters = LETTERS.get(encoding)
    if letters is None:
        raise feature_not_supported_message(f"encoding conversion from {encoding} to ASCII not supported")
    return "".join(chr(byte) if byte < 128 else letters[byte - 128] for byte in text.encode())


@function("to_ascii(text)")
def to_ascii(text: str) -> str:
    """The database's encoding is none of the four."""
    return _to_ascii(text, "UTF8")


@function("to_ascii(text,name)")
def to_ascii_encname(text: str, name: str) -> str:
    """The text's bytes read in an encoding.  Raises PgError 42704."""
    number = encoding_number(name)
    if number < 0:
        raise PgError("42704", f"{name} is not a valid encoding name")
    return _to_ascii(text, ENCODINGS[number])


@function("to_ascii(text,integer)")
def to_ascii_enc(text: str, number: int) -> str:
    if number not in ENCODINGS:
        raise PgError("42704", f"{number} is not a valid encoding code")
    return _to_ascii(text, ENCODINGS[number])
