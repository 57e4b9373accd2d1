"""JSON_EXISTS, JSON_VALUE, JSON_QUERY and JSON_TABLE ("SQL/JSON Query Functions")."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze import dispatch as expressions
from translator.analyze.coerce import coerce, coerce_or_fail, resolve_unknown
from translator.analyze.sql_json import is_formatted, json_value, refuse_set, returning_type
from translator.analyze.state import ParseState
from translator.analyze.typename import resolve_type
from translator.errors import PgError
from translator.errors.statements import datatype_mismatch, syntax_error
from translator.parser import Node
from translator.query import (
    ArrayCoerceExpr,
    CoerceToDomain,
    CoerceViaIO,
    CollateExpr,
    ColumnDef,
    Const,
    ConvertRowtypeExpr,
    Expr,
    FuncExpr,
    JsonFunc,
    JsonTable,
    JsonTableColumn,
    JsonTablePlan,
    OpExpr,
    RelabelType,
    Var,
    sets_in,
    walk,
)
from translator.types import oids
from translator.types.domain import DomainType

OPS = {"JSON_EXISTS_OP": "exists", "JSON_VALUE_OP": "value", "JSON_QUERY_OP": "query"}
RESULTS = {"exists": oids.BOOL, "value": oids.TEXT, "query": oids.JSONB}
ON_EMPTY = {"exists": "", "value": "null", "query": "null"}
ON_ERROR = {"exists": "false", "value": "null", "query": "null"}
WRAPPERS = {"JSW_CONDITIONAL": "conditional", "JSW_UNCONDITIONAL": "unconditional"}
BEHAVIORS = {
    "JSON_BEHAVIOR_NULL": "null",
    "JSON_BEHAVIOR_ERROR": "error",
    "JSON_BEHAVIOR_EMPTY": "empty array",
    "JSON_BEHAVIOR_EMPTY_ARRAY": "empty array",
    "JSON_BEHAVIOR_EMPTY_OBJECT": "empty object",
    "JSON_BEHAVIOR_TRUE": "true",
    "JSON_BEHAVIOR_FALSE": "false",
    "JSON_BEHAVIOR_UNKNOWN": "unknown",
    "JSON_BEHAVIOR_DEFAULT": "default",
}
_SCALAR = ("null", "error", "default")
_ANY = (*_SCALAR, "empty array", "empty object")
_TRUTH = ("error", "true", "false", "unknown")
ALLOWED = {"value": _SCALAR, "query": _ANY, "exists": _TRUTH}
WORDS = {
    "value": "ERROR, NULL, or DEFAULT expression is allowed in {} for {}",
    "query": "ERROR, NULL, EMPTY ARRAY, EMPTY OBJECT, or DEFAULT expression is allowed in {} for {}",
    "exists": "ERROR, TRUE, FALSE, or UNKNOWN is allowed in {} for {}",
}
COLUMN_KINDS = {"value": "scalar columns", "query": "formatted columns", "exists": "EXISTS columns"}
_CASTS = (RelabelType, CoerceViaIO, ArrayCoerceExpr, ConvertRowtypeExpr, CoerceToDomain, CollateExpr)
NO_DEFAULT = Const(None, type=oids.UNKNOWN)


@expressions.expression("JsonFuncExpr")
def analyze_json_function(state: ParseState, node: Node) -> Expr:
    op = OPS[node.op]
    item = _context_item(state, node.context_item)
    names, passing = _passing(state, node.passing)
    wanted = returning_type(state, node.output)
    if op == "value" and node.output is not None:
        form = node.output.returning.format if node.output.returning is not None else None
        if is_formatted(form) and form is not None:
            raise PgError(
                "42601", "cannot specify FORMAT JSON in RETURNING clause of JSON_VALUE()", location=form.location
            )
    _ = node.column_name
    return _function(state, node, op, item, _path(state, node.pathspec), names, passing, wanted or (RESULTS[op], -1))


def _context_item(state: ParseState, node: Node) -> Expr:
    """The document as jsonb."""
    _ = node.formatted_expr
    expr = resolve_unknown(state.analysis, expressions.analyze_expr(state, node.raw_expr))
    return json_value(state, node, expr, oids.JSONB)


def _passing(state: ParseState, nodes: Sequence[Node]) -> tuple[tuple[str, ...], tuple[Expr, ...]]:
    values = [resolve_unknown(state.analysis, expressions.analyze_expr(state, node.val)) for node in nodes]
    return tuple(node.name for node in nodes), tuple(values)


def _path(state: ParseState, node: Node) -> Expr:
    expr = expressions.analyze_expr(state, node)
    coerced = coerce(state.analysis, expr, oids.JSONPATH, -1, "e", explicit=True)
    if coerced is None:
        raise datatype_mismatch(
            f"JSON path expression must be of type jsonpath, not of type {state.catalog.format_type(expr.type)}",
            at=expr.at,
        )
    return coerced


def _function(
    state: ParseState,
    node: Node,
    op: str,
    item: Expr,
    path: Expr,
    names: tuple[str, ...],
    passing: tuple[Expr, ...],
    returning: tuple[int, int],
    column: str | None = None,
) -> JsonFunc:
    wrapper = WRAPPERS.get(node.wrapper, "none")
    if wrapper != "none" and node.quotes != "JS_QUOTES_UNSPEC":
        raise PgError(
            "42601",
            "SQL/JSON QUOTES behavior must not be specified when WITH WRAPPER is used",
            location=node.location,
        )
    on_empty, empty_default = _behavior(state, node.on_empty, op, "ON EMPTY", ON_EMPTY[op], returning, column)
    on_error, error_default = _behavior(state, node.on_error, op, "ON ERROR", ON_ERROR[op], returning, column)
    return JsonFunc(
        op,
        item,
        path,
        names,
        passing,
        wrapper,
        node.quotes == "JS_QUOTES_OMIT",
        on_empty,
        on_error,
        empty_default,
        error_default,
        type=returning[0],
        typmod=returning[1],
        location=node.location,
    )


def _behavior(
    state: ParseState,
    node: Node | None,
    op: str,
    clause: str,
    otherwise: str,
    returning: tuple[int, int],
    column: str | None,
) -> tuple[str, Expr]:
    """ON EMPTY or ON ERROR, and the value of its DEFAULT."""
    if node is None:
        return otherwise, NO_DEFAULT
    _ = node.coerce
    behavior = BEHAVIORS[node.btype]
    if behavior not in ALLOWED[op]:
        where = f"JSON_{op.upper()}()" if column is None else COLUMN_KINDS[op]
        raise PgError(
            "42601",
            f"invalid {clause} behavior" + ("" if column is None else f' for column "{column}"'),
            detail=f"Only {WORDS[op].format(clause, where)}.",
            location=node.location,
        )
    if behavior != "default":
        _ = node.expr
        return behavior, NO_DEFAULT
    expr = expressions.analyze_expr(state, node.expr)
    _check_default(expr, node.expr)
    datatype = state.catalog.datatype(returning[0])
    typmod = datatype.typmod if isinstance(datatype, DomainType) else returning[1]
    context = "i" if typmod > 0 else "e"
    coerced = coerce(state.analysis, expr, *returning, context, explicit=context == "e")
    if coerced is None:
        kind = state.catalog.format_type
        raise PgError(
            "42846",
            f"cannot cast behavior expression of type {kind(expr.type)} to {kind(returning[0])}",
            hint=f"You will need to explicitly cast the expression to type {kind(returning[0])}.",
            location=expr.at,
        )
    return behavior, coerced.arg if isinstance(coerced, CoerceToDomain) else coerced  # checked when it is asked for


def _check_default(expr: Expr, node: Node) -> None:
    """42804 unless a DEFAULT is a constant, a call or an operator, perhaps cast, without columns and sets."""
    inner = expr
    while isinstance(inner, _CASTS):
        inner = inner.arg
    while node.tag in ("TypeCast", "CollateClause"):
        node = node.arg
    if not isinstance(inner, (Const, FuncExpr, OpExpr)) or node.tag == "SQLValueFunction":
        message = "can only specify a constant, non-aggregate function, or operator expression for DEFAULT"
        raise datatype_mismatch(message, at=expr.at)
    if any(isinstance(part, Var) for part in walk(expr)):
        raise datatype_mismatch("DEFAULT expression must not contain column references", at=expr.at)
    if any(sets_in(expr)):
        raise datatype_mismatch("DEFAULT expression must not return a set", at=expr.at)


def analyze_json_table(state: ParseState, node: Node) -> tuple[JsonTable, list[ColumnDef]]:
    """JSON_TABLE in FROM, and its columns."""
    item = _context_item(state, node.context_item)
    names, passing = _passing(state, node.passing)
    raises = _table_behavior(node.on_error)
    analyzer = _TableAnalyzer(state, names, passing)
    plan = analyzer.plan(node.pathspec, node.columns, raises=raises)
    table = JsonTable(item, plan, names, passing, tuple(analyzer.defaults), type=oids.RECORD, location=node.location)
    return table, analyzer.columns


def _table_behavior(node: Node | None) -> bool:
    """Whether an error in the row pattern is raised."""
    if node is None:
        return False
    behavior = BEHAVIORS[node.btype]
    if behavior not in ("error", "empty array"):
        raise PgError(
            "42601",
            "invalid ON ERROR behavior",
            detail="Only EMPTY [ ARRAY ] or ERROR is allowed in the top-level ON ERROR clause.",
            location=node.location,
        )
    return behavior == "error"


class _TableAnalyzer:
    def __init__(self, state: ParseState, names: tuple[str, ...], passing: tuple[Expr, ...]) -> None:
        self.state = state
        self.names = names
        self.passing = passing
        self.taken: set[str] = set()
        self.columns: list[ColumnDef] = []
        self.defaults: list[Expr] = []

    def take(self, name: str, location: int) -> None:
        if name in self.taken:
            raise PgError("42712", f"duplicate JSON_TABLE column or path name: {name}", location=location)
        self.taken.add(name)

    def plan(self, pathspec: Node, nodes: Sequence[Node], *, raises: bool) -> JsonTablePlan:
        """A row pattern: its own columns come before those of the patterns nested in it."""
        if pathspec.name:
            self.take(pathspec.name, pathspec.name_location)
        path = self.path(pathspec)
        plain = [node for node in nodes if node.coltype != "JTC_NESTED"]
        own: list[JsonTableColumn] = []
        for node in plain:
            if node.coltype == "JTC_FOR_ORDINALITY" and any(column.item is None for column in own):
                raise syntax_error("only one FOR ORDINALITY column is allowed", at=node.location)
            own.append(self.column(node))
        nested = tuple(
            self.plan(node.pathspec, self.accepted(node).columns, raises=False)
            for node in nodes
            if node.coltype == "JTC_NESTED"
        )
        return JsonTablePlan(path, tuple(own), nested, raises)

    def accepted(self, node: Node) -> Node:
        _ = node.wrapper, node.quotes
        return node

    def path(self, pathspec: Node) -> str:
        expr = coerce_or_fail(
            self.state.analysis,
            expressions.analyze_expr(self.state, pathspec.string),
            oids.JSONPATH,
            -1,
            "e",
            explicit=True,
        )
        assert isinstance(expr, Const)
        self.state.analysis.consume(expr)
        self.state.analysis.consume_all = True
        return str(expr.value)

    def column(self, node: Node) -> JsonTableColumn:
        self.take(node.name, node.location)
        if node.coltype == "JTC_FOR_ORDINALITY":
            self.accepted(node)
            self.columns.append(ColumnDef(node.name, oids.INT4))
            return JsonTableColumn(node.name, oids.INT4, -1, None)
        returning = resolve_type(self.state.analysis, node.type_name)
        refuse_set(node.type_name)
        self.columns.append(ColumnDef(node.name, *returning))
        is_formatted(node.format)
        path = f"$.{_quoted(node.name)}" if node.pathspec is None else self.path(node.pathspec)
        constant = Const(path, type=oids.JSONPATH)
        op = self.op(node, returning[0])
        item = _function(
            self.state, node, op, NO_DEFAULT, constant, self.names, self.passing, returning, column=node.name
        )
        self.defaults += [default for default in (item.empty_default, item.error_default) if default is not NO_DEFAULT]
        return JsonTableColumn(node.name, *returning, item)

    def op(self, node: Node, oid: int) -> str:
        """Which function a column is: JSON_VALUE for scalars unless something of JSON_QUERY is written."""
        if node.coltype == "JTC_EXISTS":
            return "exists"
        catalog = self.state.catalog
        base = catalog.base_type(oid)
        complex_type = (
            base in (oids.JSON, oids.JSONB, oids.RECORD)
            or bool(catalog.array_element(base))
            or catalog.type(base).typtype == "c"
        )
        written = node.wrapper in WRAPPERS or node.quotes != "JS_QUOTES_UNSPEC"
        return "query" if complex_type or written or node.coltype == "JTC_FORMATTED" else "value"


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
