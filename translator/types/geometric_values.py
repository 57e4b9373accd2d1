"""Values of the geometric types, and the bytes that they are stored as, which are their binary representation."""

from __future__ import annotations

from itertools import chain
from struct import Struct
from typing import NamedTuple

PAIR, TRIPLE, QUADRUPLE = Struct("!2d"), Struct("!3d"), Struct("!4d")
COUNT, CLOSED_AND_COUNT = Struct("!i"), Struct("!?i")


class Point(NamedTuple):
    """A place in the plane."""

    x: float
    y: float

    def pack(self) -> bytes:
        return PAIR.pack(*self)

    @classmethod
    def unpack(cls, data: bytes) -> Point:
        return cls(*PAIR.unpack(data))


Points = tuple[Point, ...]


class Lseg(NamedTuple):
    """A line segment, by its ends."""

    start: Point
    end: Point

    def pack(self) -> bytes:
        return QUADRUPLE.pack(*self.start, *self.end)

    @classmethod
    def unpack(cls, data: bytes) -> Lseg:
        x, y, end_x, end_y = QUADRUPLE.unpack(data)
        return cls(Point(x, y), Point(end_x, end_y))


class Box(NamedTuple):
    """A rectangle along the axes, by its upper right and lower left corners."""

    high: Point
    low: Point

    def pack(self) -> bytes:
        return QUADRUPLE.pack(*self.high, *self.low)

    @classmethod
    def unpack(cls, data: bytes) -> Box:
        high_x, high_y, low_x, low_y = QUADRUPLE.unpack(data)
        return cls(Point(high_x, high_y), Point(low_x, low_y))


class Line(NamedTuple):
    """All points of which a * x + b * y + c is zero."""

    a: float
    b: float
    c: float

    def pack(self) -> bytes:
        return TRIPLE.pack(*self)

    @classmethod
    def unpack(cls, data: bytes) -> Line:
        return cls(*TRIPLE.unpack(data))


class Path(NamedTuple):
    """Points with segments between them; a closed one has a segment from the last to the first too."""

    closed: bool
    points: Points

    def pack(self) -> bytes:
        return CLOSED_AND_COUNT.pack(self.closed, len(self.points)) + packed_points(self.points)

    @classmethod
    def unpack(cls, data: bytes) -> Path:
        return cls(bool(data[0]), unpacked_points(data, CLOSED_AND_COUNT.size))


class Polygon(NamedTuple):
    """An area within segments."""

    points: Points

    def pack(self) -> bytes:
        return COUNT.pack(len(self.points)) + packed_points(self.points)

    @classmethod
    def unpack(cls, data: bytes) -> Polygon:
        return cls(unpacked_points(data, COUNT.size))


class Circle(NamedTuple):
    """All points that are at most `radius` from the center."""

    center: Point
    radius: float

    def pack(self) -> bytes:
        return TRIPLE.pack(*self.center, self.radius)

    @classmethod
    def unpack(cls, data: bytes) -> Circle:
        x, y, radius = TRIPLE.unpack(data)
        return cls(Point(x, y), radius)


Geometry = Point | Lseg | Box | Line | Path | Polygon | Circle


def packed_points(points: Points) -> bytes:
    return Struct(f"!{2 * len(points)}d").pack(*chain.from_iterable(points))


def unpacked_points(data: bytes, start: int) -> Points:
    """The points from an offset to the end of the bytes."""
    return tuple(Point(x, y) for x, y in PAIR.iter_unpack(data[start:]))
