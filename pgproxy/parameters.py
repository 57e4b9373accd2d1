"""Parameters of Bind: from the wire's text or binary form to storage form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pgproxy.prepared import Prepared
from translator.encoding import decode
from translator.errors import PgError
from translator.errors.statements import bind_parameter_count
from translator.errors.values import incorrect_binary_format, unsupported_format_code
from translator.query import Storage
from translator.types.binary import incorrect_binary_data

if TYPE_CHECKING:
    from pgproxy.session import Session

Decoder = Callable[[bytes], Storage]


def require_counts(prepared: Prepared, values: Sequence[bytes | None], formats: Sequence[int]) -> None:
    """Raise PgError 08P01 for too few or too many parameters or formats."""
    if len(formats) > 1 and len(formats) != len(values):
        raise PgError("08P01", f"bind message has {len(formats)} parameter formats but {len(values)} parameters")
    expected = len(prepared.types)
    if len(values) != expected:
        raise bind_parameter_count(len(values), prepared.name, expected)


def decode_parameters(
    session: Session, prepared: Prepared, portal: str, values: Sequence[bytes | None], formats: Sequence[int]
) -> Sequence[Storage]:
    """The parameters in storage form, of which there are enough.  Raises PgError 22P02 and kin for what does not read.

    An error's context names the parameter and the portal, but does not show the value.
    """
    types = prepared.types
    if not values:
        return ()
    codes = tuple(formats)
    decoders = prepared.decoders.get(codes)
    if decoders is None:
        decoders = prepared.decoders[codes] = [
            decoder(session, oid, _code(codes, place)) for place, oid in enumerate(types)
        ]
    decoded: list[Storage] = []
    try:
        for decode, value in zip(decoders, values, strict=True):
            decoded.append(None if value is None else decode(value))
        if None in values:
            _check_nulls(session, types, values, decoded)
    except PgError as error:
        place = len(decoded)
        text = values[place] if _code(codes, place) == 0 and _converts(session, values[place]) else None
        raise _explained(error, place + 1, text, portal) from None
    return decoded


def _converts(session: Session, value: bytes | None) -> bool:
    """Whether a value is text in the client's encoding at all; what is not is no part of an error's context."""
    try:
        decode(value or b"", session.settings.client_encoding)
    except PgError:
        return False
    return True


def _check_nulls(
    session: Session, types: Sequence[int], values: Sequence[bytes | None], decoded: list[Storage]
) -> None:
    """A domain may refuse NULL; then `decoded` ends where it was given."""
    for place, (oid, value) in enumerate(zip(types, values, strict=True)):
        if value is None and session.image.type(oid).typtype == "d":
            kept, decoded[place:] = decoded[place:], []
            session.check_domain(oid, None)
            decoded.extend(kept)


def _code(codes: Sequence[int], place: int) -> int:
    """The format code of a parameter: none given means text, one given means all."""
    return codes[place] if len(codes) > 1 else codes[0] if codes else 0


def _explained(error: PgError, number: int, text: bytes | None, portal: str) -> PgError:
    """The error with the parameter it concerns.  text: what was given as text, whose presence alone is shown."""
    if error.message == incorrect_binary_data().message:
        error = incorrect_binary_format(number)
    where = f'portal "{portal}" parameter ${number}' if portal else f"unnamed portal parameter ${number}"
    if text is not None:
        where += " = '...'" if text else " = ''"
    error.context = where if error.context is None else f"{error.context}\n{where}"
    return error


def decoder(session: Session, oid: int, code: int) -> Decoder:
    """What reads a value of a type from the wire, by its format code."""
    if code not in (0, 1):
        return _refuse_format(code)
    datatype = session.image.datatype(oid)
    if code:
        receive = datatype.receive
        return lambda data: receive(data, -1, session)
    read = datatype.input
    settings = session.settings
    return lambda data: read(decode(data, settings.client_encoding), -1, session)


def _refuse_format(code: int) -> Decoder:
    def refuse(data: bytes) -> Storage:
        raise unsupported_format_code(code)

    return refuse
