"""Client encodings: those that the server converts to and from UTF8.  Manual: "Character Set Support"."""

from __future__ import annotations

from translator.catalog import encodings
from translator.encoding import UNCONVERTED
from translator.errors import PgError
from translator.errors.state import invalid_setting_value
from translator.errors.statements import feature_not_supported


def client_encoding(name: str) -> str:
    """PostgreSQL's name of an encoding in any spelling.

    Raises PgError 22023 for an unknown one, 0A000 for one that nothing converts to here.
    """
    number = encodings.encoding_number(name)
    if number < 0:
        raise invalid_setting_value("client_encoding", name)
    known = encodings.ENCODINGS[number]
    if (encodings.UTF8, number) not in encodings.conversions() and known not in UNCONVERTED:
        error = invalid_setting_value("client_encoding", name)
        detail = f"Conversion between {known} and UTF8 is not supported."
        raise PgError("0A000", error.message, detail=detail)
    if known not in UNCONVERTED and known not in encodings.CODECS:
        raise feature_not_supported(f"client_encoding = {known}")
    return known
