"""Boxes ("Geometric Functions and Operators")."""

from __future__ import annotations

import math

from translator.builtins.geometric_order import FUZZY, declare_directions, declare_sizes
from translator.builtins.geometry import geometric
from translator.builtins.intersection import box_holds, boxes_overlap
from translator.builtins.point import point_add, point_div, point_mul, point_sub
from translator.types import geometric_math as fuzzy
from translator.types.float_arithmetic import add, divide, larger, multiply, smaller, subtract
from translator.types.geometric_values import Box, Circle, Lseg, Point, Polygon


@geometric("box(point,point)")
def points_box(one: Point, other: Point) -> Box:
    return fuzzy.box_around(one, other)


@geometric("box(point)")
def point_box(point: Point) -> Box:
    return Box(point, point)


@geometric("box(polygon)", "spg_poly_quad_compress(polygon)")
def poly_box(polygon: Polygon) -> Box:
    return fuzzy.bounding_box(polygon.points)


@geometric("box(circle)")
def circle_box(circle: Circle) -> Box:
    """The largest box in a circle."""
    (x, y), radius = circle
    half = divide(radius, math.sqrt(2.0))
    return Box(Point(add(x, half), add(y, half)), Point(subtract(x, half), subtract(y, half)))


@geometric("bound_box(box,box)")
def bound_box(left: Box, right: Box) -> Box:
    """The smallest box that holds both."""
    return Box(
        Point(larger(left.high.x, right.high.x), larger(left.high.y, right.high.y)),
        Point(smaller(left.low.x, right.low.x), smaller(left.low.y, right.low.y)),
    )


@geometric("box_center(box)", "point(box)", "center(box)")
def box_center(box: Box) -> Point:
    return fuzzy.middle(*box)


@geometric("width(box)")
def box_width(box: Box) -> float:
    return subtract(box.high.x, box.low.x)


@geometric("height(box)")
def box_height(box: Box) -> float:
    return subtract(box.high.y, box.low.y)


@geometric("area(box)")
def box_area(box: Box) -> float:
    return multiply(box_width(box), box_height(box))


@geometric("diagonal(box)", "lseg(box)")
def box_diagonal(box: Box) -> Lseg:
    return Lseg(box.high, box.low)


@geometric("box_intersect(box,box)")
def box_intersect(left: Box, right: Box) -> Box | None:
    """What both hold; None where they do not overlap."""
    if not boxes_overlap(left, right):
        return None
    return Box(
        Point(smaller(left.high.x, right.high.x), smaller(left.high.y, right.high.y)),
        Point(larger(left.low.x, right.low.x), larger(left.low.y, right.low.y)),
    )


@geometric("box_distance(box,box)")
def box_distance(left: Box, right: Box) -> float:
    """From center to center."""
    return fuzzy.distance(box_center(left), box_center(right))


@geometric("box_add(box,point)")
def box_add(box: Box, point: Point) -> Box:
    return Box(point_add(box.high, point), point_add(box.low, point))


@geometric("box_sub(box,point)")
def box_sub(box: Box, point: Point) -> Box:
    return Box(point_sub(box.high, point), point_sub(box.low, point))


@geometric("box_mul(box,point)")
def box_mul(box: Box, point: Point) -> Box:
    return fuzzy.box_around(point_mul(box.high, point), point_mul(box.low, point))


@geometric("box_div(box,point)")
def box_div(box: Box, point: Point) -> Box:
    return fuzzy.box_around(point_div(box.high, point), point_div(box.low, point))


@geometric("box_contain_pt(box,point)")
def box_contain_pt(box: Box, point: Point) -> bool:
    return box_holds(box, point)


@geometric("box_same(box,box)")
def box_same(left: Box, right: Box) -> bool:
    return fuzzy.same_point(left.high, right.high) and fuzzy.same_point(left.low, right.low)


@geometric("box_overlap(box,box)")
def box_overlap(left: Box, right: Box) -> bool:
    return boxes_overlap(left, right)


@geometric("box_contain(box,box)")
def box_contain(outer: Box, inner: Box) -> bool:
    return (
        fuzzy.at_least(outer.high.x, inner.high.x)
        and fuzzy.at_most(outer.low.x, inner.low.x)
        and fuzzy.at_least(outer.high.y, inner.high.y)
        and fuzzy.at_most(outer.low.y, inner.low.y)
    )


@geometric("box_contained(box,box)")
def box_contained(inner: Box, outer: Box) -> bool:
    return box_contain(outer, inner)


@geometric("box_below_eq(box,box)")
def box_below_eq(left: Box, right: Box) -> bool:
    return fuzzy.at_most(left.high.y, right.low.y)


@geometric("box_above_eq(box,box)")
def box_above_eq(left: Box, right: Box) -> bool:
    return fuzzy.at_least(left.low.y, right.high.y)


declare_directions("box", "box", lambda box, axis: box.high[axis], lambda box, axis: box.low[axis], FUZZY)
declare_sizes("box", "box", box_area, "lt le eq ge gt")
