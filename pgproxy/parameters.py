"""Parameters of Bind: from the wire's text or binary form to storage form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pgproxy.encodings import CODECS
from pgproxy.portal import Prepared
from translator.errors import PgError, bind_parameter_count
from translator.query import Storage
from translator.types.datatype import decode_utf8

if TYPE_CHECKING:
    from pgproxy.session import Session

Decoder = Callable[[bytes], Storage]


def decode_parameters(
    session: Session, prepared: Prepared, portal: str, values: Sequence[bytes | None], formats: Sequence[int]
) -> Sequence[Storage]:
    """The parameters in storage form.  Raises PgError 08P01 for a wrong count, 22P02 and kin for what does not read."""
    types = () if prepared.statement is None else prepared.statement.plan.param_types
    if len(values) != len(types):
        raise bind_parameter_count(len(values), prepared.name, len(types))
    if not values:
        return ()
    codes = tuple(formats)
    if len(codes) > 1 and len(codes) != len(values):
        raise PgError("08P01", f"bind message has {len(codes)} parameter formats but {len(values)} parameters")
    decoders = prepared.decoders.get(codes)
    if decoders is None:
        decoders = prepared.decoders[codes] = [
            _decoder(session, oid, codes[place] if len(codes) > 1 else codes[0] if codes else 0)
            for place, oid in enumerate(types)
        ]
    decoded: list[Storage] = []
    try:
        for decode, value in zip(decoders, values, strict=True):
            decoded.append(None if value is None else decode(value))
    except PgError as error:
        place = len(decoded)
        binary = codes[place] if len(codes) > 1 else codes[0] if codes else 0
        error.context = f"{_portal(portal)} parameter ${place + 1}" + ("" if binary else " = '...'")
        raise
    return decoded


def _portal(name: str) -> str:
    return f'portal "{name}"' if name else "unnamed portal"


def _decoder(session: Session, oid: int, code: int) -> Decoder:
    if code not in (0, 1):
        raise PgError("22023", f"unsupported format code: {code}")
    datatype = session.image.datatype(session.image.base_type(oid))
    if code:
        receive = datatype.receive
        return lambda data: receive(data, -1, session)
    read = datatype.input
    codec = CODECS[session.settings.client_encoding]
    if codec == "utf-8":
        return lambda data: read(decode_utf8(data), -1, session)
    return lambda data: read(data.decode(codec), -1, session)
