"""The select list: expressions, `*`, and the names of result columns.  PostgreSQL's parse_target."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze.coerce import resolve_unknown
from translator.analyze.column import find_relation, located
from translator.analyze.dispatch import analyze_expr
from translator.analyze.expr import apply_indirection, row_columns, select_field
from translator.analyze.state import ParseState
from translator.errors import PgError
from translator.errors.statements import MAX_ENTRIES, missing_from_clause, too_many_entries
from translator.parser import Node, strings
from translator.query import Expr, RowExpr, TargetEntry
from translator.types import oids

_CONSTRUCT_NAMES = {
    "CaseExpr": "case",
    "CoalesceExpr": "coalesce",
    "A_ArrayExpr": "array",
    "RowExpr": "row",
    "GroupingFunc": "grouping",
    "MergeSupportFunc": "merge_action",
    "XmlExpr": "xmlelement",
    "JsonObjectConstructor": "json_object",
    "JsonArrayConstructor": "json_array",
    "JsonArrayQueryConstructor": "json_array",
    "JsonObjectAgg": "json_objectagg",
    "JsonArrayAgg": "json_arrayagg",
    "JsonParseExpr": "json",
    "JsonScalarExpr": "json_scalar",
    "JsonSerializeExpr": "json_serialize",
}
_UNNAMED = "?column?"


def analyze_targets(state: ParseState, nodes: Sequence[Node], clause: str) -> list[TargetEntry]:
    """A select or RETURNING list, stars expanded."""
    state.clause = clause
    targets: list[TargetEntry] = []
    for node in nodes:
        value = node.val
        if node.indirection:
            raise PgError("42601", "column indirection is not allowed here", location=node.location)
        if value.tag == "ColumnRef" and value.fields[-1].tag == "A_Star":
            targets.extend(_star(state, value))
        elif value.tag == "A_Indirection" and value.indirection[-1].tag == "A_Star":
            targets.extend(_row_star(state, value))
        else:
            expr = analyze_expr(state, value)
            targets.append(TargetEntry(expr, node.name or column_name(value)))
        if len(targets) > MAX_ENTRIES:
            raise too_many_entries("target lists")
    return targets


def _star(state: ParseState, node: Node) -> list[TargetEntry]:
    names = strings(node.fields[:-1])
    if not names:
        if not state.namespace:
            raise PgError("42601", "SELECT * with no tables specified is not valid", location=node.location)
        return [
            TargetEntry(located(expr, node.location), name)
            for item in state.namespace
            if item.cols_visible
            for name, expr in item.columns
        ]
    item = find_relation(state, names[-1], names[-2] if len(names) > 1 else None, node.location)
    if item is None:
        raise missing_from_clause(names[-1], at=node.location)
    return [TargetEntry(located(expr, node.location), name) for name, expr in item.columns]


def _row_star(state: ParseState, node: Node) -> list[TargetEntry]:
    base = analyze_expr(state, node.arg)
    if len(node.indirection) > 1:
        base = apply_indirection(state, base, node.indirection[:-1])
    if isinstance(base, RowExpr):
        return [TargetEntry(field, name) for field, name in zip(base.args, base.names, strict=True)]
    columns = row_columns(state, base)
    if not columns and base.type == oids.RECORD:
        raise PgError("42809", "record type has not been registered")
    if not columns:
        raise PgError("42809", f"type {state.catalog.format_type(base.type)} is not composite")
    return [TargetEntry(select_field(state, base, column.name), column.name) for column in columns]


def column_name(node: Node) -> str:
    """The name that PostgreSQL gives a result column without an alias."""
    return _name(node)[1] or _UNNAMED


def expression_name(node: Node) -> str:
    """The same, empty where the expression itself has no name."""
    return _name(node)[1]


def _name(node: Node | None) -> tuple[int, str]:
    """(strength, name): 2 for a good name, 1 for a type's name, 0 for none."""
    if node is None:
        return 0, ""
    tag = node.tag
    if tag == "ColumnRef":
        fields = [field for field in node.fields if field.tag == "String"]
        return (2, fields[-1].sval) if fields else (0, "")
    if tag == "A_Indirection":
        fields = [step for step in node.indirection if step.tag == "String"]
        return (2, fields[-1].sval) if fields else _name(node.arg)
    if tag == "FuncCall":
        return 2, node.funcname[-1].sval
    if tag == "A_Expr" and node.kind == "AEXPR_NULLIF":
        return 2, "nullif"
    if tag == "TypeCast":
        strength, name = _name(node.arg)
        return (strength, name) if strength > 1 else (1, node.type_name.names[-1].sval)
    if tag == "CollateClause":
        return _name(node.arg)
    if tag == "CaseExpr":
        strength, name = _name(node.defresult)
        return (strength, name) if strength > 1 else (1, "case")
    if tag == "MinMaxExpr":
        return 2, "greatest" if node.op == "IS_GREATEST" else "least"
    if tag == "SQLValueFunction":
        return 2, node.op.removeprefix("SVFOP_").removesuffix("_N").lower()
    if tag == "SubLink":
        return _sublink_name(node)
    if tag == "JsonFuncExpr":
        return 2, node.op.removesuffix("_OP").lower()
    if tag in _CONSTRUCT_NAMES:
        return 2, _CONSTRUCT_NAMES[tag]
    return 0, ""


def _sublink_name(node: Node) -> tuple[int, str]:
    kind = node.sub_link_type
    if kind == "EXISTS_SUBLINK":
        return 2, "exists"
    if kind == "ARRAY_SUBLINK":
        return 2, "array"
    if kind == "EXPR_SUBLINK":
        query = node.subselect
        while query.tag == "SelectStmt" and query.larg is not None:
            query = query.larg
        if query.tag == "SelectStmt" and query.target_list:
            target = query.target_list[0]
            strength, name = (2, target.name) if target.name else _name(target.val)
            return (strength, name) if target.val.tag == "ColumnRef" else (2, name or "?column?")
        if query.tag == "SelectStmt" and query.values_lists:
            return 2, "column1"
    return 0, ""


def resolve_unknown_targets(state: ParseState, targets: Sequence[TargetEntry]) -> list[TargetEntry]:
    """Literals that nothing gave a type leave as text."""
    return [TargetEntry(resolve_unknown(state.analysis, entry.expr), entry.name) for entry in targets]


def find_target(targets: Sequence[TargetEntry], expr: Expr) -> int | None:
    """The place of an expression among the targets."""
    return next((index for index, entry in enumerate(targets) if entry.expr == expr), None)
