"""The pseudo-random generator of random() and its kin: xoroshiro128**, so that setseed() gives PostgreSQL's numbers."""

from __future__ import annotations

import math
import secrets
from decimal import Decimal

from translator.types.numeric import EXACT, from_decimal, round_to, scale_of

MASK = 2**64 - 1
FRACTION_BITS = 52
BASE = 10_000
BASE_DIGITS = 4
FIRST_DIGITS = 4
"""Digits of base 10000 that are drawn as one number."""


def _rotated(value: int, count: int) -> int:
    return ((value << count) | (value >> (64 - count))) & MASK


class Generator:
    """One session's generator."""

    __slots__ = ("_one", "_two")

    def __init__(self) -> None:
        self._one, self._two = secrets.randbits(64), secrets.randbits(64) | 1

    def seed(self, seed: float) -> None:
        """Begin anew from a seed between -1 and 1."""
        state = int(((1 << FRACTION_BITS) - 1) * seed) & MASK
        words = []
        for _ in range(2):
            state = (state + 0x9E3779B97F4A7C15) & MASK
            value = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & MASK
            words.append(value ^ (value >> 31))
        self._one, self._two = words

    def bits(self) -> int:
        """The next 64 bits."""
        one, two = self._one, self._two ^ self._one
        result = _rotated((one * 5) & MASK, 7) * 9 & MASK
        self._one = _rotated(one, 24) ^ two ^ (two << 16 & MASK)
        self._two = _rotated(two, 37)
        return result

    def uniform(self) -> float:
        """0 <= x < 1."""
        return math.ldexp(self.bits() >> (64 - FRACTION_BITS), -FRACTION_BITS)

    def below(self, limit: int) -> int:
        """0 <= x <= limit, a number of 64 bits."""
        if limit == 0:
            return 0
        shift = 64 - limit.bit_length()
        while True:
            value = self.bits() >> shift
            if value <= limit:
                return value

    def normal(self) -> float:
        """Mean 0, standard deviation 1."""
        one, two = 1.0 - self.uniform(), 1.0 - self.uniform()
        return math.sqrt(-2.0 * math.log(one)) * math.sin(2.0 * math.pi * two)

    def numeric(self, low: Decimal, high: Decimal) -> str:
        """low <= x <= high with the larger of both scales."""
        scale = max(scale_of(low), scale_of(high))
        span = EXACT.subtract(high, low)
        if span == 0:
            return from_decimal(round_to(low, scale))
        fraction_groups = -(-scale // BASE_DIGITS)
        step = 10 ** (fraction_groups * BASE_DIGITS - scale)
        limit = int(EXACT.scaleb(span, fraction_groups * BASE_DIGITS))
        while True:
            drawn = self._digits(limit, step)
            if drawn <= limit:
                value = EXACT.scaleb(Decimal(drawn), -fraction_groups * BASE_DIGITS)
                return from_decimal(round_to(EXACT.add(value, low), scale))

    def _digits(self, limit: int, step: int) -> int:
        """A number with as many digits of base 10000 as `limit`, drawn in groups; a multiple of `step`."""
        count = -(-len(str(limit)) // BASE_DIGITS)
        first = min(count, FIRST_DIGITS)
        head = limit // BASE ** (count - first)
        if first == count:
            return self.below(head // step) * step
        result = self.below(head)
        whole = count - (step != 1)
        place = first
        while place < whole:
            group = 4 if place < whole - 3 else 1
            drawn = self.below(BASE**group - 1)
            for _ in range(group):  # the lowest digit comes first
                drawn, digit = divmod(drawn, BASE)
                result = result * BASE + digit
            place += group
        return result * BASE + self.below(BASE // step - 1) * step if step != 1 else result
