"""md5 password authentication: the stored verifier and the salted digest that the client sends.

Mirrors the manual's section "Password Authentication" and the description of AuthenticationMD5Password.
"""

import hashlib
import hmac

PREFIX = "md5"


def verifier(password: str, user: str) -> str:
    """What is stored for a password: `md5` and 32 hexadecimal digits."""
    return PREFIX + _digest(password.encode() + user.encode())


def is_verifier(stored: str) -> bool:
    """Whether a stored password has this form."""
    digits = stored.removeprefix(PREFIX)
    return stored.startswith(PREFIX) and len(digits) == 32 and not digits.strip("0123456789abcdef")


def response(stored: str, salt: bytes) -> bytes:
    """What a client that knows the password answers. salt: the four bytes sent with the request."""
    return (PREFIX + _digest(stored.removeprefix(PREFIX).encode() + salt)).encode()


def verify(stored: str, salt: bytes, answer: bytes) -> bool:
    """Whether the client's answer proves that it knows the password."""
    return hmac.compare_digest(response(stored, salt), answer)


def _digest(data: bytes) -> str:
    return hashlib.md5(data, usedforsecurity=False).hexdigest()
