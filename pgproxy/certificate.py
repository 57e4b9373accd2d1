"""Certificates: makes a self-signed one, and computes what SCRAM binds a TLS channel to (RFC 5929).

Loaded only when TLS is on, because the library behind it takes a tenth of a second to load.
"""

import datetime
import hashlib
import ipaddress
import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

VALIDITY = datetime.timedelta(days=3650)
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


def make_self_signed(certificate_file: Path, key_file: Path, host: str | None) -> None:
    """Writes a certificate for this machine's local names and `host`, and its key, readable by the owner alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    alternatives = [_general_name(text) for text in dict.fromkeys((*LOCAL_NAMES, host)) if text]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + VALIDITY)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(private)
    certificate_file.write_bytes(certificate.public_bytes(pem))


def is_usable(certificate_file: Path, key_file: Path) -> bool:
    """Whether both files are there and the certificate has not expired."""
    if not (certificate_file.exists() and key_file.exists()):
        return False
    certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    return certificate.not_valid_after_utc > datetime.datetime.now(datetime.UTC)


def end_point_hash(certificate_file: Path) -> bytes:
    """The tls-server-end-point channel binding data: the hash of the certificate, by its signature's algorithm."""
    certificate = x509.load_pem_x509_certificate(certificate_file.read_bytes())
    algorithm = certificate.signature_hash_algorithm
    name = "sha256" if algorithm is None or algorithm.name in ("md5", "sha1") else algorithm.name
    return hashlib.new(name, certificate.public_bytes(serialization.Encoding.DER)).digest()


def _general_name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)
