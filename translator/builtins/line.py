"""Lines ("Geometric Functions and Operators")."""

from __future__ import annotations

import math

from translator.builtins.geometry import geometric
from translator.builtins.intersection import lines_meet
from translator.errors.values import invalid_parameter_value
from translator.types import geometric_math as fuzzy
from translator.types.float_arithmetic import divide, equal, multiply, subtract
from translator.types.geometric_values import Line, Lseg, Point


@geometric("line(point,point)")
def line_construct_pp(start: Point, end: Point) -> Line:
    """Raises PgError 22023."""
    if fuzzy.same_point(start, end):
        raise invalid_parameter_value("invalid line specification: must be two distinct points")
    return fuzzy.line_of(Lseg(start, end))


@geometric("line_interpt(line,line)")
def line_interpt(left: Line, right: Line) -> Point | None:
    return lines_meet(left, right)


@geometric("line_intersect(line,line)")
def line_intersect(left: Line, right: Line) -> bool:
    return lines_meet(left, right) is not None


@geometric("line_parallel(line,line)", "isparallel(line,line)")
def line_parallel(left: Line, right: Line) -> bool:
    return lines_meet(left, right) is None


@geometric("line_perp(line,line)", "isperp(line,line)")
def line_perp(left: Line, right: Line) -> bool:
    if fuzzy.is_zero(left.a):
        return fuzzy.is_zero(right.b)
    if fuzzy.is_zero(right.a):
        return fuzzy.is_zero(left.b)
    if fuzzy.is_zero(left.b):
        return fuzzy.is_zero(right.a)
    if fuzzy.is_zero(right.b):
        return fuzzy.is_zero(left.a)
    return fuzzy.same(divide(multiply(left.a, right.a), multiply(left.b, right.b)), -1.0)


@geometric("line_vertical(line)", "isvertical(line)")
def line_vertical(line: Line) -> bool:
    return fuzzy.is_zero(line.b)


@geometric("line_horizontal(line)", "ishorizontal(line)")
def line_horizontal(line: Line) -> bool:
    return fuzzy.is_zero(line.a)


@geometric("line_eq(line,line)")
def line_eq(left: Line, right: Line) -> bool:
    """Whether the numbers of both are in the same proportions."""
    if any(map(math.isnan, (*left, *right))):
        return all(map(equal, left, right))
    ratio = next((divide(one, other) for one, other in zip(left, right, strict=True) if not fuzzy.is_zero(other)), 1.0)
    return all(fuzzy.same(one, multiply(ratio, other)) for one, other in zip(left, right, strict=True))


@geometric("line_distance(line,line)")
def line_distance(left: Line, right: Line) -> float:
    """Zero for lines that meet."""
    if lines_meet(left, right) is not None:
        return 0.0
    ratio = 1.0
    for one, other in ((left.a, right.a), (left.b, right.b)):
        if not (fuzzy.is_zero(one) or math.isnan(one) or fuzzy.is_zero(other) or math.isnan(other)):
            ratio = divide(one, other)
            break
    apart = abs(subtract(left.c, multiply(ratio, right.c)))
    return divide(apart, fuzzy.hypotenuse(left.a, left.b))
