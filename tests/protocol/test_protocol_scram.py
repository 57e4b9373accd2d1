"""SCRAM-SHA-256 against the example of RFC 7677, the stored verifier, and the ways in which an exchange fails."""

import hashlib
import hmac
from base64 import b64decode, b64encode
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocol import md5
from protocol.errors import ProtocolViolation
from protocol.saslprep import saslprep
from protocol.scram import MECHANISM, MECHANISM_PLUS, ScramExchange, make_verifier, mock_verifier, parse_verifier
from protocol.scram_client import ScramClient

RFC_VERIFIER = make_verifier("pencil", b"\x5b\x6d\x99\x68\x9d\x12\x35\x8e\xec\xa0\x4b\x14\x12\x36\xfa\x81", 4096)
CLIENT_FIRST = b"n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
SERVER_FIRST = b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
CLIENT_FINAL = (
    b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
)
SERVER_FINAL = b"v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="


def exchange() -> ScramExchange:
    return ScramExchange(RFC_VERIFIER, nonce=SERVER_NONCE)


def client_final(password: str, first: bytes, server_first: bytes, header: bytes, binding: bytes = b"") -> bytes:
    """What a client answers to the server's first message."""
    nonce, salt, iterations = (part.partition(b"=")[2] for part in server_first.split(b","))
    without_proof = b"c=" + b64encode(header + binding) + b",r=" + nonce
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), b64decode(salt), int(iterations))
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    signed = b",".join([first.removeprefix(header), server_first, without_proof])
    signature = hmac.digest(hashlib.sha256(client_key).digest(), signed, "sha256")
    proof = bytes(a ^ b for a, b in zip(client_key, signature, strict=True))
    return without_proof + b",p=" + b64encode(proof)


def test_the_example_of_rfc_7677() -> None:
    scram = exchange()
    assert scram.first(MECHANISM, CLIENT_FIRST) == SERVER_FIRST
    assert scram.final(CLIENT_FINAL) == SERVER_FINAL


def test_a_wrong_password_has_no_answer() -> None:
    scram = ScramExchange(make_verifier("other"))
    server_first = scram.first(MECHANISM, CLIENT_FIRST)
    assert scram.final(client_final("pencil", CLIENT_FIRST, server_first, b"n,,")) is None


def test_an_unknown_user_sees_a_stable_salt() -> None:
    one, two = mock_verifier("nobody", b"secret"), mock_verifier("nobody", b"secret")
    assert one.salt == two.salt != mock_verifier("somebody", b"secret").salt
    scram = ScramExchange(one)
    server_first = scram.first(MECHANISM, CLIENT_FIRST)
    assert scram.final(client_final("pencil", CLIENT_FIRST, server_first, b"n,,")) is None


def test_channel_binding() -> None:
    scram = ScramExchange(RFC_VERIFIER, channel_binding=b"certificate")
    assert scram.mechanisms == (MECHANISM_PLUS, MECHANISM)
    header = b"p=tls-server-end-point,,"
    first = header + b"n=,r=abc"
    server_first = scram.first(MECHANISM_PLUS, first)
    assert scram.final(client_final("pencil", first, server_first, header, b"certificate"))


def test_channel_binding_of_another_certificate() -> None:
    scram = ScramExchange(RFC_VERIFIER, channel_binding=b"certificate")
    header = b"p=tls-server-end-point,,"
    first = header + b"n=,r=abc"
    final = client_final("pencil", first, scram.first(MECHANISM_PLUS, first), header, b"forged")
    with pytest.raises(ProtocolViolation, match="channel binding check failed") as caught:
        scram.final(final)
    assert caught.value.sqlstate == "28000"


@pytest.mark.parametrize(
    ("mechanism", "message", "text"),
    [
        (b"SCRAM-SHA-1", CLIENT_FIRST, "client selected an invalid SASL authentication mechanism"),
        (MECHANISM, b"", "malformed SCRAM message"),
        (MECHANISM, b"n,,n=\0,r=a", "malformed SCRAM message"),
        (MECHANISM, b"n,,n=\xff,r=a", "malformed SCRAM message"),
        (MECHANISM, b"x,,n=,r=a", "malformed SCRAM message"),
        (MECHANISM, b"nn,,n=,r=a", "malformed SCRAM message"),
        (MECHANISM, b"n", "malformed SCRAM message"),
        (MECHANISM, b"n,,r=a", "malformed SCRAM message"),
        (MECHANISM, b"n,,n=", "malformed SCRAM message"),
        (MECHANISM, b"n,,n", "malformed SCRAM message"),
        (MECHANISM, b"n,z,n=,r=a", "malformed SCRAM message"),
        (MECHANISM, b"p=tls-unique,,n=,r=a", "malformed SCRAM message"),
        (MECHANISM, b"n,a=other,n=,r=a", "client uses authorization identity, but it is not supported"),
        (MECHANISM, b"n,,m=x,n=,r=a", "client requires an unsupported SCRAM extension"),
        (MECHANISM, b"n,,n=,r=a\x7f", "non-printable characters in SCRAM nonce"),
    ],
)
def test_bad_first_messages(mechanism: bytes, message: bytes, text: str) -> None:
    with pytest.raises(ProtocolViolation, match=f"^{text}$"):
        exchange().first(mechanism, message)


@pytest.mark.parametrize(
    ("mechanism", "message", "text"),
    [
        (MECHANISM_PLUS, b"n,,n=,r=a", "malformed SCRAM message"),
        (MECHANISM_PLUS, b"p=tls-unique,,n=,r=a", 'unsupported SCRAM channel-binding type "tls-unique"'),
        (MECHANISM_PLUS, b"px,,n=,r=a", "malformed SCRAM message"),
        (MECHANISM, b"y,,n=,r=a", "SCRAM channel binding negotiation error"),
    ],
)
def test_bad_first_messages_with_channel_binding(mechanism: bytes, message: bytes, text: str) -> None:
    with pytest.raises(ProtocolViolation, match=f"^{text}$"):
        ScramExchange(RFC_VERIFIER, channel_binding=b"x").first(mechanism, message)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (CLIENT_FINAL.replace(b"biws", b"eSws"), "unexpected SCRAM channel-binding attribute in client-final-message"),
        (CLIENT_FINAL.replace(b"%hv", b"%hw"), "invalid SCRAM response"),
        (CLIENT_FINAL + b",x=1", "malformed SCRAM message"),
        (CLIENT_FINAL[:-4], "malformed SCRAM message"),
        (CLIENT_FINAL.replace(b"p=d", b"p=\xc3\xa4"), "malformed SCRAM message"),
        (CLIENT_FINAL[:40], "malformed SCRAM message"),
    ],
)
def test_bad_final_messages(message: bytes, text: str) -> None:
    scram = exchange()
    scram.first(MECHANISM, CLIENT_FIRST)
    with pytest.raises(ProtocolViolation, match=f"^{text}$"):
        scram.final(message)


@settings(max_examples=150)
@given(st.binary(max_size=60), st.binary(max_size=60), st.booleans())
def test_random_exchanges_raise_only_protocol_errors(first: bytes, final: bytes, valid_first: bool) -> None:
    scram = exchange()
    with suppress(ProtocolViolation):
        scram.first(MECHANISM, CLIENT_FIRST if valid_first else b"n,," + first)
        scram.final(b"c=biws," + final)


def test_the_stored_form_is_postgresqls() -> None:
    stored = str(RFC_VERIFIER)
    assert stored == (
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
        "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
    )
    assert parse_verifier(stored) == RFC_VERIFIER
    assert RFC_VERIFIER.matches("pencil")
    assert not RFC_VERIFIER.matches("pen")


@pytest.mark.parametrize(
    "stored",
    ["", "md5" + "0" * 32, "SCRAM-SHA-256$4096:x$y:z", "SCRAM-SHA-1$4096:AA==$AA==:AA==", "SCRAM-SHA-256$x:AA==$AA==:"],
)
def test_other_stored_forms_are_none(stored: str) -> None:
    assert parse_verifier(stored) is None


@pytest.mark.parametrize(
    ("password", "prepared"),
    [
        ("pencil", "pencil"),
        ("I\u00adX", "IX"),
        ("\u00aa", "a"),
        ("\u2168", "IX"),
        ("a\u00a0b", "a b"),
        ("\u0007", "\u0007"),
        ("\u0627\u0031", "\u0627\u0031"),
        ("\u0627\u0031\u0628", "\u0627\u0031\u0628"),
        ("\u0221x", "\u0221x"),
        ("\u00ad", "\u00ad"),
    ],
)
def test_saslprep(password: str, prepared: str) -> None:
    assert saslprep(password) == prepared


def test_md5() -> None:
    stored = md5.verifier("secret", "postgres")
    assert stored == "md5" + hashlib.md5(b"secretpostgres").hexdigest()
    assert md5.is_verifier(stored)
    assert not md5.is_verifier("md5" + "g" * 32)
    inner = hashlib.md5(b"secretpostgres").hexdigest().encode()
    answer = b"md5" + hashlib.md5(inner + b"salt").hexdigest().encode()
    assert md5.verify(stored, b"salt", answer)
    assert not md5.verify(stored, b"tlas", answer)


def test_the_client_and_the_server_agree() -> None:
    client, server = ScramClient("p\u00e4ssw\u00f6rd"), ScramExchange(make_verifier("p\u00e4ssw\u00f6rd"))
    final = server.final(client.final(server.first(MECHANISM, client.first())))
    assert final is not None
    assert client.verify(final)
    assert not client.verify(b"v=AAAA")


@pytest.mark.parametrize("answer", [b"", b"r=other,s=AAAA,i=1", b"r=x"])
def test_the_client_refuses_bad_answers(answer: bytes) -> None:
    with pytest.raises(ProtocolViolation):
        ScramClient("secret").final(answer)
