"""How far things are from each other, and where they are closest ("Geometric Functions and Operators")."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator

from translator.builtins.geometry import geometric
from translator.builtins.intersection import (
    box_crosses,
    box_holds,
    lines_meet,
    path_segments,
    segment_meets_line,
    segments_meet,
    sides,
)
from translator.builtins.point_inside import point_inside
from translator.types import geometric_math as fuzzy
from translator.types.float_arithmetic import divide, less
from translator.types.geometric_values import Box, Line, Lseg, Path, Point, Polygon

Closest = tuple[float, Point]
"""A distance, and the point that is so far away."""


def _least(found: Iterable[Closest]) -> Closest:
    """The first of the nearest."""
    candidates = iter(found)
    nearest = next(candidates)
    for candidate in candidates:
        if less(candidate[0], nearest[0]):
            nearest = candidate
    return nearest


def point_to_line(point: Point, line: Line) -> Closest:
    """The point of a line that is closest to a point."""
    across = fuzzy.line_through(point, _normal_slope(line))
    met = lines_meet(across, line)
    return (0.0, point) if met is None else (fuzzy.distance(met, point), met)


def _slope(line: Line) -> float:
    if fuzzy.is_zero(line.a):
        return 0.0
    if fuzzy.is_zero(line.b):
        return math.inf
    return divide(line.a, -line.b)


def _normal_slope(line: Line) -> float:
    if fuzzy.is_zero(line.a):
        return math.inf
    if fuzzy.is_zero(line.b):
        return 0.0
    return divide(line.b, line.a)


def point_to_segment(point: Point, segment: Lseg) -> Closest:
    """The point of a segment that is closest to a point."""
    across = fuzzy.line_through(point, fuzzy.normal_slope(*segment))
    _, closest = line_to_segment(across, segment)
    return fuzzy.distance(closest, point), closest


def line_to_segment(line: Line, segment: Lseg) -> Closest:
    """The point of a segment that is closest to a line."""
    met = segment_meets_line(segment, line)
    if met is not None:
        return 0.0, met
    start, end = (point_to_line(point, line)[0] for point in segment)
    return (start, segment.start) if start < end else (end, segment.end)


def segment_to_segment(segment: Lseg, other: Lseg) -> Closest:
    """The point of the first segment that is closest to the other."""
    met = segments_meet(segment, other)
    if met is not None:
        return 0.0, met
    return _least(
        (
            point_to_segment(other.start, segment),
            point_to_segment(other.end, segment),
            (point_to_segment(segment.start, other)[0], segment.start),
            (point_to_segment(segment.end, other)[0], segment.end),
        )
    )


def point_to_box(point: Point, box: Box) -> Closest:
    """The point of a box that is closest to a point."""
    return (0.0, point) if box_holds(box, point) else _least(point_to_segment(point, side) for side in sides(box))


def segment_to_box(segment: Lseg, box: Box) -> Closest:
    """The point of a box that is closest to a segment."""
    if box_crosses(box, segment):
        return 0.0, point_to_segment(fuzzy.middle(*box), segment)[1]
    return _least(segment_to_segment(side, segment) for side in sides(box))


def edges(polygon: Polygon) -> Iterator[Lseg]:
    """The segments around a polygon; that from the last point to the first comes first."""
    return path_segments(Path(True, polygon.points))


def point_to_polygon(point: Point, polygon: Polygon) -> float:
    """Zero for a point within."""
    if point_inside(point, polygon.points):
        return 0.0
    points = polygon.points
    around = [Lseg(points[0], points[-1]), *map(Lseg, points, points[1:])]
    return _least(point_to_segment(point, edge) for edge in around)[0]


def _declare(kind: str, measured: Callable[..., Closest], one: str, other: str) -> None:
    """dist_ in both orders."""

    def forth(left: object, right: object) -> float:
        return measured(left, right)[0]

    def back(left: object, right: object) -> float:
        return measured(right, left)[0]

    forth.__name__, back.__name__ = f"dist_{kind}", f"dist_{kind[::-1]}"
    geometric(f"dist_{kind}({one},{other})")(forth)
    geometric(f"dist_{kind[::-1]}({other},{one})")(back)


_declare("pl", point_to_line, "point", "line")
_declare("ps", point_to_segment, "point", "lseg")
_declare("pb", point_to_box, "point", "box")
_declare("ls", line_to_segment, "line", "lseg")
_declare("sb", segment_to_box, "lseg", "box")


@geometric("lseg_distance(lseg,lseg)")
def lseg_distance(left: Lseg, right: Lseg) -> float:
    return segment_to_segment(left, right)[0]


@geometric("dist_ppath(point,path)")
def dist_ppath(point: Point, path: Path) -> float:
    return _least([point_to_segment(point, segment) for segment in path_segments(path)] or [(0.0, point)])[0]


@geometric("dist_pathp(path,point)")
def dist_pathp(path: Path, point: Point) -> float:
    return dist_ppath(point, path)


@geometric("path_distance(path,path)")
def path_distance(left: Path, right: Path) -> float | None:
    """None where one has no segment."""
    found = [segment_to_segment(one, other) for one in path_segments(left) for other in path_segments(right)]
    return _least(found)[0] if found else None


@geometric("dist_ppoly(point,polygon)")
def dist_ppoly(point: Point, polygon: Polygon) -> float:
    return point_to_polygon(point, polygon)


@geometric("dist_polyp(polygon,point)")
def dist_polyp(polygon: Polygon, point: Point) -> float:
    return point_to_polygon(point, polygon)


def _place(closest: Closest) -> Point | None:
    """Nowhere, where no distance can be told."""
    return None if math.isnan(closest[0]) else closest[1]


@geometric("close_pl(point,line)")
def close_pl(point: Point, line: Line) -> Point | None:
    return _place(point_to_line(point, line))


@geometric("close_ps(point,lseg)")
def close_ps(point: Point, segment: Lseg) -> Point | None:
    return _place(point_to_segment(point, segment))


@geometric("close_pb(point,box)")
def close_pb(point: Point, box: Box) -> Point | None:
    return _place(point_to_box(point, box))


@geometric("close_lseg(lseg,lseg)")
def close_lseg(left: Lseg, right: Lseg) -> Point | None:
    """On the second; None for parallel ones."""
    return None if fuzzy.slope(*left) == fuzzy.slope(*right) else _place(segment_to_segment(right, left))


@geometric("close_ls(line,lseg)")
def close_ls(line: Line, segment: Lseg) -> Point | None:
    """None for parallel ones."""
    return None if fuzzy.slope(*segment) == _slope(line) else _place(line_to_segment(line, segment))


@geometric("close_sb(lseg,box)")
def close_sb(segment: Lseg, box: Box) -> Point | None:
    return _place(segment_to_box(segment, box))
