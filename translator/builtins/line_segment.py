"""Line segments ("Geometric Functions and Operators")."""

from __future__ import annotations

from translator.builtins.geometric_order import declare_sizes
from translator.builtins.geometry import geometric
from translator.builtins.intersection import segments_cross, segments_meet
from translator.types import geometric_math as fuzzy
from translator.types.geometric_values import Lseg, Point


@geometric("lseg(point,point)")
def lseg_construct(start: Point, end: Point) -> Lseg:
    return Lseg(start, end)


@geometric("lseg_center(lseg)", "point(lseg)")
def lseg_center(segment: Lseg) -> Point:
    return fuzzy.middle(*segment)


@geometric("lseg_length(lseg)", "length(lseg)")
def lseg_length(segment: Lseg) -> float:
    return fuzzy.length(segment)


@geometric("lseg_vertical(lseg)", "isvertical(lseg)")
def lseg_vertical(segment: Lseg) -> bool:
    return fuzzy.same(segment.start.x, segment.end.x)


@geometric("lseg_horizontal(lseg)", "ishorizontal(lseg)")
def lseg_horizontal(segment: Lseg) -> bool:
    return fuzzy.same(segment.start.y, segment.end.y)


@geometric("lseg_parallel(lseg,lseg)", "isparallel(lseg,lseg)")
def lseg_parallel(left: Lseg, right: Lseg) -> bool:
    return fuzzy.same(fuzzy.slope(*left), fuzzy.slope(*right))


@geometric("lseg_perp(lseg,lseg)", "isperp(lseg,lseg)")
def lseg_perp(left: Lseg, right: Lseg) -> bool:
    return fuzzy.same(fuzzy.slope(*left), fuzzy.normal_slope(*right))


@geometric("lseg_eq(lseg,lseg)")
def lseg_eq(left: Lseg, right: Lseg) -> bool:
    return fuzzy.same_point(left.start, right.start) and fuzzy.same_point(left.end, right.end)


@geometric("lseg_ne(lseg,lseg)")
def lseg_ne(left: Lseg, right: Lseg) -> bool:
    return not lseg_eq(left, right)


@geometric("lseg_intersect(lseg,lseg)")
def lseg_intersect(left: Lseg, right: Lseg) -> bool:
    return segments_cross(left, right)


@geometric("lseg_interpt(lseg,lseg)")
def lseg_interpt(left: Lseg, right: Lseg) -> Point | None:
    return segments_meet(left, right)


declare_sizes("lseg", "lseg", fuzzy.length, "lt le ge gt")
