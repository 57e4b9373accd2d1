"""PgError as the fields of ErrorResponse and NoticeResponse ("Error and Notice Message Fields")."""

from protocol.backend import ErrorResponse, NoticeResponse
from protocol.errors import ProtocolViolation
from translator.encoding import UNCONVERTED, encode
from translator.errors import PgError

NOTICE_SEVERITIES = frozenset({"WARNING", "NOTICE", "DEBUG1", "INFO", "LOG"})


def error_fields(error: PgError, encoding: str = "UTF8") -> dict[bytes, bytes]:
    """The fields in PostgreSQL's order. encoding: the client's.  Raises PgError 22P05 for what it cannot say."""
    severity = "DEBUG" if error.severity == "DEBUG1" else error.severity
    position = None if error.position is None else str(error.position)
    texts = {
        b"S": severity, b"V": severity, b"C": error.sqlstate, b"M": error.message, b"D": error.detail,
        b"H": error.hint, b"P": position, b"W": error.context, b"s": error.schema, b"t": error.table,
        b"c": error.column, b"d": error.datatype, b"n": error.constraint, b"R": error.routine,
    }  # fmt: skip
    return {code: _encoded(text, encoding) for code, text in texts.items() if text is not None}


def report(error: PgError, encoding: str = "UTF8") -> bytes:
    """The message that tells the client: an ErrorResponse, or by its severity a NoticeResponse.

    Raises PgError 22P05.
    """
    kind = NoticeResponse if error.severity in NOTICE_SEVERITIES else ErrorResponse
    return kind(error_fields(error, encoding)).encode()


def violation_error(violation: ProtocolViolation) -> PgError:
    """The error that a session raises for a client that broke the protocol."""
    severity = violation.severity
    return PgError(
        violation.sqlstate, violation.message, detail=violation.detail, context=violation.context, severity=severity
    )


def _encoded(text: str, encoding: str) -> bytes:
    # PostgreSQL cuts some values inside a character
    data = text.encode(errors="surrogateescape") if encoding in UNCONVERTED else encode(text, encoding)
    return data.replace(b"\0", b"")
