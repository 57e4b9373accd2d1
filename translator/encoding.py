"""Text in another encoding: what clients send and get, COPY's files, convert() ("Character Set Support")."""

from __future__ import annotations

import re
from functools import cache

from translator.catalog.encodings import CHARACTERS_OTHERWISE, CODECS
from translator.errors.values import character_not_in_repertoire, untranslatable_character
from translator.types.datatype import decode_utf8

UNCONVERTED = ("UTF8", "SQL_ASCII")
"""What is passed on as it is: to and from SQL_ASCII the server, whose encoding is UTF8, converts nothing."""

_EUC = rb"[\xa1-\xfe]{2}"
_EUC_JP = rb"\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|" + _EUC
_SJIS = rb"[\xa1-\xdf]|[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]"
_PAIR = rb"(?!\x8d )[\x80-\xff][\x01-\xff]"
_FORMS = {
    "EUC_JP": _EUC_JP, "EUC_JIS_2004": _EUC_JP, "EUC_CN": _EUC, "EUC_KR": _EUC,
    "JOHAB": rb"\x8f[\xa1-\xfe]{2}|[\x80-\x8e\x90-\xff][\xa1-\xfe]", "SJIS": _SJIS, "SHIFT_JIS_2004": _SJIS,
    "BIG5": _PAIR, "GBK": _PAIR, "UHC": _PAIR,
    "GB18030": rb"[\x81-\xfe](?:[\x30-\x39][\x81-\xfe][\x30-\x39]|[\x40-\x7e\x80-\xfe])",
}  # fmt: skip
"""The form of characters beyond ASCII; in the other encodings every byte is one."""
_READ = {name: str.maketrans(otherwise) for name, otherwise in CHARACTERS_OTHERWISE.items()}
_WRITTEN = {
    name: {ord(theirs): ours for ours, theirs in reversed(otherwise.items())}
    for name, otherwise in CHARACTERS_OTHERWISE.items()
}
"""What Python's codec reads otherwise than PostgreSQL, and how to make it write that."""
_THREE_BYTES = frozenset({"EUC_JP", "EUC_JIS_2004", "EUC_CN", "EUC_KR", "JOHAB"})
"""Where the first byte 0x8f announces two more."""


@cache
def _character(encoding: str) -> re.Pattern[bytes]:
    form = _FORMS.get(encoding)
    return re.compile(rb"[^\0]" if form is None else rb"[\x01-\x7f]|" + form, re.DOTALL)


@cache
def _well_formed(encoding: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?:" + _character(encoding).pattern + rb")*+", re.DOTALL)


def check_form(data: bytes, encoding: str) -> None:
    """Raises PgError 22021 for bytes that cannot stand in an encoding, be they a character of it or not."""
    if encoding == "UTF8":
        decode_utf8(data)
        return
    end = _end_of_form(data, encoding)
    if end < len(data):
        raise character_not_in_repertoire(encoding, _announced(data, end, encoding))


def character_count(data: bytes, encoding: str) -> int:
    """The number of characters of what has the form."""
    return len(data.decode()) if encoding == "UTF8" else len(_character(encoding).findall(data))


def decode(data: bytes, encoding: str) -> str:
    """Text out of bytes.  Raises PgError 22021 for what is malformed, 22P05 for characters that UTF8 does not have."""
    if encoding in UNCONVERTED:
        return decode_utf8(data)
    end = _end_of_form(data, encoding)
    try:
        text = data[:end].decode(CODECS[encoding])
    except UnicodeDecodeError:
        raise untranslatable_character(encoding, "UTF8", _first_unknown(data[:end], encoding)) from None
    if end < len(data):
        raise character_not_in_repertoire(encoding, _announced(data, end, encoding))
    return text.translate(_READ[encoding]) if encoding in _READ else text


def encode(text: str, encoding: str) -> bytes:
    """Bytes of a text.  Raises PgError 22P05 for characters that the encoding does not have."""
    if encoding in UNCONVERTED:
        return text.encode()
    written = _WRITTEN.get(encoding)
    if written is not None:
        strangers = _READ[encoding].keys() - written.keys()
        strange = next((letter for letter in text if ord(letter) in strangers), None)
        if strange is not None:
            raise untranslatable_character("UTF8", encoding, strange.encode())
    try:
        return (text if written is None else text.translate(written)).encode(CODECS[encoding])
    except UnicodeEncodeError as error:
        raise untranslatable_character("UTF8", encoding, text[error.start].encode()) from None


def _end_of_form(data: bytes, encoding: str) -> int:
    found = _well_formed(encoding).match(data)
    assert found is not None
    return found.end()


def _first_unknown(data: bytes, encoding: str) -> bytes:
    """The first character that has the form, and that the codec does not know."""
    codec = CODECS[encoding]
    for character in _character(encoding).findall(data):
        try:
            character.decode(codec)
        except UnicodeDecodeError:
            return bytes(character)
    return data


def _announced(data: bytes, start: int, encoding: str) -> bytes:
    """The bytes that PostgreSQL shows for a malformed character: as many as its first ones announce."""
    lead = data[start]
    if not lead:
        length = 1
    elif encoding == "GB18030" and data[start + 1 : start + 2].isdigit():
        length = 4
    else:
        length = 3 if lead == 0x8F and encoding in _THREE_BYTES else 2
    return data[start : start + length]
