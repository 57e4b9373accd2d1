"""How the functions of the geometric types are declared: over values, not over the bytes that are stored.

Source: "Geometric Functions and Operators".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from translator.builtins.declare import function
from translator.types.float import from_python, to_python
from translator.types.geometric_values import Box, Circle, Line, Lseg, Path, Point, Polygon

BodyT = TypeVar("BodyT", bound=Callable[..., Any])
_READ: dict[str, Callable[[Any], Any]] = {
    "point": Point.unpack,
    "lseg": Lseg.unpack,
    "box": Box.unpack,
    "line": Line.unpack,
    "path": Path.unpack,
    "polygon": Polygon.unpack,
    "circle": Circle.unpack,
    "double precision": to_python,
    "integer": int,
}
"""What reads an argument, by its type."""
_STORED: dict[type, Callable[[Any], Any]] = {float: from_python, bool: int, int: int}
"""What stores a result that is no geometric value and not NULL."""


def geometric(*signatures: str) -> Callable[[BodyT], BodyT]:
    """Register a function whose arguments and result are numbers and geometric values; the arguments of all signatures
    are the same.
    """
    names = signatures[0].partition("(")[2].removesuffix(")").split(",")
    readers = [_READ[name] for name in names]

    def register(body: BodyT) -> BodyT:
        @wraps(body)
        def called(*stored: Any) -> Any:
            result = body(*[read(value) for read, value in zip(readers, stored, strict=True)])
            if result is None:
                return None
            store = _STORED.get(type(result))
            return result.pack() if store is None else store(result)

        function(*signatures)(called)
        return body

    return register
