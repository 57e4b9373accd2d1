"""inet and cidr ("Network Address Types").

Stored as a text that sorts as PostgreSQL sorts: the family (4 or 6), the address without its host bits, the length of
the mask, and the whole address, all in hexadecimal.
"""

from __future__ import annotations

import ipaddress
import re

from msgspec import Struct

from translator.errors.values import cidr_bits_right_of_mask, invalid_binary_representation, invalid_text_representation
from translator.settings_view import TypeSettings
from translator.types.binary import insufficient_data
from translator.types.datatype import DataType

OCTETS = re.compile(r"0*\d{1,3}(?:\.0*\d{1,3}){0,3}\.?", re.ASCII)
MASK4, MASK6 = re.compile(r"0*\d{1,3}", re.ASCII), re.compile(r"0|[1-9]\d{0,2}", re.ASCII)
HEX_PREFIX = re.compile(r"0[xX]([0-9a-fA-F]+)")
WIDTHS = {4: 32, 6: 128}
WIRE_FAMILIES = {2: 4, 3: 6}


class Address(Struct, frozen=True):
    """An address of `family` 4 or 6 as a number, with the length of its network's mask."""

    family: int
    number: int
    bits: int

    @property
    def width(self) -> int:
        return WIDTHS[self.family]

    @property
    def host_mask(self) -> int:
        return (1 << self.width - self.bits) - 1

    @property
    def network(self) -> int:
        return self.number & ~self.host_mask


def pack_address(address: Address) -> str:
    """Storage form."""
    digits = address.width // 4
    return f"{address.family}{address.network:0{digits}x}{address.bits:02x}{address.number:0{digits}x}"


def unpack_address(stored: str) -> Address:
    family = int(stored[0])
    digits = WIDTHS[family] // 4
    return Address(family, int(stored[digits + 3 :], 16), int(stored[digits + 1 : digits + 3], 16))


def host_text(address: Address) -> str:
    """The address without its mask."""
    if address.family == 4:
        return ".".join(str(byte) for byte in address.number.to_bytes(4, "big"))
    return _text6(address.number)


def inet_text(stored: str) -> str:
    """The address with the length of its mask, always, as a cast to text gives it."""
    address = unpack_address(stored)
    return f"{host_text(address)}/{address.bits}"


def _text6(number: int) -> str:
    """The words in hexadecimal, the longest run of zeros left out, an embedded IPv4 address as such."""
    words = [number >> shift & 0xFFFF for shift in range(112, -1, -16)]
    best, length = _zeros(words)
    parts: list[str] = []
    place = 0
    while place < 8:
        if length and place == best:
            parts.append("" if parts else ":")
            place += length
            if place == 8:
                parts.append("")
            continue
        embedded = length == 6 or (length == 7 and words[7] != 1) or (length == 5 and words[5] == 0xFFFF)
        if place == 6 and best == 0 and embedded:
            parts.append(".".join(str(byte) for byte in (number & 0xFFFFFFFF).to_bytes(4, "big")))
            break
        parts.append(f"{words[place]:x}")
        place += 1
    text = ":".join(parts)
    return text.replace(":::", "::")


def _zeros(words: list[int]) -> tuple[int, int]:
    """Where the first of the longest runs of at least two zeros begins, and how long it is."""
    best, length = 0, 1
    place = 0
    while place < 8:
        end = place
        while end < 8 and words[end] == 0:
            end += 1
        if end - place > length:
            best, length = place, end - place
        place = max(end, place + 1)
    return (best, length) if length > 1 else (0, 0)


def read_address(text: str, *, cidr: bool) -> Address | None:
    """The address of a literal; None for what is none."""
    body, slash, mask = text.partition("/")
    if slash and not (MASK6 if ":" in body else MASK4).fullmatch(mask):
        return None
    bits = int(mask) if slash else None
    address = _read6(body, bits) if ":" in body else _read4(body, bits, cidr=cidr)
    if address is None or not 0 <= address.bits <= address.width:
        return None
    return address


def _read6(body: str, bits: int | None) -> Address | None:
    if "%" in body:
        return None
    words, colon, octets = body.rpartition(":")
    if "." in octets and (bits is not None or not octets.endswith(".")):  # of which PostgreSQL takes fewer than four
        parts = octets.split(".")
        body = words + colon + ".".join([part or "0" for part in parts] + ["0"] * (4 - len(parts)))
    try:
        number = int(ipaddress.IPv6Address(body))
    except ValueError:
        return None
    return Address(6, number, 128 if bits is None else bits)


def _read4(body: str, bits: int | None, *, cidr: bool) -> Address | None:
    match = HEX_PREFIX.fullmatch(body) if cidr else None
    if match is not None:
        digits = match[1] + "0" * (len(match[1]) % 2)
        octets = list(bytes.fromhex(digits))
    elif OCTETS.fullmatch(body) and not (body.endswith(".") and cidr):
        octets = [int(part) for part in body.rstrip(".").split(".")]
    else:
        return None
    if len(octets) > 4 or max(octets) > 255:
        return None
    if not cidr and (4 if bits is None else bits // 8) > len(octets):
        return None
    if bits is None:
        bits = _imputed_bits(octets) if cidr else 32
    return Address(4, int.from_bytes(bytes(octets).ljust(4, b"\0"), "big"), bits)


def _imputed_bits(octets: list[int]) -> int:
    """The length of the mask by the class of the network, wide enough for what was written."""
    first = octets[0]
    by_class = 32 if first >= 240 else 8 if first >= 224 else 24 if first >= 192 else 16 if first >= 128 else 8
    bits = max(by_class, len(octets) * 8)
    return 4 if bits == 8 and first == 224 else bits


class Inet(DataType):
    typname = sqlname = "inet"
    is_cidr = False

    def parse(self, text: str, settings: TypeSettings) -> str:
        address = read_address(text, cidr=self.is_cidr)
        if address is None:
            raise invalid_text_representation(self.sqlname, text)
        if self.is_cidr and address.number != address.network:
            raise cidr_bits_right_of_mask(text)
        return pack_address(address)

    def output(self, value: str, settings: TypeSettings) -> str:
        address = unpack_address(value)
        shown = self.is_cidr or address.bits != address.width
        return host_text(address) + (f"/{address.bits}" if shown else "")

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> str:
        if len(data) < 4:
            raise insufficient_data()
        family = WIRE_FAMILIES.get(data[0])
        if family is None:
            raise invalid_binary_representation(f'invalid address family in external "{self.typname}" value')
        width = WIDTHS[family]
        if data[1] > width:
            raise invalid_binary_representation(f'invalid bits in external "{self.typname}" value')
        if data[3] != width // 8 or len(data) != 4 + width // 8:
            raise invalid_binary_representation(f'invalid length in external "{self.typname}" value')
        address = Address(family, int.from_bytes(data[4:], "big"), data[1])
        if self.is_cidr and address.number != address.network:
            detail = "Value has bits set to right of mask."
            raise invalid_binary_representation('invalid external "cidr" value', detail)
        return pack_address(address)

    def send(self, value: str, settings: TypeSettings) -> bytes:
        address = unpack_address(value)
        size = address.width // 8
        head = bytes([2 if address.family == 4 else 3, address.bits, int(self.is_cidr), size])
        return head + address.number.to_bytes(size, "big")


class Cidr(Inet):
    """A network: no bits are set behind the mask."""

    typname = sqlname = "cidr"
    is_cidr = True


TYPES: tuple[DataType, ...] = (Inet(), Cidr())
