"""Arrays of integers searched in their stored text, without reading it ("Array Functions and Operators").

In [1,2,3] an element stands between brackets and commas, whatever the number of dimensions. What is looked for are
parameters, so that SQLite computes what is made of them just once.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from translator.builtins.declare import FUNCTIONS, lowering
from translator.lower import build
from translator.lower.implementation import call

_INT2_ARRAY, _INT4_ARRAY, _INT8_ARRAY, _OID_ARRAY = 1005, 1007, 1016, 1028
_INTEGER_ARRAYS = frozenset({_INT2_ARRAY, _INT4_ARRAY, _INT8_ARRAY, _OID_ARRAY})
_AROUND = ((",", ","), ("[", ","), (",", "]"), ("[", "]"))
_OPENING_BRACKET = 0x5B
_MAX_ELEMENTS = 8
"""Elements looked for at most; reading the array takes no longer then."""
CONTAINS, CONTAINED = "arraycontains(anyarray,anyarray)", "arraycontained(anyarray,anyarray)"
OVERLAP = "arrayoverlap(anyarray,anyarray)"


@lowering(CONTAINS, types=True)
def contains(types: Sequence[int], left: exp.Expression, right: exp.Expression) -> exp.Expression | None:
    found = _search(types, left, right, exp.And)
    return found and _unless_read(CONTAINS, types, left, right, *found)


@lowering(CONTAINED, types=True)
def contained(types: Sequence[int], left: exp.Expression, right: exp.Expression) -> exp.Expression | None:
    found = _search(types, right, left, exp.And)
    return found and _unless_read(CONTAINED, types, left, right, *found)


@lowering(OVERLAP, types=True)
def overlap(types: Sequence[int], left: exp.Expression, right: exp.Expression) -> exp.Expression | None:
    array, wanted = (left, right) if isinstance(left, exp.Column) else (right, left)
    found = _search(types, array, wanted, exp.Or)
    return found and _unless_read(OVERLAP, types, left, right, *found)


def _unless_read(
    signature: str,
    types: Sequence[int],
    left: exp.Expression,
    right: exp.Expression,
    plain: exp.Expression,
    found: exp.Expression,
) -> exp.Expression:
    """What was found in the text where that is plain, else what reading the arrays gives."""
    return build.case([(plain, found)], call(FUNCTIONS[signature], [left.copy(), right.copy()], types))


def _search(
    types: Sequence[int], array: exp.Expression, wanted: exp.Expression, joined: type[exp.And | exp.Or]
) -> tuple[exp.Expression, exp.Expression] | None:
    """When a column's text can be searched, and whether it holds all, or any, of some elements; None where they are not
    known to be integers.
    """
    if types[0] not in _INTEGER_ARRAYS or not isinstance(array, exp.Column):
        return None
    plain = [build.compare(exp.EQ, build.call("unicode", array.copy()), build.integer(_OPENING_BRACKET), None)]
    elements = _elements(wanted)
    if isinstance(wanted, exp.Placeholder):
        elements = [_only_element(wanted)]
        length = build.call("json_array_length", wanted.copy())
        kind = build.call("json_type", wanted.copy(), exp.Literal.string("$[0]"))
        plain.append(build.compare(exp.EQ, length, build.integer(1), None))
        plain.append(build.compare(exp.EQ, kind, exp.Literal.string("integer"), None))
    if not 0 < len(elements) <= _MAX_ELEMENTS:
        return None
    return build.conjunction(plain), build.conjunction([_holds(array, element) for element in elements], joined)


def _elements(wanted: exp.Expression) -> list[exp.Expression]:
    """What an array is made of that is made of parameters and constants; nothing of any other."""
    if isinstance(wanted, exp.Anonymous) and wanted.name == "json_array":
        elements = wanted.expressions
        if all(isinstance(element, exp.Placeholder | exp.Literal) for element in elements):
            return elements
    return []


def _only_element(wanted: exp.Expression) -> exp.Expression:
    """What stands between the brackets of a parameter's [element]."""
    inside = exp.Sub(this=build.call("length", wanted.copy()), expression=build.integer(2))
    return build.call("substr", wanted.copy(), build.integer(2), inside)


def _holds(array: exp.Expression, element: exp.Expression) -> exp.Expression:
    """Whether an element stands in the text; NULL, which is nowhere, does not."""
    found = []
    for before, after in _AROUND:
        start = exp.DPipe(this=exp.Literal.string(before), expression=element.copy())
        text = exp.DPipe(this=start, expression=exp.Literal.string(after))
        place = build.call("instr", array.copy(), text)
        found.append(build.compare(exp.GT, place, build.integer(0), None))
    return exp.Is(this=build.wrap(build.conjunction(found, exp.Or)), expression=exp.Boolean(this=True))
