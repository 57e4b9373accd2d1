"""Character encodings: PostgreSQL's numbers, names and spellings, and Python's codecs ("Character Set Support")."""

from __future__ import annotations

from functools import cache

from translator.catalog.bootstrap import load

ENCODINGS = {
    0: "SQL_ASCII", 1: "EUC_JP", 2: "EUC_CN", 3: "EUC_KR", 4: "EUC_TW", 5: "EUC_JIS_2004", 6: "UTF8",
    7: "MULE_INTERNAL", 8: "LATIN1", 9: "LATIN2", 10: "LATIN3", 11: "LATIN4", 12: "LATIN5", 13: "LATIN6", 14: "LATIN7",
    15: "LATIN8", 16: "LATIN9", 17: "LATIN10", 18: "WIN1256", 19: "WIN1258", 20: "WIN866", 21: "WIN874",
    22: "KOI8R", 23: "WIN1251", 24: "WIN1252", 25: "ISO_8859_5", 26: "ISO_8859_6", 27: "ISO_8859_7",
    28: "ISO_8859_8", 29: "WIN1250", 30: "WIN1253",
    31: "WIN1254", 32: "WIN1255", 33: "WIN1257", 34: "KOI8U", 35: "SJIS", 36: "BIG5", 37: "GBK", 38: "UHC",
    39: "GB18030", 40: "JOHAB", 41: "SHIFT_JIS_2004",
}  # fmt: skip
"""PostgreSQL's names by number."""

SQL_ASCII, UTF8 = 0, 6
LAST_OF_SERVERS = 34
"""The encodings behind this one are for clients alone: a byte of a character may be one of ASCII's there."""
CODECS = {
    "UTF8": "utf-8", "EUC_JP": "euc_jp", "EUC_CN": "gb2312", "EUC_KR": "euc_kr", "EUC_JIS_2004": "euc_jis_2004",
    "LATIN1": "latin-1", "LATIN2": "iso8859-2", "LATIN3": "iso8859-3", "LATIN4": "iso8859-4", "LATIN5": "iso8859-9",
    "LATIN6": "iso8859-10", "LATIN7": "iso8859-13", "LATIN8": "iso8859-14", "LATIN9": "iso8859-15",
    "LATIN10": "iso8859-16", "ISO_8859_5": "iso8859-5", "ISO_8859_6": "iso8859-6", "ISO_8859_7": "iso8859-7",
    "ISO_8859_8": "iso8859-8", "WIN866": "cp866", "WIN874": "cp874",
    **{f"WIN{number}": f"cp{number}" for number in range(1250, 1259)},
    "KOI8R": "koi8-r", "KOI8U": "koi8-u", "SJIS": "cp932", "BIG5": "cp950", "GBK": "gbk", "UHC": "cp949",
    "GB18030": "gb18030", "JOHAB": "johab", "SHIFT_JIS_2004": "shift_jis_2004",
}  # fmt: skip
"""Python's codec of an encoding; the others have none, and SQL_ASCII needs none."""

CHARACTERS_OTHERWISE = {
    "EUC_JP": {"〜": "～", "‖": "∥", "−": "－", "¢": "￠", "£": "￡", "¬": "￢"},
    "EUC_JIS_2004": {"￣": "‾", "―": "—", "￥": "¥", "⦅": "｟", "⦆": "｠"},
    "SHIFT_JIS_2004": {"¥": "\\", "‾": "~", "―": "—", "⦅": "｟", "⦆": "｠"},
    "BIG5": {
        "‧": "•", "﹑": "､", "╴": "\ufffd", "¯": "‾", "～": "∼", "⊕": "♁", "⊙": "☉", "∕": "／", "﹨": "＼", "￥": "¥",
        "￠": "¢", "￡": "£", "￣": "\ufffd", "ˍ": "\ufffd", "／": "\ufffd", "＼": "\ufffd",
    },
}  # fmt: skip
"""Encoding -> a character as Python's codec reads it -> as PostgreSQL reads the same bytes."""

_NUMBERS = {name.replace("_", "").lower(): number for number, name in ENCODINGS.items()}
_ALIASES = {
    "abc": "win1258", "alt": "win866", "koi8": "koi8r", "mskanji": "sjis", "shiftjis": "sjis", "tcvn": "win1258",
    "tcvn5712": "win1258", "unicode": "utf8", "vscii": "win1258", "win": "win1251", "win932": "sjis", "win936": "gbk",
    "win949": "uhc", "win950": "big5", "windows932": "sjis", "windows936": "gbk", "windows949": "uhc",
    "windows950": "big5", "windows866": "win866", "windows874": "win874", "iso88591": "latin1", "iso88592": "latin2",
    "iso88593": "latin3", "iso88594": "latin4", "iso88599": "latin5", "iso885910": "latin6", "iso885913": "latin7",
    "iso885914": "latin8", "iso885915": "latin9", "iso885916": "latin10",
    **{f"windows{number}": f"win{number}" for number in range(1250, 1259)},
}  # fmt: skip


def encoding_number(name: str) -> int:
    """The number of an encoding in any spelling, -1 for a name that is none."""
    folded = "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum())
    return _NUMBERS.get(_ALIASES.get(folded, folded), -1)


@cache
def conversions() -> frozenset[tuple[int, int]]:
    """Between which encodings a default conversion exists."""
    facts = load("pg_conversion")
    rows = zip(*map(facts.column, ("conforencoding", "contoencoding", "condefault")), strict=True)
    return frozenset((source, target) for source, target, is_default in rows if is_default)
