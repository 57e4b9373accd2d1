"""The geometric types ("Geometric Types"), stored as their binary representation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from translator.errors.values import invalid_binary_representation, invalid_text_representation
from translator.settings_view import TypeSettings
from translator.types import geometric_scan as scan
from translator.types.binary import incorrect_binary_data, insufficient_data, unpack
from translator.types.datatype import DataType, Encoder
from translator.types.float import float8_text, from_python
from translator.types.geometric_math import box_around, is_zero
from translator.types.geometric_values import (
    CLOSED_AND_COUNT,
    COUNT,
    PAIR,
    QUADRUPLE,
    TRIPLE,
    Box,
    Circle,
    Geometry,
    Line,
    Lseg,
    Path,
    Point,
    Points,
    Polygon,
)

MAX_POINTS = (2**31 - 1 - 32) // PAIR.size
Number = Callable[[float], str]


class GeometricType(DataType):
    """One of them, by what reads and writes its values."""

    affinity = "BLOB"

    def __init__(
        self,
        name: str,
        value: type[Geometry],
        scanned: Callable[[str], Geometry],
        spelled: Callable[[Number, Any], str],
        received: Callable[[bytes], bytes],
    ) -> None:
        self._name = self.sqlname = name
        self._value, self._scanned, self._spelled, self._received = value, scanned, spelled, received

    @property
    def name(self) -> str:
        return self._name

    def parse(self, text: str, settings: TypeSettings) -> bytes:
        try:
            return self._scanned(text).pack()
        except scan.Mismatch:
            raise invalid_text_representation(self.sqlname, text) from None

    def output(self, value: bytes, settings: TypeSettings) -> str:
        return self._spelled(partial(_number, settings.extra_float_digits), self._value.unpack(value))

    def text_encoder(self, settings: TypeSettings) -> Encoder:
        number, spelled, read = partial(_number, settings.extra_float_digits), self._spelled, self._value.unpack
        return lambda value: spelled(number, read(value)).encode()

    def receive(self, data: bytes, typmod: int, settings: TypeSettings) -> bytes:
        return self._received(data)

    def send(self, value: bytes, settings: TypeSettings) -> bytes:
        return value

    def binary_encoder(self, settings: TypeSettings) -> Encoder:
        return bytes


def _number(digits: int, value: float) -> str:
    return float8_text(from_python(value), digits)


def _spell_point(number: Number, point: Point) -> str:
    return f"({number(point.x)},{number(point.y)})"


def _spell_points(number: Number, points: Points) -> str:
    return ",".join(_spell_point(number, point) for point in points)


def _spell_lseg(number: Number, segment: Lseg) -> str:
    return f"[{_spell_points(number, segment)}]"


def _spell_line(number: Number, line: Line) -> str:
    return "{" + ",".join(map(number, line)) + "}"


def _spell_path(number: Number, path: Path) -> str:
    points = _spell_points(number, path.points)
    return f"({points})" if path.closed else f"[{points}]"


def _spell_polygon(number: Number, polygon: Polygon) -> str:
    return f"({_spell_points(number, polygon.points)})"


def _spell_circle(number: Number, circle: Circle) -> str:
    return f"<{_spell_point(number, circle.center)},{number(circle.radius)}>"


def _receive_point(data: bytes) -> bytes:
    unpack(PAIR, data)
    return data


def _receive_lseg(data: bytes) -> bytes:
    unpack(QUADRUPLE, data)
    return data


def _receive_box(data: bytes) -> bytes:
    x, y, other_x, other_y = unpack(QUADRUPLE, data)
    return box_around(Point(other_x, other_y), Point(x, y)).pack()


def _receive_line(data: bytes) -> bytes:
    a, b, _ = unpack(TRIPLE, data)
    if is_zero(a) and is_zero(b):
        raise invalid_binary_representation("invalid line specification: A and B cannot both be zero")
    return data


def _receive_circle(data: bytes) -> bytes:
    *_, radius = unpack(TRIPLE, data)
    if radius < 0.0:
        raise invalid_binary_representation('invalid radius in external "circle" value')
    return data


def _receive_path(data: bytes) -> bytes:
    if len(data) < CLOSED_AND_COUNT.size:
        raise insufficient_data()
    closed, count = CLOSED_AND_COUNT.unpack_from(data)
    _check_points(data, CLOSED_AND_COUNT.size, count, "path")
    return bytes([closed]) + data[1:]


def _receive_polygon(data: bytes) -> bytes:
    if len(data) < COUNT.size:
        raise insufficient_data()
    _check_points(data, COUNT.size, COUNT.unpack_from(data)[0], "polygon")
    return data


def _check_points(data: bytes, start: int, count: int, name: str) -> None:
    if not 0 < count < MAX_POINTS:
        raise invalid_binary_representation(f'invalid number of points in external "{name}" value')
    size = start + count * PAIR.size
    if len(data) < size:
        raise insufficient_data()
    if len(data) > size:
        raise incorrect_binary_data()


TYPES: tuple[DataType, ...] = (
    GeometricType("point", Point, scan.scan_point, _spell_point, _receive_point),
    GeometricType("lseg", Lseg, scan.scan_lseg, _spell_lseg, _receive_lseg),
    GeometricType("box", Box, scan.scan_box, _spell_points, _receive_box),
    GeometricType("line", Line, scan.scan_line, _spell_line, _receive_line),
    GeometricType("path", Path, scan.scan_path, _spell_path, _receive_path),
    GeometricType("polygon", Polygon, scan.scan_polygon, _spell_polygon, _receive_polygon),
    GeometricType("circle", Circle, scan.scan_circle, _spell_circle, _receive_circle),
)
