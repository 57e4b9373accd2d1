"""Client encodings: those that the server converts to and from UTF8.  Manual: "Character Set Support"."""

from __future__ import annotations

from translator.catalog import encodings
from translator.encoding import UNCONVERTED


def canonical_encoding(name: str) -> str | None:
    """PostgreSQL's name of an encoding in any spelling; None for one that is not supported."""
    known = encodings.ENCODINGS.get(encodings.encoding_number(name))
    return known if known in UNCONVERTED or known in encodings.CODECS else None
