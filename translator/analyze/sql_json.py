"""SQL/JSON constructors and IS JSON ("Creating JSON Data", "Testing JSON")."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze import dispatch as expressions
from translator.analyze.coerce import can_coerce, coerce_or_fail, coerce_type, coerce_typmod, resolve_unknown
from translator.analyze.funccall import call_function
from translator.analyze.state import ParseState
from translator.analyze.typename import resolve_type
from translator.errors import PgError
from translator.errors.statements import cannot_cast, datatype_mismatch
from translator.parser import Node
from translator.query import (
    Aggref,
    Const,
    Expr,
    JsonConstructor,
    JsonReturning,
    JsonValue,
    Query,
    SubLink,
    WindowFunc,
    casts_between,
)
from translator.types import oids

TEXT_TYPES = (oids.TEXT, oids.VARCHAR, oids.BPCHAR, oids.NAME)


@expressions.expression("JsonValueExpr")
def analyze_json_value(state: ParseState, node: Node) -> Expr:
    """A value with its FORMAT: with FORMAT JSON, text is taken as JSON."""
    _ = node.formatted_expr
    expr = resolve_unknown(state.analysis, expressions.analyze_expr(state, node.raw_expr))
    return json_value(state, node, expr, oids.JSON) if is_formatted(node.format) else expr


def json_value(state: ParseState, node: Node, expr: Expr, target: int) -> Expr:
    """A value as json or jsonb, which may have its FORMAT written."""
    formatted = is_formatted(node.format)
    if expr.type in (oids.JSON, oids.JSONB):
        return expr if target == oids.JSON else as_json(state, expr, target)
    encoding = " ENCODING UTF8" if formatted and node.format.encoding == "JS_ENC_UTF8" else ""
    value = as_json(state, expr, target)
    written = f" FORMAT JSON{encoding}" if formatted else ""
    return JsonValue(value, casts_between(value, expr), written, type=target, location=expr.location)


def is_formatted(node: Node | None) -> bool:
    """Whether FORMAT JSON is written.  Raises PgError 0A000 for an encoding other than UTF8."""
    if node is None:
        return False
    if node.encoding not in ("JS_ENC_DEFAULT", "JS_ENC_UTF8"):
        raise PgError(
            "0A000",
            "unsupported JSON encoding",
            hint="Only UTF8 JSON encoding is supported.",
            location=node.location,
        )
    return bool(node.format_type in ("JS_FORMAT_JSON", "JS_FORMAT_JSONB"))


def as_json(state: ParseState, expr: Expr, target: int) -> Expr:
    """Text or bytea as json or jsonb; other types by their casts.  Raises PgError 42846."""
    if expr.type == target:
        return expr
    expr = _decoded(state, expr)
    category = state.catalog.type(state.catalog.base_type(expr.type)).typcategory
    if category != "S" and expr.type not in (oids.UNKNOWN, oids.JSON, oids.JSONB):
        names = state.catalog.format_type
        raise cannot_cast(names(expr.type), names(target), at=expr.at)
    return coerce_or_fail(state.analysis, expr, target, -1, "e", explicit=True, location=expr.at)


def _decoded(state: ParseState, expr: Expr) -> Expr:
    """bytea as the text that it holds."""
    if expr.type != oids.BYTEA:
        return expr
    return call_function(state, "convert_from", [expr, Const("UTF8", type=oids.NAME)], expr.at)


def refuse_set(written: Node) -> None:
    if written.setof:
        raise PgError("0A000", "returning SETOF types is not supported in SQL/JSON functions")


def returning_type(state: ParseState, output: Node | None) -> tuple[int, int] | None:
    """The type of RETURNING, None where it is not written."""
    if output is None:
        return None
    oid, typmod = resolve_type(state.analysis, output.type_name)
    refuse_set(output.type_name)
    form = output.returning.format if output.returning is not None else None
    formatted = is_formatted(form)
    if formatted and form is not None and form.encoding != "JS_ENC_DEFAULT" and oid != oids.BYTEA:
        raise PgError("0A000", "cannot set JSON encoding for non-bytea output types", location=form.location)
    return oid, typmod


def returned(state: ParseState, made: Expr, wanted: tuple[int, int] | None) -> Expr:
    """json or jsonb as the type of RETURNING.  Raises PgError 42846."""
    if wanted is None or wanted[0] == made.type:
        return made
    oid, typmod = wanted
    if oid == oids.BYTEA:
        text = coerce_or_fail(state.analysis, made, oids.TEXT, -1, "e", explicit=True)
        return call_function(state, "convert_to", [text, Const("UTF8", type=oids.NAME)], made.location)
    if not can_coerce(state.analysis, [made.type], [oid], "a"):
        names = state.catalog.format_type
        raise cannot_cast(names(made.type), names(oid))
    coerced = coerce_type(state.analysis, made, oid, typmod, "a", explicit=False)
    return coerce_typmod(state.analysis, coerced, oid, typmod, explicit=False)


def _construct(
    state: ParseState, node: Node, kind: str, args: Sequence[Expr], *, absent: bool = False, unique: bool = False
) -> Expr:
    """A constructor: jsonb where RETURNING says so, or where an argument is jsonb and it says nothing."""
    wanted = returning_type(state, node.output)
    is_jsonb = any(arg.type == oids.JSONB for arg in args) if wanted is None else wanted[0] == oids.JSONB
    made = oids.JSONB if is_jsonb else oids.JSON
    expr = JsonConstructor(kind, tuple(args), absent, unique, type=made, location=node.location)
    whole = returned(state, expr, wanted)
    return _returning(kind, whole, expr, node.location, absent=absent, unique=unique) if whole is not expr else expr


def _returning(kind: str, whole: Expr, made: Expr, location: int, *, absent: bool, unique: bool) -> Expr:
    """What is written with RETURNING, the type of `whole`, which casts make of `made`."""
    casts = casts_between(whole, made)
    return JsonReturning(kind, whole, casts, absent, unique, type=whole.type, typmod=whole.typmod, location=location)


@expressions.expression("JsonObjectConstructor")
def _object(state: ParseState, node: Node) -> Expr:
    args: list[Expr] = []
    for pair in node.exprs:
        key = expressions.analyze_expr(state, pair.key)
        args.append(key if isinstance(key, Const) else resolve_unknown(state.analysis, key))
        args.append(expressions.analyze_expr(state, pair.value))
    return _construct(state, node, "object", args, absent=node.absent_on_null, unique=node.unique)


@expressions.expression("JsonArrayConstructor")
def _array(state: ParseState, node: Node) -> Expr:
    args = expressions.analyze_exprs(state, node.exprs)
    return _construct(state, node, "array", args, absent=node.absent_on_null)


@expressions.expression("JsonArrayQueryConstructor")
def _array_query(state: ParseState, node: Node) -> Expr:
    """JSON_ARRAY(SELECT ...): JSON_ARRAYAGG over the query, whose only column it names."""
    inner = state.child()
    probe = expressions.analyze_query(inner, node.query)
    if len(probe.columns) != 1:
        raise PgError("42601", "subquery must return only one column", location=node.location)
    column = Node("ColumnRef", {"fields": (Node("String", {"sval": "a"}),)})
    value = Node("JsonValueExpr", {"raw_expr": column, **({"format": node.format} if node.has("format") else {})})
    constructor: dict[str, object] = {"location": node.location}
    if node.output is not None:
        constructor["output"] = node.output
    aggregate = Node(
        "JsonArrayAgg",
        {
            "arg": value,
            "absent_on_null": node.absent_on_null,
            "constructor": Node("JsonAggConstructor", constructor),
        },
    )
    alias = Node("Alias", {"aliasname": "q", "colnames": (Node("String", {"sval": "a"}),)})
    select = Node(
        "SelectStmt",
        {
            "op": "SETOP_NONE",
            "limit_option": "LIMIT_OPTION_DEFAULT",
            "target_list": (Node("ResTarget", {"val": aggregate}),),
            "from_clause": (Node("RangeSubselect", {"subquery": node.query, "alias": alias}),),
        },
    )
    query: Query = expressions.analyze_query(state.child(), select)
    return SubLink("expr", query, type=query.columns[0].expr.type, location=node.location)


@expressions.expression("JsonObjectAgg")
def _object_agg(state: ParseState, node: Node) -> Expr:
    name = "json_object_agg" + ("_unique" if node.unique else "") + ("_strict" if node.absent_on_null else "")
    return _aggregate(
        state, node.constructor, name, (node.arg.key, node.arg.value), "objectagg",
        absent=node.absent_on_null, unique=node.unique,
    )  # fmt: skip


@expressions.expression("JsonArrayAgg")
def _array_agg(state: ParseState, node: Node) -> Expr:
    name = "json_agg" + ("_strict" if node.absent_on_null else "")
    return _aggregate(state, node.constructor, name, (node.arg,), "arrayagg", absent=node.absent_on_null, unique=False)


def _aggregate(
    state: ParseState, constructor: Node, name: str, args: tuple[Node, ...], kind: str, *, absent: bool, unique: bool
) -> Expr:
    """The aggregate function of that meaning: of jsonb where RETURNING says so, or where an argument is and it says
    nothing.
    """
    wanted = returning_type(state, constructor.output)
    if wanted is not None and wanted[0] == oids.JSONB:
        name = name.replace("json_", "jsonb_", 1)
    made = _aggregated(state, constructor, name, args)
    if wanted is None and isinstance(made, (Aggref, WindowFunc)) and any(arg.type == oids.JSONB for arg in made.args):
        made = _aggregated(state, constructor, name.replace("json_", "jsonb_", 1), args)
    return _returning(kind, returned(state, made, wanted), made, constructor.location, absent=absent, unique=unique)


def _aggregated(state: ParseState, constructor: Node, name: str, args: tuple[Node, ...]) -> Expr:
    fields: dict[str, object] = {
        "funcname": (Node("String", {"sval": "pg_catalog"}), Node("String", {"sval": name})),
        "args": args,
        "location": constructor.location,
    }
    for part in ("agg_order", "agg_filter", "over"):
        if constructor.has(part):
            fields[part] = getattr(constructor, part)
    return expressions.analyze_expr(state, Node("FuncCall", fields))


@expressions.expression("JsonIsPredicate")
def _is_json(state: ParseState, node: Node) -> Expr:
    is_formatted(node.format)
    expr = resolve_unknown(state.analysis, expressions.analyze_expr(state, node.expr))
    base = state.catalog.base_type(expr.type)
    if base not in (oids.JSON, oids.JSONB, oids.BYTEA) and state.catalog.type(base).typcategory != "S":
        raise datatype_mismatch(f"cannot use type {state.catalog.format_type(expr.type)} in IS JSON predicate")
    kind = node.item_type.removeprefix("JS_TYPE_").lower()
    return JsonConstructor(f"is {kind}", (expr,), False, node.unique_keys, type=oids.BOOL, location=node.location)


@expressions.expression("JsonParseExpr")
def _parse(state: ParseState, node: Node) -> Expr:
    """JSON(text): checked text; json and jsonb as they are, where keys may repeat."""
    wanted = returning_type(state, node.output)
    if node.unique_keys:
        _ = is_formatted(node.expr.format), node.expr.formatted_expr
        value = resolve_unknown(state.analysis, expressions.analyze_expr(state, node.expr.raw_expr))
        text = _text(state, value, node)
        made: Expr = JsonConstructor("parse", (text,), False, True, type=oids.JSON, location=node.location)
    else:
        value = _value(state, node.expr, oids.JSON)
        made = as_json(state, value, oids.JSON)
    whole = returned(state, made, wanted)
    return _returning("parse", whole, value, node.location, absent=False, unique=node.unique_keys)


def _text(state: ParseState, value: Expr, node: Node) -> Expr:
    """What JSON(... WITH UNIQUE KEYS) reads.  Raises PgError 42804."""
    text = _decoded(state, value)
    category = state.catalog.type(state.catalog.base_type(text.type)).typcategory
    if category != "S" and text.type != oids.UNKNOWN:
        raise datatype_mismatch("cannot use non-string types with WITH UNIQUE KEYS clause", at=node.location)
    return coerce_or_fail(state.analysis, text, oids.TEXT, -1, "e", explicit=True)


def _value(state: ParseState, node: Node, target: int) -> Expr:
    """A document: as it is, or of a type by its FORMAT."""
    _ = node.formatted_expr
    expr = resolve_unknown(state.analysis, expressions.analyze_expr(state, node.raw_expr))
    return json_value(state, node, expr, target) if is_formatted(node.format) else expr


@expressions.expression("JsonScalarExpr")
def _scalar(state: ParseState, node: Node) -> Expr:
    expr = resolve_unknown(state.analysis, expressions.analyze_expr(state, node.expr))
    made = JsonConstructor("scalar", (expr,), False, False, type=oids.JSON, location=node.location)
    wanted = returning_type(state, node.output)
    return _returning("scalar", returned(state, made, wanted), made, node.location, absent=False, unique=False)


@expressions.expression("JsonSerializeExpr")
def _serialize(state: ParseState, node: Node) -> Expr:
    expr = _value(state, node.expr, oids.JSON)
    base = state.catalog.base_type(expr.type)
    if base not in (oids.JSON, oids.JSONB, oids.BYTEA) and state.catalog.type(base).typcategory != "S":
        raise datatype_mismatch("cannot use non-string types with implicit FORMAT JSON clause", at=expr.at)
    wanted = returning_type(state, node.output) or (oids.TEXT, -1)
    if wanted[0] != oids.BYTEA and state.catalog.type(state.catalog.base_type(wanted[0])).typcategory != "S":
        raise datatype_mismatch(
            f"cannot use type {state.catalog.format_type(wanted[0])} in RETURNING clause of JSON_SERIALIZE()",
            hint="Try returning a string type or bytea.",
        )
    made = expr if expr.type == oids.JSONB else as_json(state, expr, oids.JSON)
    return _returning("serialize", returned(state, made, wanted), expr, node.location, absent=False, unique=False)
