"""Typed expressions back to SQL text in the canonical form of pg_get_expr: casts written out, operators in parentheses.

This is the form in which defaults, CHECK conditions, index expressions and views are stored and shown.  A pretty
context leaves out the parentheses that precedence makes superfluous.  Queries are `translator.deparse_query`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import Struct, field

from translator import query as q
from translator.catalog.image import STORED_PATH, CatalogImage
from translator.catalog.image_names import ImageNames
from translator.catalog.quote import quote_constant, quote_identifier, quote_literal, quote_qualified
from translator.deparse_layout import BREAK, laid_out
from translator.errors import PgError
from translator.errors.statements import feature_not_supported
from translator.settings_view import FixedSettings
from translator.shown_name import operator_name, routine_name
from translator.types import oids

STANDARD, CASE_INDENT = 8, 4
"""Columns that a clause, and the branches of a CASE, are indented by."""
MAX_INDENT = 40
_SETTINGS = FixedSettings()


class Context(Struct):
    """How to write: the catalog to name things by, the names of the range table entries, and where the line begins.

    `qualified` names every relation with its schema, as stored text must; otherwise only those that the search_path
    does not find.  `qualify_columns` puts the entry's name before a column.
    """

    catalog: CatalogImage
    qualified: bool = False
    stored: bool = False
    """Whether the text is read back, not shown."""
    pretty: bool = False
    qualify_columns: bool = False
    visible: bool = True
    """Whether somebody can name the columns of the query being written."""
    names: dict[q.RangeTblEntry, str] = field(default_factory=dict)
    indent: int = 0
    outputs: tuple[q.TargetEntry, ...] = ()
    """Those of the query being written."""
    in_order: bool = False
    """Whether a name of one of them would be taken for it."""
    merged: frozenset[tuple[q.Expr, ...]] = frozenset()
    """The pairs of columns that FULL JOIN ... USING merges in the query being written, under a name of their own."""
    query: Callable[[Context, q.Query], str] | None = None
    """Writes a subquery whose columns nobody can name."""

    def line(self, keyword: str, before: int = 0, after: int = 0, plus: int = 0) -> str:
        """A new line that begins with `keyword`; the indentation changes `before` and `after` it."""
        self.indent += before
        width = max(self.indent, 0)
        if width >= MAX_INDENT:
            width = (MAX_INDENT + (width - MAX_INDENT) // (STANDARD // 2)) % MAX_INDENT
        self.indent = max(self.indent + after, 0)
        return BREAK + " " * (width + plus) + keyword

    def relation_name(self, oid: int) -> str:
        relation = self.catalog.relation(oid)
        if relation is None:
            return str(oid)
        namespace = self.catalog.namespace_by_oid(relation.namespace)
        visible = not self.qualified and self.catalog.find_oid(relation.name) == oid
        return quote_qualified(None if visible or namespace is None else namespace.nspname, relation.name)


def merged_pair(args: Sequence[q.Expr]) -> tuple[q.Expr, ...]:
    """The two columns that USING makes one of, whatever types they are brought to."""
    return tuple(q.without_implicit_casts(arg) for arg in args)


def deparse(catalog: CatalogImage, expr: q.Expr) -> str:
    """The expression as SQL to be stored; casts that the analyzer added at its top are not shown."""
    return laid_out(bare(Context(catalog.with_search_path(STORED_PATH), stored=True), expr))


def shown_expression(catalog: CatalogImage, expr: q.Expr, *, pretty: bool = False) -> str:
    """The expression as SQL under the catalog's search_path."""
    return laid_out(bare(Context(catalog, pretty=pretty), expr))


def output_texts(catalog: CatalogImage, exprs: Sequence[q.Expr], entries: Sequence[q.RangeTblEntry]) -> list[str]:
    """Expressions over some entries as EXPLAIN shows them: columns are qualified where there are several."""
    names = {rte: rte.alias.strip("*") for rte in entries}
    context = Context(catalog, names=names, qualify_columns=len(entries) > 1)
    return [laid_out(shown(context, expr)) for expr in exprs]


_CASTS = (q.FuncExpr, q.RelabelType, q.CoerceViaIO, q.ArrayCoerceExpr, q.ConvertRowtypeExpr, q.CoerceToDomain)


def without_casts(expr: q.Expr) -> q.Expr:
    """The expression below the casts that the analyzer added."""
    while isinstance(expr, _CASTS) and not expr.explicit:
        if isinstance(expr, q.FuncExpr):
            if not expr.is_cast:
                break
            expr = expr.args[0]
        else:
            expr = expr.arg
    return expr


def bare(context: Context, expr: q.Expr) -> str:
    """The expression without the casts that the analyzer added at its top, whose parentheses a pretty text keeps."""
    plain = without_casts(expr)
    text = shown(context, plain)
    while context.pretty and expr is not plain:
        assert isinstance(expr, _CASTS)
        if not isinstance(expr, q.CoerceToDomain) and not _is_simple(plain, expr):
            text = f"({text})"
        expr = expr.args[0] if isinstance(expr, q.FuncExpr) else expr.arg
    return text


def shown(context: Context, expr: q.Expr) -> str:
    """The expression with all its casts, as operands and arguments are printed."""
    write = _BY_TYPE.get(type(expr))
    if write is None:
        raise feature_not_supported(f"{type(expr).__name__} in a stored expression", at=expr.location)
    return write(context, expr)


def listed(context: Context, exprs: Iterable[q.Expr]) -> str:
    return ", ".join([shown(context, expr) for expr in exprs])


def _operand(context: Context, expr: q.Expr, parent: q.Expr) -> str:
    """An operand, in parentheses where a pretty text still needs them."""
    text = shown(context, expr)
    return f"({text})" if context.pretty and not _is_simple(expr, parent) else text


def bare_operand(context: Context, expr: q.Expr, parent: q.Expr) -> str:
    """An operand without the casts that the analyzer added."""
    return _operand(context, without_casts(expr), parent)


def _enclosed(context: Context, text: str) -> str:
    return text if context.pretty else f"({text})"


_ATOMS = (
    q.Var, q.Const, q.Param, q.SubscriptExpr, q.ArrayExpr, q.RowExpr, q.CoalesceExpr, q.MinMaxExpr, q.NullIfExpr,
    q.Aggref, q.WindowFunc, q.GroupingFunc, q.CaseExpr, q.DomainValue, q.JsonConstructor, q.JsonValue,
    q.JsonReturning, q.JsonFunc,
)  # fmt: skip
_CONTAINERS = (
    q.BoolExpr, q.SubscriptExpr, q.ArrayExpr, q.RowExpr, q.CoalesceExpr, q.MinMaxExpr, q.NullIfExpr, q.Aggref,
    q.WindowFunc, q.CaseExpr,
)  # fmt: skip
_HIGH, _LOW = frozenset("*/%"), frozenset("+-")


def _is_simple(expr: q.Expr, parent: q.Expr) -> bool:
    """Whether an operand needs no parentheses below `parent`."""
    if isinstance(expr, _ATOMS):
        return True
    if isinstance(expr, q.FuncExpr):
        return bool(expr.keyword) or not expr.is_cast or _is_simple(expr.args[0], expr)
    if isinstance(expr, q.RelabelType | q.CoerceViaIO | q.ArrayCoerceExpr | q.ConvertRowtypeExpr | q.CoerceToDomain):
        return _is_simple(expr.arg, expr)
    if isinstance(expr, q.ScalarArrayOpExpr | q.InListExpr):
        return False
    if isinstance(expr, q.FieldSelect):
        return not isinstance(parent, q.FieldSelect)
    if isinstance(expr, q.OpExpr) and isinstance(parent, q.OpExpr):
        if len(expr.args) != 2:
            return False
        mine, theirs = expr.operator.oprname, parent.operator.oprname
        if not (mine in _HIGH | _LOW and theirs in _HIGH | _LOW):
            return False
        if (mine in _HIGH) != (theirs in _HIGH):
            return mine in _HIGH
        return expr is parent.args[0]
    if isinstance(parent, q.FuncExpr):
        return not parent.is_cast
    if isinstance(expr, q.BoolExpr) and isinstance(parent, q.BoolExpr):
        return parent.op == "or" if expr.op == "or" else parent.op in ("and", "or")
    return isinstance(parent, _CONTAINERS)


def _var(context: Context, expr: q.Var) -> str:
    rte = expr.rte
    name = rte.columns[expr.attno - 1].name if expr.attno > 0 else q.SYSTEM_NAMES.get(expr.attno, "")
    if expr.attno == 0:
        return f"{quote_identifier(context.names.get(rte, rte.alias))}.*"
    column = quote_identifier(name)
    qualified = context.qualify_columns or (context.in_order and _is_taken(context, name, expr))
    return f"{quote_identifier(context.names[rte])}.{column}" if qualified else column


def _is_taken(context: Context, name: str, expr: q.Var) -> bool:
    """Whether an output has the name of a column that it is not."""
    for entry in context.outputs:
        if entry.name == name:
            return entry.expr != expr
    return False


def _const(context: Context, expr: q.Const) -> str:
    """A constant with its type, unless its spelling tells the type already."""
    catalog = context.catalog
    name = catalog.format_type(expr.type, expr.typmod)
    if expr.value is None:
        return f"NULL::{name}"
    if expr.type == oids.BOOL:
        return "true" if expr.value else "false"
    if context.stored and expr.type == oids.REGROLE:
        raise PgError("0A000", "constant of the type regrole cannot be used here")
    if context.stored and expr.type == oids.REGCLASS:
        return f"{quote_literal(context.relation_name(int(expr.value)))}::{quote_identifier('regclass')}"
    if context.stored and expr.type == oids.REGTYPE and int(expr.value) in catalog.system.types:
        return f"{quote_literal(catalog.format_type(int(expr.value), None))}::{quote_identifier('regtype')}"
    if expr.type == oids.UNKNOWN:
        return quote_constant(str(expr.value))
    settings = _SETTINGS if context.stored else display_settings(catalog)
    text = catalog.datatype(catalog.base_type(expr.type)).output(expr.value, settings)
    if expr.type == oids.INT4:
        return text if int(text) >= 0 else f"'{text}'::integer"
    if expr.type == oids.NUMERIC and text.replace(".", "", 1).isdigit() and "." in text:
        return text if expr.typmod < 0 else f"{text}::{name}"
    return f"{quote_constant(text)}::{name}"


def display_settings(catalog: CatalogImage) -> FixedSettings:
    """What a constant is shown with: the session's settings, but for names."""
    session = catalog.display
    return FixedSettings(
        datestyle=session.datestyle, timezone=session.timezone, intervalstyle=session.intervalstyle,
        extra_float_digits=session.extra_float_digits, bytea_output=session.bytea_output, names=ImageNames(catalog),
    )  # fmt: skip


def _func(context: Context, expr: q.FuncExpr) -> str:
    if expr.keyword:
        return expr.keyword
    if expr.is_cast:
        inner = expr.args[0]
        return _cast(context, _uncast(inner) if expr.typmod >= 0 else inner, expr)
    if expr.sql_syntax and expr.proc.proname in _SYNTAX:
        text = _SYNTAX[expr.proc.proname](context, expr)
        if text is not None:
            return text
    name = routine_name(context.catalog, expr.proc, expr.args)
    return f"{name}({arguments(context, expr.proc, expr.args, expr.variadic)})"


def arguments(context: Context, proc: Any, args: tuple[q.Expr, ...], variadic: bool) -> str:
    """A call's arguments; those that a variadic parameter gathered are spread again."""
    last = args[-1] if args else None
    if variadic or (proc.provariadic and isinstance(last, q.ArrayExpr)):
        assert last is not None
        before = [shown(context, arg) for arg in args[:-1]]
        if isinstance(last, q.ArrayExpr) and not variadic:
            return ", ".join([*before, *(shown(context, part) for part in last.elements)])
        return ", ".join([*before, f"VARIADIC {shown(context, last)}"])
    return listed(context, args)


Syntax = Callable[[Context, q.FuncExpr], str | None]
_SYNTAX: dict[str, Syntax] = {}
"""How calls of functions in pg_catalog are printed that are written in a syntax of SQL's own, by their names."""


def writes_calls(*names: str) -> Callable[[Syntax], Syntax]:
    """Register how SQL's syntax for a function is printed; what gives None for a call leaves it as a plain one."""

    def register(write: Syntax) -> Syntax:
        _SYNTAX.update(dict.fromkeys(names, write))
        return write

    return register


def _uncast(expr: q.Expr) -> q.Expr:
    """Below a length coercion the cast to the same type is not shown twice."""
    if isinstance(expr, q.RelabelType | q.CoerceViaIO):
        return expr.arg
    return expr.args[0] if isinstance(expr, q.FuncExpr) and expr.is_cast and expr.typmod < 0 else expr


def _cast(context: Context, arg: q.Expr, expr: q.Expr) -> str:
    inner = shown(context, arg)
    wrapped = inner if context.pretty and _is_simple(arg, expr) else f"({inner})"
    return f"{wrapped}::{context.catalog.format_type(expr.type, expr.typmod)}"


def _operator(context: Context, expr: q.OpExpr) -> str:
    if len(expr.args) == 1:
        name = operator_name(context.catalog, expr.operator, expr.args)
        return _enclosed(context, f"{name} {_operand(context, expr.args[0], expr)}")
    left, right = (_operand(context, arg, expr) for arg in expr.args)
    return _enclosed(context, f"{left} {operator_name(context.catalog, expr.operator, expr.args)} {right}")


def _distinct(context: Context, expr: q.DistinctExpr) -> str:
    left, right = (_operand(context, arg, expr) for arg in expr.args)
    if expr.negated:
        return _enclosed(context, f"NOT {_enclosed(context, f'{left} IS DISTINCT FROM {right}')}")
    return _enclosed(context, f"{left} IS DISTINCT FROM {right}")


def _null_if(context: Context, expr: q.NullIfExpr) -> str:
    return f"NULLIF({listed(context, expr.args)})"


def _scalar_array(context: Context, expr: q.ScalarArrayOpExpr) -> str:
    word = "ANY" if expr.any else "ALL"
    scalar, array = _operand(context, expr.scalar, expr), _operand(context, expr.array, expr)
    member = q.CoerceTestExpr(type=context.catalog.array_element(context.catalog.base_type(expr.array.type)))
    name = operator_name(context.catalog, expr.operator, (expr.scalar, member))
    return _enclosed(context, f"{scalar} {name} {word} ({array})")


def _in_list(context: Context, expr: q.InListExpr) -> str:
    if context.stored:  # which is analyzed again before anybody sees it
        word = "NOT IN" if expr.negated else "IN"
        members = listed(context, [without_casts(member) for member in expr.members])
        return f"({shown(context, without_casts(expr.scalar))} {word} ({members}))"
    name, word = ("<>", "ALL") if expr.negated else ("=", "ANY")
    scalar = _operand(context, expr.scalar, expr)
    return _enclosed(context, f"{scalar} {name} {word} ({_members(context, expr)})")


def _members(context: Context, expr: q.InListExpr) -> str:
    """The list as an array; where its type is only called another one, the array is cast as a whole."""
    relabeled = [member.arg for member in expr.members if isinstance(member, q.RelabelType) and not member.explicit]
    kinds = {(arg.type, member.type) for arg, member in zip(relabeled, expr.members, strict=False)}
    if len(relabeled) != len(expr.members) or len(kinds) != 1:
        return f"ARRAY[{listed(context, expr.members)}]"
    array = context.catalog.format_type(context.catalog.array_of(expr.members[0].type), -1)
    return f"{_enclosed(context, f'ARRAY[{listed(context, relabeled)}]')}::{array}"


def _bool(context: Context, expr: q.BoolExpr) -> str:
    if expr.op == "not":
        return _enclosed(context, f"NOT {bare_operand(context, expr.args[0], expr)}")
    return _enclosed(context, f" {expr.op.upper()} ".join([bare_operand(context, arg, expr) for arg in expr.args]))


def _null_test(context: Context, expr: q.NullTest) -> str:
    """A row that is NULL itself is told from one of NULLs."""
    if expr.row or not context.catalog.holds_rows(expr.arg.type):
        test = "NULL" if expr.is_null else "NOT NULL"
    else:
        test = "NOT DISTINCT FROM NULL" if expr.is_null else "DISTINCT FROM NULL"
    return _enclosed(context, f"{_operand(context, expr.arg, expr)} IS {test}")


def _boolean_test(context: Context, expr: q.BooleanTest) -> str:
    word = {1: "TRUE", 0: "FALSE", None: "UNKNOWN"}[expr.value]
    return _enclosed(context, f"{bare_operand(context, expr.arg, expr)} IS {'NOT ' if expr.negated else ''}{word}")


def _case(context: Context, expr: q.CaseExpr) -> str:
    tested = [test for test, _ in expr.whens if isinstance(test, q.OpExpr)] if expr.simple else []
    simple = len(tested) == len(expr.whens)
    text = context.line("CASE", 0, CASE_INDENT) + (f" {bare(context, tested[0].args[0])}" if simple else "")
    for test, result in expr.whens:
        condition = test.args[1] if simple and isinstance(test, q.OpExpr) else test
        text += context.line("WHEN ") + bare(context, condition) + f" THEN {shown(context, result)}"
    text += context.line("ELSE ") + shown(context, expr.default)
    return text + context.line("END", -CASE_INDENT)


def _coalesce(context: Context, expr: q.CoalesceExpr) -> str:
    if expr.merged and merged_pair(expr.args) in context.merged:
        return quote_identifier(expr.merged)
    return f"COALESCE({listed(context, expr.args)})"


def _min_max(context: Context, expr: q.MinMaxExpr) -> str:
    return f"{'GREATEST' if expr.greatest else 'LEAST'}({listed(context, expr.args)})"


def _array(context: Context, expr: q.ArrayExpr) -> str:
    text = f"ARRAY[{listed(context, expr.elements)}]"
    return text if expr.elements else f"{text}::{context.catalog.format_type(expr.type, -1)}"


def _row(context: Context, expr: q.RowExpr) -> str:
    if expr.whole is not None:
        return f"{quote_identifier(expr.whole.alias)}.*"
    text = f"ROW({listed(context, expr.args)})"
    return text if expr.type == oids.RECORD else f"{text}::{context.catalog.format_type(expr.type)}"


def _row_compare(context: Context, expr: q.RowCompareExpr) -> str:
    return _enclosed(context, f"ROW({listed(context, expr.left)}) {expr.op} ROW({listed(context, expr.right)})")


def _field(context: Context, expr: q.FieldSelect) -> str:
    attributes = context.catalog.row_attributes(expr.arg.type)
    name = attributes[expr.index].name if attributes else expr.name
    return f"({shown(context, expr.arg)}).{quote_identifier(name)}"


def _relabel(context: Context, expr: q.RelabelType | q.ConvertRowtypeExpr) -> str:
    return _cast(context, expr.arg, expr)


def _domain(context: Context, expr: q.CoerceToDomain) -> str:
    return _cast(context, expr.arg, expr) if expr.explicit else bare(context, expr.arg)


def _value(context: Context, expr: q.DomainValue) -> str:
    return "VALUE"


def _via_io(context: Context, expr: q.CoerceViaIO) -> str:
    return _cast(context, expr.arg, expr)


def _collate(context: Context, expr: q.CollateExpr) -> str:
    name = context.catalog.shown_collation(expr.collation)
    return _enclosed(context, f"{_operand(context, expr.arg, expr)} COLLATE {name}")


def _array_coerce(context: Context, expr: q.ArrayCoerceExpr) -> str:
    return _cast(context, expr.arg, expr)


def _subscript(context: Context, expr: q.SubscriptExpr) -> str:
    if expr.lower is not None:
        bounds = zip(expr.lower, expr.upper, strict=True)
        indexes = "".join([f"[{_bound(context, low)}:{_bound(context, high)}]" for low, high in bounds])
    else:
        indexes = "".join([f"[{_bound(context, bound)}]" for bound in expr.upper])
    container = shown(context, expr.container)
    return f"{container}{indexes}" if isinstance(expr.container, q.Var) else f"({container}){indexes}"


def _bound(context: Context, bound: q.Expr | None) -> str:
    return "" if bound is None else shown(context, bound)


def sort_key(context: Context, key: q.SortKey, text: str) -> str:
    """A sort item: its expression with direction and place of nulls, where they are not the usual ones."""
    if key.descending:
        return f"{text} DESC" if key.nulls_first else f"{text} DESC NULLS LAST"
    return f"{text} NULLS FIRST" if key.nulls_first else text


def sort_text(context: Context, expr: q.Expr, *, grouping: bool = False) -> str:
    """An expression in ORDER BY, GROUP BY or PARTITION BY, where a call stands in parentheses."""
    before, context.in_order = context.in_order, not grouping
    text = shown(context, expr)
    context.in_order = before
    enclose = not isinstance(expr, q.Var | q.Const) and (
        context.pretty or isinstance(expr, q.FuncExpr | q.Aggref | q.WindowFunc)
    )
    return f"({text})" if enclose else text


def order_by(context: Context, keys: Iterable[q.SortKey]) -> str:
    return ", ".join([sort_key(context, key, sort_text(context, key.expr)) for key in keys])


def _aggregate(context: Context, expr: q.Aggref) -> str:
    inside = "*" if expr.star else arguments(context, expr.proc, expr.args, expr.variadic)
    if expr.within_group:
        name = routine_name(context.catalog, expr.proc, (*expr.direct, *expr.args))
        text = f"{name}({listed(context, expr.direct)}) WITHIN GROUP ("
        text += f"ORDER BY {order_by(context, expr.order)})"
    else:
        order = f" ORDER BY {order_by(context, expr.order)}" if expr.order else ""
        distinct = "DISTINCT " if expr.distinct else ""
        text = f"{routine_name(context.catalog, expr.proc, expr.args)}({distinct}{inside}{order})"
    return text + after_arguments(context, expr)


def after_arguments(context: Context, expr: q.Aggref | q.WindowFunc) -> str:
    """FILTER and OVER."""
    over = ""
    if isinstance(expr, q.WindowFunc):
        name = expr.window.name
        over = f" OVER {quote_identifier(name) if name else window_definition(context, expr.window)}"
    return _filter(context, expr.filter) + over


def _filter(context: Context, condition: q.Expr | None) -> str:
    return "" if condition is None else f" FILTER (WHERE {bare(context, condition)})"


def _window(context: Context, expr: q.WindowFunc) -> str:
    inside = "*" if expr.star else listed(context, expr.args)
    name = routine_name(context.catalog, expr.proc, expr.args)
    return f"{name}({inside}){after_arguments(context, expr)}"


def window_definition(context: Context, window: q.WindowClause) -> str:
    """What stands behind OVER, or behind a name and AS in WINDOW."""
    parts = [quote_identifier(window.base)] if window.base else []
    if window.partition and not window.base:
        parts.append(f"PARTITION BY {', '.join([sort_text(context, part) for part in window.partition])}")
    if window.order and not window.base_order:
        parts.append(f"ORDER BY {order_by(context, window.order)}")
    if window.mode is not None and window.start is not None:
        frame = _frame_bound(context, window.start)
        if window.end is not None and window.between:
            frame = f"BETWEEN {frame} AND {_frame_bound(context, window.end)}"
        parts.append(f"{window.mode.upper()} {frame}")
        if window.exclude is not None:
            parts.append(f"EXCLUDE {window.exclude.upper()}")
    return f"({' '.join(parts)})"


def _frame_bound(context: Context, bound: q.FrameBound) -> str:
    offset = "" if bound.offset is None else f"{bare_number(context, bound.offset)} "
    return f"{offset}{bound.kind.upper()}"


def bare_number(context: Context, expr: q.Expr) -> str:
    """A count: a constant without its type, any other expression as it is."""
    inner = without_casts(expr)
    if isinstance(inner, q.Const) and isinstance(inner.value, int):
        return str(inner.value)
    return shown(context, expr)


def _grouping(context: Context, expr: q.GroupingFunc) -> str:
    return f"GROUPING({listed(context, expr.args)})"


def _sublink(context: Context, expr: q.SubLink) -> str:
    assert context.query is not None
    query = context.query
    if expr.kind == "array":
        return f"ARRAY({query(context, expr.subquery)})"
    if expr.kind == "exists":
        return f"(EXISTS ({query(context, expr.subquery)}))"
    if expr.kind == "expr":
        return f"({query(context, expr.subquery)})"
    tested = _tested(expr)
    left = listed(context, tested) if len(tested) == 1 else f"({listed(context, tested)})"
    name = _sublink_operator(context, expr)
    if expr.kind == "row":
        return f"({left} {name} ({query(context, expr.subquery)}))"
    word = "IN" if expr.kind == "any" and name == "=" else f"{name} {expr.kind.upper()}"
    return f"({left} {word} ({query(context, expr.subquery)}))"


def _sublink_operator(context: Context, expr: q.SubLink) -> str:
    """The operator by which a subquery's values are compared."""
    if expr.operators:
        return operator_name(context.catalog, expr.operators[0], (expr.left[0], expr.columns[0]))
    if isinstance(expr.test, q.OpExpr):
        return operator_name(context.catalog, expr.test.operator, expr.test.args)
    return expr.op


def _tested(expr: q.SubLink) -> Sequence[q.Expr]:
    """What stands left of the operator."""
    if expr.test is None:
        return expr.left
    if isinstance(expr.test, q.RowCompareExpr):
        return expr.test.left
    pairs = expr.test.args if isinstance(expr.test, q.BoolExpr) else (expr.test,)
    return [pair.args[0] for pair in pairs if isinstance(pair, q.OpExpr)]


_BY_TYPE: dict[type, Callable[[Context, Any], str]] = {
    q.Var: _var,
    q.Const: _const,
    q.FuncExpr: _func,
    q.OpExpr: _operator,
    q.DistinctExpr: _distinct,
    q.NullIfExpr: _null_if,
    q.ScalarArrayOpExpr: _scalar_array,
    q.InListExpr: _in_list,
    q.BoolExpr: _bool,
    q.NullTest: _null_test,
    q.BooleanTest: _boolean_test,
    q.CaseExpr: _case,
    q.CoalesceExpr: _coalesce,
    q.MinMaxExpr: _min_max,
    q.ArrayExpr: _array,
    q.RowCompareExpr: _row_compare,
    q.FieldSelect: _field,
    q.RelabelType: _relabel,
    q.ConvertRowtypeExpr: _relabel,
    q.CoerceViaIO: _via_io,
    q.CoerceToDomain: _domain,
    q.RowExpr: _row,
    q.DomainValue: _value,
    q.CollateExpr: _collate,
    q.ArrayCoerceExpr: _array_coerce,
    q.SubscriptExpr: _subscript,
    q.Aggref: _aggregate,
    q.WindowFunc: _window,
    q.GroupingFunc: _grouping,
    q.SubLink: _sublink,
}


def deparses(kind: type) -> Callable[[Callable[[Context, Any], str]], Callable[[Context, Any], str]]:
    """Register how a kind of expression that lives elsewhere is printed."""

    def register(write: Callable[[Context, Any], str]) -> Callable[[Context, Any], str]:
        _BY_TYPE[kind] = write
        return write

    return register
