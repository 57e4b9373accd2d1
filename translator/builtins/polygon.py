"""Polygons ("Geometric Functions and Operators")."""

from __future__ import annotations

import math

from translator.builtins.box import box_contain
from translator.builtins.closest_point import edges, segment_to_segment
from translator.builtins.geometric_order import EXACT, declare_directions
from translator.builtins.geometry import geometric
from translator.builtins.intersection import boxes_overlap, segment_holds, segments_cross, segments_meet
from translator.builtins.line_segment import lseg_center
from translator.builtins.point_inside import point_inside
from translator.errors.state import program_limit_exceeded
from translator.errors.statements import feature_not_supported_message
from translator.errors.values import invalid_parameter_value
from translator.pause import pausing
from translator.types import geometric_math as fuzzy
from translator.types.float_arithmetic import add, divide, less, multiply, subtract
from translator.types.geometric_values import Box, Circle, Lseg, Path, Point, Points, Polygon

CORNERS_OF_CIRCLE = 12
MOST_POINTS = 1 << 20
"""Of a circle; PostgreSQL's limit is that of its memory, some 67 million."""


@geometric("polygon(box)")
def box_poly(box: Box) -> Polygon:
    high, low = box
    return Polygon((low, Point(low.x, high.y), high, Point(high.x, low.y)))


@geometric("polygon(path)")
def path_poly(path: Path) -> Polygon:
    """Raises PgError 22023 for an open path."""
    if not path.closed:
        raise invalid_parameter_value("open path cannot be converted to polygon")
    return Polygon(path.points)


@geometric("polygon(integer,circle)")
def circle_poly(count: int, circle: Circle) -> Polygon:
    """So many points of a circle, from the left on.  Raises PgError 0A000, 22023, and 54000 for too many."""
    (x, y), radius = circle
    if fuzzy.is_zero(radius):
        raise feature_not_supported_message("cannot convert circle with radius zero to polygon")
    if count < 2:
        raise invalid_parameter_value("must request at least 2 points")
    if count > MOST_POINTS:
        raise program_limit_exceeded("too many points requested")
    step = divide(2.0 * math.pi, count)
    angles = (multiply(step, number) for number in pausing(range(count)))
    return Polygon(
        tuple(
            Point(subtract(x, multiply(radius, math.cos(angle))), add(y, multiply(radius, math.sin(angle))))
            for angle in angles
        )
    )


@geometric("polygon(circle)")
def polygon_of_circle(circle: Circle) -> Polygon:
    return circle_poly(CORNERS_OF_CIRCLE, circle)


@geometric("circle(polygon)")
def poly_circle(polygon: Polygon) -> Circle:
    """Around the mean of the points, with the mean distance from it as the radius."""
    x = y = radius = 0.0
    for point in polygon.points:
        x, y = add(x, point.x), add(y, point.y)
    count = len(polygon.points)
    center = Point(divide(x, count), divide(y, count))
    for point in polygon.points:
        radius = add(radius, fuzzy.distance(point, center))
    return Circle(center, divide(radius, count))


@geometric("poly_center(polygon)", "point(polygon)")
def poly_center(polygon: Polygon) -> Point:
    return poly_circle(polygon).center


@geometric("poly_npoints(polygon)", "npoints(polygon)")
def poly_npoints(polygon: Polygon) -> int:
    return len(polygon.points)


def _box(polygon: Polygon) -> Box:
    return fuzzy.bounding_box(polygon.points)


declare_directions(
    "poly", "polygon", lambda polygon, axis: _box(polygon).high[axis], lambda polygon, axis: _box(polygon).low[axis],
    EXACT,
)  # fmt: skip


@geometric("poly_same(polygon,polygon)")
def poly_same(left: Polygon, right: Polygon) -> bool:
    """Whether the points are the same, in either direction from any of them on."""
    if len(left.points) != len(right.points):
        return False
    return any(
        _same_points(left.points, turned[start:] + turned[:start])
        for turned in (right.points, right.points[::-1])
        for start in range(len(turned))
    )


def _same_points(left: Points, right: Points) -> bool:
    return all(map(fuzzy.same_point, left, right))


@geometric("poly_overlap(polygon,polygon)")
def poly_overlap(left: Polygon, right: Polygon) -> bool:
    if not boxes_overlap(_box(left), _box(right)):
        return False
    if any(segments_cross(one, other) for one in edges(left) for other in edges(right)):
        return True
    return point_inside(left.points[0], right.points) or point_inside(right.points[0], left.points)


@geometric("poly_contain(polygon,polygon)")
def poly_contain(outer: Polygon, inner: Polygon) -> bool:
    return box_contain(_box(outer), _box(inner)) and all(_segment_inside(edge, outer, 0) for edge in edges(inner))


@geometric("poly_contained(polygon,polygon)")
def poly_contained(inner: Polygon, outer: Polygon) -> bool:
    return poly_contain(outer, inner)


def _segment_inside(segment: Lseg, polygon: Polygon, start: int) -> bool:
    """Whether a polygon holds a segment, as far as its edges from `start` on tell."""
    points = polygon.points
    crossed = False
    for place in range(start, len(points)):
        edge = Lseg(points[place - 1], points[place])
        if segment_holds(edge, segment.start):
            if segment_holds(edge, segment.end):
                return True
            inside = _touching_inside(segment, edge, polygon, place + 1)
        elif segment_holds(edge, segment.end):
            inside = _touching_inside(Lseg(segment.end, segment.start), edge, polygon, place + 1)
        else:
            met = segments_meet(segment, edge)
            if met is None:
                continue
            crossed = True
            inside = all(_segment_inside(Lseg(end, met), polygon, place + 1) for end in segment)
        if not inside:
            return False
    return crossed or point_inside(lseg_center(segment), points)


def _touching_inside(segment: Lseg, edge: Lseg, polygon: Polygon, start: int) -> bool:
    """The same for a segment that starts on an edge and ends elsewhere."""
    begin, end = segment
    corners = edge if not fuzzy.same_point(begin, edge.start) else (edge.end,)
    if fuzzy.same_point(begin, edge.end):
        corners = (edge.start,)
    for corner in corners:
        if segment_holds(segment, corner):
            return _segment_inside(Lseg(end, corner), polygon, start)
    return True


@geometric("poly_contain_pt(polygon,point)")
def poly_contain_pt(polygon: Polygon, point: Point) -> bool:
    return point_inside(point, polygon.points)


@geometric("pt_contained_poly(point,polygon)")
def pt_contained_poly(point: Point, polygon: Polygon) -> bool:
    return point_inside(point, polygon.points)


@geometric("poly_distance(polygon,polygon)")
def poly_distance(left: Polygon, right: Polygon) -> float:
    if poly_overlap(left, right):
        return 0.0
    nearest = math.inf
    first = True
    for one in edges(left):
        for other in edges(right):
            apart = segment_to_segment(one, other)[0]
            if first or less(apart, nearest):
                nearest, first = apart, False
    return nearest
