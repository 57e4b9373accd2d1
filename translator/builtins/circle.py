"""Circles ("Geometric Functions and Operators")."""

from __future__ import annotations

import math

from translator.builtins.box import box_center
from translator.builtins.closest_point import point_to_polygon
from translator.builtins.geometric_order import FUZZY, declare_directions, declare_sizes
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


def _high(circle: Circle, axis: int) -> float:
    return add(circle.center[axis], circle.radius)


def _low(circle: Circle, axis: int) -> float:
    return subtract(circle.center[axis], circle.radius)


declare_directions("circle", "circle", _high, _low, FUZZY)
declare_sizes("circle", "circle", circle_area, "lt le eq ne ge gt")
