"""PgError as the fields of ErrorResponse and NoticeResponse ("Error and Notice Message Fields")."""

from protocol.backend import ErrorResponse, NoticeResponse
from protocol.errors import ProtocolViolation
from translator.errors import PgError

NOTICE_SEVERITIES = frozenset({"WARNING", "NOTICE", "DEBUG", "INFO", "LOG"})


def error_fields(error: PgError, encoding: str = "utf-8") -> dict[bytes, bytes]:
    """The fields in PostgreSQL's order. encoding: the client's, as a Python codec."""
    position = None if error.position is None else str(error.position)
    texts = {
        b"S": error.severity, b"V": error.severity, b"C": error.sqlstate, b"M": error.message, b"D": error.detail,
        b"H": error.hint, b"P": position, b"W": error.context, b"s": error.schema, b"t": error.table,
        b"c": error.column, b"d": error.datatype, b"n": error.constraint, b"R": error.routine,
    }  # fmt: skip
    return {code: _encoded(text, encoding) for code, text in texts.items() if text is not None}


def report(error: PgError, encoding: str = "utf-8") -> bytes:
    """The message that tells the client: an ErrorResponse, or by its severity a NoticeResponse."""
    kind = NoticeResponse if error.severity in NOTICE_SEVERITIES else ErrorResponse
    return kind(error_fields(error, encoding)).encode()


def violation_error(violation: ProtocolViolation) -> PgError:
    """The error that a session raises for a client that broke the protocol."""
    severity = violation.severity
    return PgError(
        violation.sqlstate, violation.message, detail=violation.detail, context=violation.context, severity=severity
    )


def _encoded(text: str, encoding: str) -> bytes:
    cut = "surrogateescape" if encoding == "utf-8" else "replace"  # PostgreSQL cuts some values inside a character
    return text.encode(encoding, cut).replace(b"\0", b"")
