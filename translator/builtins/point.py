"""Points ("Geometric Functions and Operators")."""

from __future__ import annotations

from translator.builtins.geometry import geometric
from translator.types import geometric_math as fuzzy
from translator.types.float_arithmetic import add, divide, multiply, subtract
from translator.types.geometric_values import Point


@geometric("point(double precision,double precision)")
def construct_point(x: float, y: float) -> Point:
    return Point(x, y)


@geometric("point_add(point,point)")
def point_add(left: Point, right: Point) -> Point:
    return Point(add(left.x, right.x), add(left.y, right.y))


@geometric("point_sub(point,point)")
def point_sub(left: Point, right: Point) -> Point:
    return Point(subtract(left.x, right.x), subtract(left.y, right.y))


@geometric("point_mul(point,point)")
def point_mul(left: Point, right: Point) -> Point:
    """As complex numbers: turned and stretched."""
    return Point(
        subtract(multiply(left.x, right.x), multiply(left.y, right.y)),
        add(multiply(left.x, right.y), multiply(left.y, right.x)),
    )


@geometric("point_div(point,point)")
def point_div(left: Point, right: Point) -> Point:
    """As complex numbers.  Raises PgError 22012."""
    divisor = add(multiply(right.x, right.x), multiply(right.y, right.y))
    return Point(
        divide(add(multiply(left.x, right.x), multiply(left.y, right.y)), divisor),
        divide(subtract(multiply(right.x, left.y), multiply(right.y, left.x)), divisor),
    )


@geometric("point_eq(point,point)")
def point_eq(left: Point, right: Point) -> bool:
    return fuzzy.same_point(left, right)


@geometric("point_ne(point,point)")
def point_ne(left: Point, right: Point) -> bool:
    return not fuzzy.same_point(left, right)


@geometric("point_left(point,point)")
def point_left(left: Point, right: Point) -> bool:
    return fuzzy.below(left.x, right.x)


@geometric("point_right(point,point)")
def point_right(left: Point, right: Point) -> bool:
    return fuzzy.above(left.x, right.x)


@geometric("point_above(point,point)")
def point_above(left: Point, right: Point) -> bool:
    return fuzzy.above(left.y, right.y)


@geometric("point_below(point,point)")
def point_below(left: Point, right: Point) -> bool:
    return fuzzy.below(left.y, right.y)


@geometric("point_vert(point,point)", "isvertical(point,point)")
def point_vert(left: Point, right: Point) -> bool:
    return fuzzy.same(left.x, right.x)


@geometric("point_horiz(point,point)", "ishorizontal(point,point)")
def point_horiz(left: Point, right: Point) -> bool:
    return fuzzy.same(left.y, right.y)


@geometric("point_distance(point,point)")
def point_distance(left: Point, right: Point) -> float:
    return fuzzy.distance(left, right)


@geometric("slope(point,point)")
def point_slope(left: Point, right: Point) -> float:
    return fuzzy.slope(left, right)
