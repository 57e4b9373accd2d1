"""What the geometric types are compared and measured by: numbers a millionth apart are taken for equal ("Geometric
Functions and Operators").
"""

from __future__ import annotations

import math

from translator.errors.values import float_overflow, float_underflow
from translator.types.float_arithmetic import add, divide, equal, larger, less, multiply, smaller, subtract
from translator.types.geometric_values import Box, Line, Lseg, Point, Points

EPSILON = 1e-6


def is_zero(value: float) -> bool:
    return abs(value) <= EPSILON


def same(left: float, right: float) -> bool:
    return left == right or abs(left - right) <= EPSILON


def differ(left: float, right: float) -> bool:
    return left != right and abs(left - right) > EPSILON


def below(left: float, right: float) -> bool:
    return left + EPSILON < right


def at_most(left: float, right: float) -> bool:
    return left <= right + EPSILON


def above(left: float, right: float) -> bool:
    return left > right + EPSILON


def at_least(left: float, right: float) -> bool:
    return left + EPSILON >= right


def same_point(left: Point, right: Point) -> bool:
    """Whether two points are the same, NaN being equal to NaN."""
    if any(map(math.isnan, (*left, *right))):
        return equal(left.x, right.x) and equal(left.y, right.y)
    return same(left.x, right.x) and same(left.y, right.y)


def hypotenuse(x: float, y: float) -> float:
    """The length of a vector.  Raises PgError 22003."""
    if math.isinf(x) or math.isinf(y):
        return math.inf
    if math.isnan(x) or math.isnan(y):
        return math.nan
    shorter, longer = sorted((abs(x), abs(y)))
    if shorter == 0.0:
        return longer
    ratio = shorter / longer
    result = longer * math.sqrt(1.0 + ratio * ratio)
    if math.isinf(result):
        raise float_overflow()
    if result == 0.0:
        raise float_underflow()
    return result


def distance(left: Point, right: Point) -> float:
    return hypotenuse(subtract(left.x, right.x), subtract(left.y, right.y))


def middle(left: Point, right: Point) -> Point:
    """Half way between two points.  Raises PgError 22003."""
    return Point(divide(add(left.x, right.x), 2.0), divide(add(left.y, right.y), 2.0))


def length(segment: Lseg) -> float:
    return distance(segment.start, segment.end)


def slope(start: Point, end: Point) -> float:
    """Infinity for a vertical line."""
    if same(start.x, end.x):
        return math.inf
    if same(start.y, end.y):
        return 0.0
    return divide(subtract(start.y, end.y), subtract(start.x, end.x))


def normal_slope(start: Point, end: Point) -> float:
    """The slope of the lines at right angles."""
    if same(start.x, end.x):
        return 0.0
    if same(start.y, end.y):
        return math.inf
    return divide(subtract(start.x, end.x), subtract(end.y, start.y))


def line_through(point: Point, sloping: float) -> Line:
    """The line through a point with a slope."""
    if math.isinf(sloping):
        return Line(-1.0, 0.0, point.x)
    if sloping == 0.0:
        return Line(0.0, -1.0, point.y)
    return Line(sloping, -1.0, subtract(point.y, multiply(sloping, point.x)) or 0.0)


def line_of(segment: Lseg) -> Line:
    """The line that a segment is part of."""
    return line_through(segment.start, slope(*segment))


def box_around(left: Point, right: Point) -> Box:
    """The box with two points as opposite corners."""
    low_x, high_x = (right.x, left.x) if less(right.x, left.x) else (left.x, right.x)
    low_y, high_y = (right.y, left.y) if less(right.y, left.y) else (left.y, right.y)
    return Box(Point(high_x, high_y), Point(low_x, low_y))


def bounding_box(points: Points) -> Box:
    """The smallest box that holds all points."""
    low_x = high_x = points[0].x
    low_y = high_y = points[0].y
    for x, y in points:
        low_x, high_x = smaller(x, low_x), larger(x, high_x)
        low_y, high_y = smaller(y, low_y), larger(y, high_y)
    return Box(Point(high_x, high_y), Point(low_x, low_y))
