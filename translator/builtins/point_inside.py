"""Whether a point is within a polygon: by how often the edges cross a ray from the point."""

from __future__ import annotations

from translator.types import geometric_math as fuzzy
from translator.types.float_arithmetic import multiply, subtract
from translator.types.geometric_values import Point, Points


class _OnEdge(Exception):
    """The point is on the border."""


def point_inside(point: Point, points: Points) -> bool:
    """Whether a point is within or on the border of the polygon with these corners."""
    moved = [Point(subtract(x, point.x), subtract(y, point.y)) for x, y in points]
    try:
        crossings = sum(_crossing(end, start) for end, start in zip((*moved[1:], moved[0]), moved, strict=True))
    except _OnEdge:
        return True
    return crossings != 0


def _crossing(end: Point, start: Point) -> int:
    """Twice the direction in which an edge crosses the positive x axis; once where it begins or ends there."""
    if fuzzy.is_zero(end.y):
        return _ending_on_axis(end, start)
    direction = 1 if fuzzy.above(end.y, 0.0) else -1
    if fuzzy.is_zero(start.y):
        return 0 if fuzzy.below(start.x, 0.0) else direction
    if fuzzy.below(start.y, 0.0) if direction < 0 else fuzzy.above(start.y, 0.0):
        return 0
    if fuzzy.at_least(end.x, 0.0) and fuzzy.above(start.x, 0.0):
        return 2 * direction
    if fuzzy.below(end.x, 0.0) and fuzzy.at_most(start.x, 0.0):
        return 0
    turn = subtract(
        multiply(subtract(end.x, start.x), end.y),
        multiply(subtract(end.y, start.y), end.x),
    )
    if fuzzy.is_zero(turn):
        raise _OnEdge
    passes_left = fuzzy.below(turn, 0.0) if direction < 0 else fuzzy.above(turn, 0.0)
    return 0 if passes_left else 2 * direction


def _ending_on_axis(end: Point, start: Point) -> int:
    if fuzzy.is_zero(end.x):
        raise _OnEdge
    if fuzzy.above(end.x, 0.0):
        if not fuzzy.is_zero(start.y):
            return 1 if fuzzy.below(start.y, 0.0) else -1
        if fuzzy.above(start.x, 0.0):
            return 0
        raise _OnEdge
    if fuzzy.is_zero(start.y) and not fuzzy.below(start.x, 0.0):
        raise _OnEdge
    return 0
