"""Circles ("Geometric Functions and Operators")."""

from __future__ import annotations

import math

from translator.builtins.box import box_center
from translator.builtins.closest_point import point_to_polygon
from translator.builtins.geometry import geometric
from translator.builtins.point import point_add, point_div, point_mul, point_sub
from translator.types import geometric_math as fuzzy
from translator.types.float_arithmetic import add, divide, multiply, subtract
from translator.types.geometric_values import Box, Circle, Point, Polygon


@geometric("circle(point,double precision)")
def cr_circle(center: Point, radius: float) -> Circle:
    return Circle(center, radius)


@geometric("circle(box)")
def box_circle(box: Box) -> Circle:
    """The smallest around a box."""
    center = box_center(box)
    return Circle(center, fuzzy.distance(center, box.high))


@geometric("circle_center(circle)", "point(circle)", "center(circle)")
def circle_center(circle: Circle) -> Point:
    return circle.center


@geometric("radius(circle)")
def circle_radius(circle: Circle) -> float:
    return circle.radius


@geometric("diameter(circle)")
def circle_diameter(circle: Circle) -> float:
    return multiply(circle.radius, 2.0)


@geometric("area(circle)")
def circle_area(circle: Circle) -> float:
    return multiply(multiply(circle.radius, circle.radius), math.pi)


@geometric("circle_add_pt(circle,point)")
def circle_add_pt(circle: Circle, point: Point) -> Circle:
    return Circle(point_add(circle.center, point), circle.radius)


@geometric("circle_sub_pt(circle,point)")
def circle_sub_pt(circle: Circle, point: Point) -> Circle:
    return Circle(point_sub(circle.center, point), circle.radius)


@geometric("circle_mul_pt(circle,point)")
def circle_mul_pt(circle: Circle, point: Point) -> Circle:
    return Circle(point_mul(circle.center, point), multiply(circle.radius, fuzzy.hypotenuse(*point)))


@geometric("circle_div_pt(circle,point)")
def circle_div_pt(circle: Circle, point: Point) -> Circle:
    return Circle(point_div(circle.center, point), divide(circle.radius, fuzzy.hypotenuse(*point)))


@geometric("circle_same(circle,circle)")
def circle_same(left: Circle, right: Circle) -> bool:
    both_unknown = math.isnan(left.radius) and math.isnan(right.radius)
    return (both_unknown or fuzzy.same(left.radius, right.radius)) and fuzzy.same_point(left.center, right.center)


@geometric("circle_overlap(circle,circle)")
def circle_overlap(left: Circle, right: Circle) -> bool:
    return fuzzy.at_most(fuzzy.distance(left.center, right.center), add(left.radius, right.radius))


@geometric("circle_contain(circle,circle)")
def circle_contain(outer: Circle, inner: Circle) -> bool:
    return fuzzy.at_most(fuzzy.distance(outer.center, inner.center), subtract(outer.radius, inner.radius))


@geometric("circle_contained(circle,circle)")
def circle_contained(inner: Circle, outer: Circle) -> bool:
    return circle_contain(outer, inner)


@geometric("circle_left(circle,circle)")
def circle_left(left: Circle, right: Circle) -> bool:
    return fuzzy.below(add(left.center.x, left.radius), subtract(right.center.x, right.radius))


@geometric("circle_overleft(circle,circle)")
def circle_overleft(left: Circle, right: Circle) -> bool:
    return fuzzy.at_most(add(left.center.x, left.radius), add(right.center.x, right.radius))


@geometric("circle_right(circle,circle)")
def circle_right(left: Circle, right: Circle) -> bool:
    return fuzzy.above(subtract(left.center.x, left.radius), add(right.center.x, right.radius))


@geometric("circle_overright(circle,circle)")
def circle_overright(left: Circle, right: Circle) -> bool:
    return fuzzy.at_least(subtract(left.center.x, left.radius), subtract(right.center.x, right.radius))


@geometric("circle_below(circle,circle)")
def circle_below(left: Circle, right: Circle) -> bool:
    return fuzzy.below(add(left.center.y, left.radius), subtract(right.center.y, right.radius))


@geometric("circle_overbelow(circle,circle)")
def circle_overbelow(left: Circle, right: Circle) -> bool:
    return fuzzy.at_most(add(left.center.y, left.radius), add(right.center.y, right.radius))


@geometric("circle_above(circle,circle)")
def circle_above(left: Circle, right: Circle) -> bool:
    return fuzzy.above(subtract(left.center.y, left.radius), add(right.center.y, right.radius))


@geometric("circle_overabove(circle,circle)")
def circle_overabove(left: Circle, right: Circle) -> bool:
    return fuzzy.at_least(subtract(left.center.y, left.radius), subtract(right.center.y, right.radius))


@geometric("circle_eq(circle,circle)")
def circle_eq(left: Circle, right: Circle) -> bool:
    """By the areas, as the other comparisons."""
    return fuzzy.same(circle_area(left), circle_area(right))


@geometric("circle_ne(circle,circle)")
def circle_ne(left: Circle, right: Circle) -> bool:
    return fuzzy.differ(circle_area(left), circle_area(right))


@geometric("circle_lt(circle,circle)")
def circle_lt(left: Circle, right: Circle) -> bool:
    return fuzzy.below(circle_area(left), circle_area(right))


@geometric("circle_le(circle,circle)")
def circle_le(left: Circle, right: Circle) -> bool:
    return fuzzy.at_most(circle_area(left), circle_area(right))


@geometric("circle_gt(circle,circle)")
def circle_gt(left: Circle, right: Circle) -> bool:
    return fuzzy.above(circle_area(left), circle_area(right))


@geometric("circle_ge(circle,circle)")
def circle_ge(left: Circle, right: Circle) -> bool:
    return fuzzy.at_least(circle_area(left), circle_area(right))


@geometric("circle_contain_pt(circle,point)")
def circle_contain_pt(circle: Circle, point: Point) -> bool:
    return fuzzy.distance(circle.center, point) <= circle.radius


@geometric("pt_contained_circle(point,circle)")
def pt_contained_circle(point: Point, circle: Circle) -> bool:
    return circle_contain_pt(circle, point)


def _beyond(apart: float, reach: float) -> float:
    """What is left of a distance, not less than zero."""
    left = subtract(apart, reach)
    return 0.0 if left < 0.0 else left


@geometric("circle_distance(circle,circle)")
def circle_distance(left: Circle, right: Circle) -> float:
    return _beyond(fuzzy.distance(left.center, right.center), add(left.radius, right.radius))


@geometric("dist_pc(point,circle)")
def dist_pc(point: Point, circle: Circle) -> float:
    return _beyond(fuzzy.distance(point, circle.center), circle.radius)


@geometric("dist_cpoint(circle,point)")
def dist_cpoint(circle: Circle, point: Point) -> float:
    return dist_pc(point, circle)


@geometric("dist_cpoly(circle,polygon)")
def dist_cpoly(circle: Circle, polygon: Polygon) -> float:
    return _beyond(point_to_polygon(circle.center, polygon), circle.radius)


@geometric("dist_polyc(polygon,circle)")
def dist_polyc(polygon: Polygon, circle: Circle) -> float:
    return dist_cpoly(circle, polygon)
