"""Where lines, segments and boxes meet ("Geometric Functions and Operators")."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from translator.builtins.geometry import geometric
from translator.types import geometric_math as fuzzy
from translator.types.float_arithmetic import add, divide, multiply, subtract
from translator.types.geometric_values import Box, Line, Lseg, Path, Point


def lines_meet(left: Line, right: Line) -> Point | None:
    """The point that two lines share; None for parallel ones.  Raises PgError 22003."""
    if fuzzy.is_zero(left.b):
        if fuzzy.is_zero(right.b):
            return None
        left, right = right, left
    if fuzzy.same(right.a, multiply(left.a, divide(right.b, left.b))):
        return None
    x = divide(
        subtract(multiply(left.b, right.c), multiply(right.b, left.c)),
        subtract(multiply(left.a, right.b), multiply(right.a, left.b)),
    )
    y = divide(-add(multiply(left.a, x), left.c), left.b)
    return Point(x or 0.0, y or 0.0)


def line_holds(line: Line, point: Point) -> bool:
    return fuzzy.is_zero(add(add(multiply(line.a, point.x), multiply(line.b, point.y)), line.c))


def segment_holds(segment: Lseg, point: Point) -> bool:
    start, end = segment
    detour = add(fuzzy.distance(point, start), fuzzy.distance(point, end))
    return fuzzy.same(detour, fuzzy.distance(start, end))


def segment_meets_line(segment: Lseg, line: Line) -> Point | None:
    """The point of a segment that is on a line, if there is one: an end of the segment exactly."""
    met = lines_meet(fuzzy.line_of(segment), line)
    if met is None or not segment_holds(segment, met):
        return None
    return next((end for end in segment if fuzzy.same_point(end, met)), met)


def segments_meet(left: Lseg, right: Lseg) -> Point | None:
    """The point that two segments share, if there is one."""
    met = segment_meets_line(left, fuzzy.line_of(right))
    return met if met is not None and segment_holds(right, met) else None


def segments_cross(left: Lseg, right: Lseg) -> bool:
    return segments_meet(left, right) is not None


def sides(box: Box) -> Iterator[Lseg]:
    """The four sides of a box: left, top, bottom and right."""
    (high_x, high_y), (low_x, low_y) = box
    corner = Point(low_x, high_y)
    yield Lseg(box.low, corner)
    yield Lseg(box.high, corner)
    corner = Point(high_x, low_y)
    yield Lseg(box.low, corner)
    yield Lseg(box.high, corner)


def box_holds(box: Box, point: Point) -> bool:
    """Exactly, and with its border."""
    return box.low.x <= point.x <= box.high.x and box.low.y <= point.y <= box.high.y


def boxes_overlap(left: Box, right: Box) -> bool:
    return (
        fuzzy.at_most(left.low.x, right.high.x)
        and fuzzy.at_most(right.low.x, left.high.x)
        and fuzzy.at_most(left.low.y, right.high.y)
        and fuzzy.at_most(right.low.y, left.high.y)
    )


def box_crosses(box: Box, segment: Lseg) -> bool:
    """Whether a segment has a part in a box."""
    if not boxes_overlap(fuzzy.box_around(*segment), box):
        return False
    return any(box_holds(box, end) for end in segment) or any(segments_cross(side, segment) for side in sides(box))


def path_segments(path: Path) -> Iterator[Lseg]:
    """The segments of a path; that which closes it is the first."""
    if path.closed:
        yield Lseg(path.points[-1], path.points[0])
    for start, end in pairwise(path.points):
        yield Lseg(start, end)


@geometric("inter_sl(lseg,line)")
def inter_sl(segment: Lseg, line: Line) -> bool:
    return segment_meets_line(segment, line) is not None


@geometric("inter_sb(lseg,box)")
def inter_sb(segment: Lseg, box: Box) -> bool:
    return box_crosses(box, segment)


@geometric("inter_lb(line,box)")
def inter_lb(line: Line, box: Box) -> bool:
    high, low = box
    corners = low, Point(low.x, high.y), high, Point(high.x, low.y), low
    return any(segment_meets_line(Lseg(start, end), line) is not None for start, end in pairwise(corners))


@geometric("on_pl(point,line)")
def on_pl(point: Point, line: Line) -> bool:
    return line_holds(line, point)


@geometric("on_ps(point,lseg)")
def on_ps(point: Point, segment: Lseg) -> bool:
    return segment_holds(segment, point)


@geometric("on_pb(point,box)")
def on_pb(point: Point, box: Box) -> bool:
    return box_holds(box, point)


@geometric("on_sl(lseg,line)")
def on_sl(segment: Lseg, line: Line) -> bool:
    return line_holds(line, segment.start) and line_holds(line, segment.end)


@geometric("on_sb(lseg,box)")
def on_sb(segment: Lseg, box: Box) -> bool:
    return box_holds(box, segment.start) and box_holds(box, segment.end)
