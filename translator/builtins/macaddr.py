"""Hardware addresses ("Network Address Functions and Operators")."""

from __future__ import annotations

from translator.builtins.declare import function
from translator.errors.values import macaddr8_not_narrow
from translator.types.macaddr import octets_of, spelled, widened


@function("trunc(macaddr)", "trunc(macaddr8)")
def macaddr_trunc(stored: str) -> str:
    """The last octets, all but three, set to zero."""
    octets = octets_of(stored)
    return spelled(octets[:3] + bytes(len(octets) - 3))


@function("macaddr_not(macaddr)", "macaddr8_not(macaddr8)")
def macaddr_not(stored: str) -> str:
    return spelled(bytes(octet ^ 0xFF for octet in octets_of(stored)))


@function("macaddr_and(macaddr,macaddr)", "macaddr8_and(macaddr8,macaddr8)")
def macaddr_and(left: str, right: str) -> str:
    return spelled(bytes(a & b for a, b in zip(octets_of(left), octets_of(right), strict=True)))


@function("macaddr_or(macaddr,macaddr)", "macaddr8_or(macaddr8,macaddr8)")
def macaddr_or(left: str, right: str) -> str:
    return spelled(bytes(a | b for a, b in zip(octets_of(left), octets_of(right), strict=True)))


@function("macaddr_cmp(macaddr,macaddr)", "macaddr8_cmp(macaddr8,macaddr8)")
def macaddr_cmp(left: str, right: str) -> int:
    return int(left > right) - int(left < right)


@function("macaddr8(macaddr)")
def macaddr_to_macaddr8(stored: str) -> str:
    return spelled(widened(octets_of(stored)))


@function("macaddr(macaddr8)")
def macaddr8_to_macaddr(stored: str) -> str:
    octets = octets_of(stored)
    if octets[3:5] != b"\xff\xfe":
        raise macaddr8_not_narrow()
    return spelled(octets[:3] + octets[5:])


@function("macaddr8_set7bit(macaddr8)")
def macaddr8_set7bit(stored: str) -> str:
    octets = octets_of(stored)
    return spelled(bytes([octets[0] | 2]) + octets[1:])
