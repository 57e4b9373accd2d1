"""Members and containment of jsonb by keys that are known while planning, on SQLite's own JSON functions.

SQLite keeps a parsed document from one call to the next. What it prints of objects and arrays has not PostgreSQL's
spacing, and paths have no escapes: such members and keys are left to the Python bodies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from translator import query as q
from translator.lower import build, implementation
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr, lowers_call
from translator.types import oids
from translator.types.json import Json, JsonNumber, read_jsonb

FIELD = "jsonb_object_field(jsonb,text)"
FIELD_TEXT = "jsonb_object_field_text(jsonb,text)"
CONTAINS = "jsonb_contains(jsonb,jsonb)"
_BITS = {oids.INT2: 16, oids.INT4: 32, oids.INT8: 64}
_BOUNDS = {oid: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for oid, bits in _BITS.items()}
MAX_MEMBERS = 16
"""More members than this are looked for by the Python body."""


@lowers_call(FIELD)
def field(lowering: Lowering, args: Sequence[q.Expr]) -> exp.Expression | None:
    """`document -> 'key'`"""
    found = _place(lowering, args)
    if found is None:
        return None
    container = exp.In(this=_type(*found), expressions=[exp.Literal.string(kind) for kind in ("object", "array")])
    return build.case([(container, _general(lowering, FIELD, args))], _raw(*found))


@lowers_call(FIELD_TEXT)
def field_text(lowering: Lowering, args: Sequence[q.Expr]) -> exp.Expression | None:
    """`document ->> 'key'`"""
    found = _place(lowering, args)
    if found is None:
        return None
    general = _general(lowering, FIELD_TEXT, args)
    kinds = {"text": _value(*found), "null": build.null(), "object": general, "array": general.copy()}
    branches = [exp.If(this=exp.Literal.string(kind), true=result) for kind, result in kinds.items()]
    return exp.Case(this=_type(*found), ifs=branches, default=_raw(*found))


@lowers_call(CONTAINS)
def contains(lowering: Lowering, args: Sequence[q.Expr]) -> exp.Expression | None:
    """`document @> '{"key": "value"}'`"""
    document, wanted = args
    if not isinstance(wanted, q.Const) or not isinstance(wanted.value, str):
        return None
    members = read_jsonb(wanted.value)
    if not isinstance(members, dict):
        return None
    base = lower_expr(lowering, document)
    found = list(_members(members, "$"))
    if not isinstance(base, exp.Column) or len(found) > MAX_MEMBERS or any(path is None for path, _ in found):
        return None
    lowering.analysis.consume(wanted)
    tests = [_is(base, exp.Literal.string(path), value) for path, value in found]
    return build.case([(build.is_not_null(base), build.conjunction(tests))], None)


def number_member(lowering: Lowering, expr: q.CoerceViaIO) -> exp.Expression | None:
    """`(document ->> 'key')::integer`, where the member is a number, without the way through text."""
    if expr.type != oids.NUMERIC and expr.type not in _BOUNDS:
        return None
    args = _arguments(lowering, expr.arg, FIELD_TEXT)
    found = _place(lowering, args) if args else None
    if found is None:
        return None
    general = implementation.input_call(expr.type, lower_expr(lowering, expr.arg))
    if expr.type == oids.NUMERIC:
        numeric = exp.In(this=_type(*found), expressions=[exp.Literal.string(kind) for kind in ("integer", "real")])
        return build.case([(numeric, _raw(*found))], general)
    low, high = _BOUNDS[expr.type]
    value = exp.Paren(this=_value(*found))
    fits = exp.And(
        this=exp.EQ(this=_type(*found), expression=exp.Literal.string("integer")),
        expression=exp.Between(this=value, low=build.integer(low), high=build.integer(high)),
    )
    return build.case([(fits, value.copy())], general)


def _members(value: Json, path: str) -> Iterator[tuple[str | None, Json]]:
    """The places of a document that must hold a scalar, or an object; no path where none can be written."""
    if isinstance(value, list):
        yield None, value
    if not isinstance(value, dict) or not value:
        yield path, value
        return
    for key, member in value.items():
        if _is_plain(key):
            yield from _members(member, f'{path}."{key}"')
        else:
            yield None, member


def _is(document: exp.Expression, path: exp.Expression, value: Json) -> exp.Expression:
    """Whether a place holds a value; never NULL."""
    kind = exp.Coalesce(this=_type(document, path), expressions=[exp.Literal.string("")])
    if isinstance(value, JsonNumber):
        numeric = exp.In(this=kind, expressions=[exp.Literal.string("integer"), exp.Literal.string("real")])
        same = exp.EQ(this=build.collate(_raw(document, path), "decimal"), expression=exp.Literal.string(str(value)))
        return exp.And(this=numeric, expression=same)
    if isinstance(value, str):
        same = exp.EQ(this=exp.Paren(this=_value(document, path)), expression=exp.Literal.string(value))
        return exp.And(this=exp.EQ(this=kind, expression=exp.Literal.string("text")), expression=same)
    name = "object" if isinstance(value, dict) else "null" if value is None else "true" if value else "false"
    return exp.EQ(this=kind, expression=exp.Literal.string(name))


def _place(lowering: Lowering, args: Sequence[q.Expr]) -> tuple[exp.Expression, exp.Expression] | None:
    """The column and the path in it that a member is read from, through members of members."""
    keys: list[q.Const] = []
    path = ""
    document: q.Expr | None = None
    while document is None:
        inner, key = args
        if not (isinstance(key, q.Const) and isinstance(key.value, str) and _is_plain(key.value)):
            return None
        keys.append(key)
        path = f'."{key.value}"{path}'
        args = _arguments(lowering, inner, FIELD)
        if not args:
            document = inner
    base = lower_expr(lowering, document)
    if not isinstance(base, exp.Column):
        return None
    for key in keys:
        lowering.analysis.consume(key)
    return base, exp.Literal.string(f"${path}")


def _arguments(lowering: Lowering, expr: q.Expr, signature: str) -> Sequence[q.Expr]:
    """The arguments of a call of that function, or of its operator; none of anything else."""
    if isinstance(expr, q.FuncExpr):
        return expr.args if expr.proc.signature == signature else ()
    if isinstance(expr, q.OpExpr):
        return expr.args if lowering.catalog.proc(expr.operator.oprcode).signature == signature else ()
    return ()


def _is_plain(key: str) -> bool:
    return key != "" and key.isprintable() and '"' not in key and "\\" not in key


def _general(lowering: Lowering, signature: str, args: Sequence[q.Expr]) -> exp.Expression:
    """The call of the Python body."""
    lowered = [lower_expr(lowering, arg) for arg in args]
    call = implementation.scalar(signature, lowered, [oids.JSONB, oids.TEXT])
    assert call is not None
    return call


def _type(document: exp.Expression, path: exp.Expression) -> exp.Expression:
    return build.call("json_type", document.copy(), path.copy())


def _raw(document: exp.Expression, path: exp.Expression) -> exp.Expression:
    return exp.Paren(this=exp.JSONExtract(this=document.copy(), expression=path.copy()))


def _value(document: exp.Expression, path: exp.Expression) -> exp.Expression:
    return exp.JSONExtractScalar(this=document.copy(), expression=path.copy())
