"""Paths ("Geometric Functions and Operators")."""

from __future__ import annotations

from collections.abc import Callable

from translator.builtins.geometric_order import declare_sizes
from translator.builtins.geometry import geometric
from translator.builtins.intersection import boxes_overlap, path_segments, segments_cross
from translator.builtins.point import point_add, point_div, point_mul, point_sub
from translator.builtins.point_inside import point_inside
from translator.types import geometric_math as fuzzy
from translator.types.float_arithmetic import add, divide, multiply, subtract
from translator.types.geometric_values import Path, Point, Polygon


@geometric("path(polygon)")
def poly_path(polygon: Polygon) -> Path:
    return Path(True, polygon.points)


@geometric("isclosed(path)")
def path_isclosed(path: Path) -> bool:
    return path.closed


@geometric("isopen(path)")
def path_isopen(path: Path) -> bool:
    return not path.closed


@geometric("pclose(path)")
def path_close(path: Path) -> Path:
    return Path(True, path.points)


@geometric("popen(path)")
def path_open(path: Path) -> Path:
    return Path(False, path.points)


@geometric("path_npoints(path)", "npoints(path)")
def path_npoints(path: Path) -> int:
    return len(path.points)


@geometric("path_length(path)", "length(path)")
def path_length(path: Path) -> float:
    total = 0.0
    for segment in path_segments(path):
        total = add(total, fuzzy.length(segment))
    return total


@geometric("area(path)")
def path_area(path: Path) -> float | None:
    """None for an open one."""
    if not path.closed:
        return None
    total = 0.0
    for point, following in zip(path.points, (*path.points[1:], path.points[0]), strict=True):
        total = add(total, multiply(point.x, following.y))
        total = subtract(total, multiply(point.y, following.x))
    return divide(abs(total), 2.0)


@geometric("path_inter(path,path)")
def path_inter(left: Path, right: Path) -> bool:
    if not boxes_overlap(fuzzy.bounding_box(left.points), fuzzy.bounding_box(right.points)):
        return False
    return any(segments_cross(one, other) for one in path_segments(left) for other in path_segments(right))


@geometric("path_add(path,path)")
def path_add(left: Path, right: Path) -> Path | None:
    """One behind the other; None unless both are open."""
    return None if left.closed or right.closed else Path(False, left.points + right.points)


def _moved(name: str, move: Callable[[Point, Point], Point]) -> None:
    def moved(path: Path, point: Point) -> Path:
        return Path(path.closed, tuple(move(each, point) for each in path.points))

    moved.__name__ = name
    geometric(f"{name}(path,point)")(moved)


_moved("path_add_pt", point_add)
_moved("path_sub_pt", point_sub)
_moved("path_mul_pt", point_mul)
_moved("path_div_pt", point_div)


declare_sizes("path_n", "path", path_npoints, "lt le eq ge gt")


@geometric("on_ppath(point,path)")
def on_ppath(point: Point, path: Path) -> bool:
    """Within a closed path, or on an open one."""
    if path.closed:
        return point_inside(point, path.points)
    before = fuzzy.distance(point, path.points[0])
    for segment in path_segments(path):
        behind = fuzzy.distance(point, segment.end)
        if fuzzy.same(add(before, behind), fuzzy.length(segment)):
            return True
        before = behind
    return False


@geometric("path_contain_pt(path,point)")
def path_contain_pt(path: Path, point: Point) -> bool:
    return on_ppath(point, path)
