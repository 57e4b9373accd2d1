"""Network addresses ("Network Address Functions and Operators")."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from sqlglot import exp

from translator.builtins.declare import aggregate_lowering, function
from translator.errors.values import invalid_parameter_value, network_result_out_of_range
from translator.types.network import Address, host_text, inet_text, pack_address, unpack_address

INT8_MAX = 2**63 - 1


@function("host(inet)")
def host(stored: str) -> str:
    return host_text(unpack_address(stored))


function("text(inet)")(inet_text)


@function("abbrev(inet)")
def inet_abbrev(stored: str) -> str:
    address = unpack_address(stored)
    return host_text(address) + (f"/{address.bits}" if address.bits != address.width else "")


@function("abbrev(cidr)")
def cidr_abbrev(stored: str) -> str:
    """Only as many octets as the mask covers."""
    address = unpack_address(stored)
    if address.family == 6:
        return f"{_words(address)}/{address.bits}"
    octets = address.number.to_bytes(4, "big")[: (address.bits + 7) // 8] or b"\0"
    return f"{'.'.join(map(str, octets))}/{address.bits}"


def _words(address: Address) -> str:
    """The words of an IPv6 network that its mask covers, the longest run of zeros among them left out."""
    if address.bits == 0:
        return "::"
    count = max((address.bits + 15) // 16, 2)
    words = [address.network >> shift & 0xFFFF for shift in range(112, 112 - 16 * count, -16)]
    start, length = _longest_zeros(words)
    mapped = length == 5 and words[5:6] == [0xFFFF]
    low = address.network & 0xFFFF
    embedded = (
        length != count
        and length
        and start == 0
        and (length == 6 or mapped or (length == 7 and low >> 8 and low & 0xFF != 1))
    )
    text = ""
    for place, word in enumerate(words):
        if length and start <= place < start + length:
            text += ":" * ((place == start) + (place == count - 1))
        elif embedded and place > 5:
            text += f"{':' if place == 6 else '.'}{word >> 8}"
            text += f".{word & 0xFF}" if place != 7 or address.bits > 120 else ""
        else:
            text += f"{':' if text else ''}{word:x}"
    return text


def _longest_zeros(words: list[int]) -> tuple[int, int]:
    """The first of the longest runs of zeros: its place and length."""
    start = length = run_start = run = 0
    for place, word in enumerate([*words, 1]):
        if word == 0:
            run_start = run_start if run else place
            run += 1
        elif run > length:
            start, length, run = run_start, run, 0
    return start, length


@function("family(inet)")
def family(stored: str) -> int:
    return unpack_address(stored).family


@function("masklen(inet)")
def masklen(stored: str) -> int:
    return unpack_address(stored).bits


@function("network(inet)", "cidr(inet)")
def network(stored: str) -> str:
    address = unpack_address(stored)
    return pack_address(replace(address, number=address.network))


@function("broadcast(inet)")
def broadcast(stored: str) -> str:
    address = unpack_address(stored)
    return pack_address(replace(address, number=address.number | address.host_mask))


@function("netmask(inet)")
def netmask(stored: str) -> str:
    address = unpack_address(stored)
    mask = (1 << address.width) - 1 & ~address.host_mask
    return pack_address(Address(address.family, mask, address.width))


@function("hostmask(inet)")
def hostmask(stored: str) -> str:
    address = unpack_address(stored)
    return pack_address(Address(address.family, address.host_mask, address.width))


def _with_length(stored: str, bits: int) -> Address:
    address = unpack_address(stored)
    bits = address.width if bits == -1 else bits
    if not 0 <= bits <= address.width:
        raise invalid_parameter_value(f"invalid mask length: {bits}")
    return replace(address, bits=bits)


@function("set_masklen(inet,integer)")
def set_masklen(stored: str, bits: int) -> str:
    return pack_address(_with_length(stored, bits))


@function("set_masklen(cidr,integer)")
def cidr_set_masklen(stored: str, bits: int) -> str:
    address = _with_length(stored, bits)
    return pack_address(replace(address, number=address.network))


@function("inet_same_family(inet,inet)")
def inet_same_family(left: str, right: str) -> int:
    return int(left[0] == right[0])


@function("inet_merge(inet,inet)")
def inet_merge(left: str, right: str) -> str:
    """The smallest network that holds both."""
    one, other = unpack_address(left), unpack_address(right)
    if one.family != other.family:
        raise invalid_parameter_value("cannot merge addresses from different families")
    common = one.width - (one.number ^ other.number).bit_length()
    merged = replace(one, bits=min(one.bits, other.bits, common))
    return pack_address(replace(merged, number=merged.network))


def _inside(inner: Address, outer: Address) -> bool:
    return inner.family == outer.family and inner.number & ~outer.host_mask == outer.network


@function("network_sub(inet,inet)")
def network_sub(left: str, right: str) -> int:
    inner, outer = unpack_address(left), unpack_address(right)
    return int(inner.bits > outer.bits and _inside(inner, outer))


@function("network_subeq(inet,inet)")
def network_subeq(left: str, right: str) -> int:
    inner, outer = unpack_address(left), unpack_address(right)
    return int(inner.bits >= outer.bits and _inside(inner, outer))


@function("network_sup(inet,inet)")
def network_sup(left: str, right: str) -> int:
    return network_sub(right, left)


@function("network_supeq(inet,inet)")
def network_supeq(left: str, right: str) -> int:
    return network_subeq(right, left)


@function("network_overlap(inet,inet)")
def network_overlap(left: str, right: str) -> int:
    return network_subeq(left, right) or network_subeq(right, left)


@function("inetnot(inet)")
def inetnot(stored: str) -> str:
    address = unpack_address(stored)
    return pack_address(replace(address, number=~address.number & (1 << address.width) - 1))


def _combined(word: str, left: str, right: str, combine: Callable[[int, int], int]) -> str:
    one, other = unpack_address(left), unpack_address(right)
    if one.family != other.family:
        raise invalid_parameter_value(f"cannot {word} inet values of different sizes")
    return pack_address(Address(one.family, combine(one.number, other.number), max(one.bits, other.bits)))


@function("inetand(inet,inet)")
def inetand(left: str, right: str) -> str:
    return _combined("AND", left, right, lambda one, other: one & other)


@function("inetor(inet,inet)")
def inetor(left: str, right: str) -> str:
    return _combined("OR", left, right, lambda one, other: one | other)


@function("inetpl(inet,bigint)")
def inetpl(stored: str, count: int) -> str:
    address = unpack_address(stored)
    number = address.number + count
    if not 0 <= number < 1 << address.width:
        raise network_result_out_of_range()
    return pack_address(replace(address, number=number))


@function("int8pl_inet(bigint,inet)")
def int8pl_inet(count: int, stored: str) -> str:
    return inetpl(stored, count)


@function("inetmi_int8(inet,bigint)")
def inetmi_int8(stored: str, count: int) -> str:
    return inetpl(stored, -count if count > -INT8_MAX - 1 else count)


@function("inetmi(inet,inet)")
def inetmi(left: str, right: str) -> int:
    one, other = unpack_address(left), unpack_address(right)
    if one.family != other.family:
        raise invalid_parameter_value("cannot subtract inet values of different sizes")
    half = 2**127  # of the numbers that the longer addresses have; these wrap around
    difference = (one.number - other.number + half) % (2 * half) - half
    if not -INT8_MAX - 1 <= difference <= INT8_MAX:
        raise network_result_out_of_range()
    return difference


@function("network_cmp(inet,inet)")
def network_cmp(left: str, right: str) -> int:
    """The difference of the first bytes of the networks that differ; else of the bits, the lengths, the addresses."""
    one, other = unpack_address(left), unpack_address(right)
    if one.family != other.family:
        return -1 if one.family == 4 else 1
    shared = min(one.bits, other.bits)
    return _bit_difference(one, other, shared) or one.bits - other.bits or _bit_difference(one, other, one.width)


def _bit_difference(one: Address, other: Address, count: int) -> int:
    """How the first `count` bits differ: by the first differing whole byte, else in sign."""
    for start in range(0, count, 8):
        size = min(8, count - start)
        shift = one.width - start - size
        mask = (1 << size) - 1
        difference = (one.number >> shift & mask) - (other.number >> shift & mask)
        if difference:
            return difference if size == 8 else (1 if difference > 0 else -1)
    return 0


@function("network_larger(inet,inet)")
def network_larger(left: str, right: str) -> str:
    return max(left, right)


@function("network_smaller(inet,inet)")
def network_smaller(left: str, right: str) -> str:
    return min(left, right)


@aggregate_lowering("max(inet)")
def max_inet(value: exp.Expression) -> exp.Expression:
    return exp.Max(this=value)


@aggregate_lowering("min(inet)")
def min_inet(value: exp.Expression) -> exp.Expression:
    return exp.Min(this=value)
