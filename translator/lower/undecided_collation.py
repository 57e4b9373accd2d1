"""Functions that need a collation, over arguments whose collations disagree: they fail when they are called.

Manual: "Collation Support".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlglot import exp

from translator import query as q
from translator.analyze.expression_collation import CONFLICT, column_collation, combined, derive, stronger
from translator.catalog.image import CatalogImage
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dispatch import checks_first, lower_expr

_COMPARISON = "string comparison"
_REGEX = "regular expression"
_PURPOSES = {
    _COMPARISON: (
        "texteq textne text_lt text_le text_gt text_ge text_larger text_smaller bpchareq bpcharne bpcharlt bpcharle "
        "bpchargt bpcharge bpchar_larger bpchar_smaller bttextcmp bpcharcmp nameeqtext namenetext namelttext "
        "nameletext namegttext namegetext texteqname textnename textltname textlename textgtname textgename "
        "array_eq array_ne array_lt array_le array_gt array_ge arrayoverlap arraycontains arraycontained "
        "array_position array_positions array_remove array_replace strpos position replace split_part starts_with "
        "min max"
    ),
    "LIKE": "textlike textnlike bpcharlike bpcharnlike namelike namenlike like notlike",
    "ILIKE": "texticlike texticnlike bpchariclike bpcharicnlike nameiclike nameicnlike",
    _REGEX: (
        "textregexeq textregexne texticregexeq texticregexne bpcharregexeq bpcharregexne bpcharicregexeq "
        "bpcharicregexne nameregexeq nameregexne nameicregexeq nameicregexne regexp_replace regexp_match "
        "regexp_matches regexp_count regexp_instr regexp_like regexp_substr regexp_split_to_array "
        "regexp_split_to_table"
    ),
    "string hashing": "hashtext hashtextextended hashbpchar hashbpcharextended",
    **{f"{name}() function": name for name in ("lower", "upper", "initcap", "casefold")},
}
_PURPOSE = {name: purpose for purpose, names in _PURPOSES.items() for name in names.split()}
"""What functions want a collation for, by their names."""
Found = tuple[str, Sequence[q.Expr]]


def _call(catalog: CatalogImage, expr: q.FuncExpr | q.Aggref) -> Found:
    name = expr.proc.proname
    if name == "substring" and expr.proc.signature == '"substring"(text,text)':
        return _REGEX, expr.args
    return _PURPOSE.get(name, ""), expr.args


def _operation(catalog: CatalogImage, expr: q.OpExpr | q.DistinctExpr | q.NullIfExpr) -> Found:
    return _PURPOSE.get(catalog.proc(expr.operator.oprcode).proname, ""), expr.args


def _any(catalog: CatalogImage, expr: q.ScalarArrayOpExpr) -> Found:
    return _PURPOSE.get(catalog.proc(expr.operator.oprcode).proname, ""), (expr.scalar, expr.array)


def _in_list(catalog: CatalogImage, expr: q.InListExpr) -> Found:
    return _PURPOSE.get(catalog.proc(expr.operator.oprcode).proname, ""), (expr.scalar, *expr.members)


def _greatest(catalog: CatalogImage, expr: q.MinMaxExpr) -> Found:
    return _COMPARISON, expr.args


def _rows(catalog: CatalogImage, expr: q.RowCompareExpr) -> Found:
    for pair in zip(expr.left, expr.right, strict=True):
        if _is_undecided(catalog, pair):
            return _COMPARISON, pair
    return "", ()


def _subquery(catalog: CatalogImage, expr: q.SubLink) -> Found:
    for number, (one, operator) in enumerate(zip(expr.left, expr.operators, strict=True), start=1):
        met = stronger(catalog, derive(catalog, one), column_collation(catalog, expr.subquery, number))
        if met.strength == CONFLICT:
            name = catalog.proc(operator.oprcode).proname
            return "string hashing" if name.endswith("eq") else _PURPOSE.get(name, ""), (one,)
    return "", ()


_WATCHED: dict[type, Callable[[CatalogImage, Any], Found]] = {
    q.FuncExpr: _call, q.Aggref: _call, q.OpExpr: _operation, q.DistinctExpr: _operation, q.NullIfExpr: _operation,
    q.ScalarArrayOpExpr: _any, q.InListExpr: _in_list, q.MinMaxExpr: _greatest, q.RowCompareExpr: _rows,
    q.SubLink: _subquery,
}  # fmt: skip
_NOT_STRICT = (q.DistinctExpr, q.NullIfExpr, q.MinMaxExpr)


def _is_undecided(catalog: CatalogImage, args: Sequence[q.Expr]) -> bool:
    """Whether some of the arguments follow collations, and none of them prevails."""
    rows = (catalog.type_by_oid(arg.type) for arg in args)
    if not any(row is not None and row.typcollation for row in rows):
        return False
    return not combined(catalog, args).collation


@checks_first
def undecided(lowering: Lowering, expr: q.Expr) -> exp.Expression | None:
    """The failure of such a call, as soon as its arguments are none of them NULL; None for any other expression."""
    found = _WATCHED.get(type(expr))
    if found is None:
        return None
    purpose, args = found(lowering.catalog, expr)
    if not purpose or not (isinstance(expr, q.SubLink) or _is_undecided(lowering.catalog, args)):
        return None
    failure = build.call("pg_undecided_collation", exp.Literal.string(purpose))
    if isinstance(expr, _NOT_STRICT):
        return failure
    if isinstance(expr, q.Aggref):
        return build.call("max", build.case([(_is_null(lowering, args), build.null())], failure))
    return build.case([(_is_null(lowering, args), build.null())], failure)


def _is_null(lowering: Lowering, args: Sequence[q.Expr]) -> exp.Expression:
    tests = [build.is_null(lower_expr(lowering, arg)) for arg in args]
    result = tests[0]
    for test in tests[1:]:
        result = exp.Or(this=result, expression=test)
    return build.wrap(result)
