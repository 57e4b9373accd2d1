"""Client encodings: PostgreSQL's names and the Python codecs that convert them.  Manual: "Character Set Support"."""

from __future__ import annotations

CODECS = {
    "UTF8": "utf-8", "SQL_ASCII": "utf-8", "LATIN1": "latin-1", "LATIN2": "iso8859-2", "LATIN3": "iso8859-3",
    "LATIN4": "iso8859-4",
    "LATIN5": "iso8859-9", "LATIN6": "iso8859-10", "LATIN7": "iso8859-13", "LATIN8": "iso8859-14",
    "LATIN9": "iso8859-15",
    "LATIN10": "iso8859-16", "ISO_8859_5": "iso8859-5", "ISO_8859_6": "iso8859-6", "ISO_8859_7": "iso8859-7",
    "ISO_8859_8": "iso8859-8",
    "WIN1250": "cp1250", "WIN1251": "cp1251", "WIN1252": "cp1252", "WIN1253": "cp1253", "WIN1254": "cp1254",
    "WIN1255": "cp1255",
    "WIN1256": "cp1256", "WIN1257": "cp1257", "WIN1258": "cp1258", "WIN866": "cp866", "WIN874": "cp874",
    "KOI8R": "koi8-r", "KOI8U": "koi8-u",
    "EUC_JP": "euc_jp", "EUC_KR": "euc_kr", "EUC_CN": "gb2312", "SJIS": "shift_jis", "BIG5": "big5", "GBK": "gbk",
    "GB18030": "gb18030",
    "UHC": "cp949", "JOHAB": "johab",
}  # fmt: skip
"""PostgreSQL's name -> Python's codec."""

_ALIASES = {
    "UNICODE": "UTF8", "ISO88591": "LATIN1", "ISO88592": "LATIN2", "ISO88599": "LATIN5", "ISO885915": "LATIN9",
    "WINDOWS1252": "WIN1252",
    "WINDOWS1250": "WIN1250", "WINDOWS1251": "WIN1251", "SHIFTJIS": "SJIS", "MSKANJI": "SJIS", "KOI8": "KOI8R",
    "ALT": "WIN866", "WIN": "WIN1251",
    "TCVN": "WIN1258", "VSCII": "WIN1258",
}  # fmt: skip
_PLAIN = {"".join(filter(str.isalnum, name)): name for name in CODECS}


def canonical_encoding(name: str) -> str | None:
    """PostgreSQL's name of an encoding in any spelling; None for one that is not supported."""
    plain = "".join(filter(str.isalnum, name)).upper()
    return _PLAIN.get(plain) or _ALIASES.get(plain)
