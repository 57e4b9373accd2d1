"""FROM: tables, subqueries, functions, joins, and the names they bring into scope.  PostgreSQL's parse_clause and
parse_relation.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator.analyze import dispatch as expressions
from translator.analyze.coerce import coerce_to_common, common_type
from translator.analyze.func import Argument, Call, resolve_call
from translator.analyze.oper import make_operator
from translator.analyze.other_database import refuse_other_database
from translator.analyze.row_security import restricting, visible_rows
from translator.analyze.sample import with_sample
from translator.analyze.sql_json_query import analyze_json_table
from translator.analyze.state import FROM_SUBSELECT, NamespaceItem, ParseState
from translator.analyze.typename import column_type
from translator.analyze.views import view_query
from translator.catalog.relation import Relation
from translator.catalog.signature import output_columns
from translator.errors import PgError
from translator.errors.objects import undefined_table
from translator.errors.statements import feature_not_supported
from translator.parser import Node, strings
from translator.query import (
    BoolExpr,
    CoalesceExpr,
    ColumnDef,
    CommonTableExpr,
    Expr,
    FromItem,
    FuncExpr,
    JoinExpr,
    RangeTblEntry,
    RangeTblRef,
    Var,
    children,
    sets_in,
)
from translator.types import oids


def analyze_from(state: ParseState, nodes: Sequence[Node]) -> list[FromItem]:
    """The FROM list; afterwards `state.namespace` holds what the rest of the query can name."""
    items: list[FromItem] = []
    for node in nodes:
        item, names = _item(state, node)
        _check_aliases(state.namespace, names)
        state.namespace.extend([replace(name, lateral_only=True, lateral_ok=True) for name in names])
        items.append(item)
    for name in state.namespace:
        name.lateral_only = False
    return items


def _check_aliases(known: Sequence[NamespaceItem], added: Sequence[NamespaceItem]) -> None:
    taken = {(item.alias, item.schema) for item in known if item.rel_visible}
    for item in added:
        if item.rel_visible and item.alias and (item.alias, item.schema) in taken:
            raise PgError("42712", f'table name "{item.alias}" specified more than once')


def _item(state: ParseState, node: Node) -> tuple[FromItem, list[NamespaceItem]]:
    if node.tag == "JoinExpr":
        return _join(state, node)
    if node.tag == "RangeVar":
        rte = range_var(state, node)
    elif node.tag == "RangeTableSample":
        table = range_var(state, node.relation)
        rte = with_sample(state, node, table, namespace_item(table))
    elif node.tag == "RangeSubselect":
        rte = _subselect(state, node)
    elif node.tag == "RangeFunction":
        rte = _function(state, node)
    elif node.tag == "JsonTable":
        rte = _json_table(state, node)
    else:
        raise feature_not_supported(f"{node.tag} in FROM", at=node.location)
    return RangeTblRef(rte), [namespace_item(rte)]


def namespace_item(rte: RangeTblEntry) -> NamespaceItem:
    """A range table entry as names see it."""
    columns: list[tuple[str, Expr]] = [
        (column.name, Var(rte, number, type=column.type, typmod=column.typmod))
        for number, column in enumerate(rte.columns, start=1)
        if column.name
    ]
    return NamespaceItem(rte, rte.alias, columns, rel_visible=bool(rte.alias), schema=rte.schema)


def _aliased(
    columns: Sequence[ColumnDef], alias: Node | None, default: str, what: str = "table"
) -> tuple[str, tuple[ColumnDef, ...]]:
    """The name and column names after an alias clause `AS name (a, b)`."""
    if alias is None:
        return default, tuple(columns)
    names = strings(alias.colnames)
    live = [column for column in columns if column.name]
    if len(names) > len(live):
        raise PgError(
            "42P10",
            f'{what} "{alias.aliasname}" has {len(live)} columns available but {len(names)} columns specified',
        )
    renamed = iter(names)
    return alias.aliasname, tuple(
        [replace(column, name=next(renamed, column.name)) if column.name else column for column in columns]
    )


def range_var(state: ParseState, node: Node) -> RangeTblEntry:
    """A table, view or WITH query by name.  Raises PgError 42P01."""
    _ = node.inh, node.relpersistence
    if not node.schemaname and not node.catalogname:
        cte = state.find_cte(node.relname)
        if cte is not None:
            return _cte_reference(state, cte, node)
    relation = find_relation(state, node)
    require_rows(relation, node.location)
    if not relation.populated:
        raise PgError(
            "55000",
            f'materialized view "{relation.name}" has not been populated',
            hint="Use the REFRESH MATERIALIZED VIEW command.",
        )
    if relation.kind == "v":
        query = view_query(state, relation)
        columns: Sequence[ColumnDef] = [
            ColumnDef(attribute.name, entry.expr.type, entry.expr.typmod)
            for attribute, entry in zip(relation.columns, query.columns, strict=True)
        ]
        alias, named = _aliased(columns, node.alias, relation.name)
        schema = qualifier(state, relation, node)
        return RangeTblEntry("subquery", alias, named, state.level, relation=relation, subquery=query, schema=schema)
    alias, named = _aliased(relation_columns(relation), node.alias, relation.name)
    schema = qualifier(state, relation, node)
    tree = has_tree(state, relation, node)
    authority = restricting(state, relation)
    if authority is not None:
        plain = tuple(relation_columns(relation))
        table = RangeTblEntry("relation", relation.name, plain, state.level + 1, relation=relation, tree=tree)
        query = visible_rows(state, table, namespace_item(table), authority)
        return RangeTblEntry("subquery", alias, named, state.level, relation=relation, subquery=query, schema=schema)
    return RangeTblEntry(
        "relation", alias, named, state.level, relation=relation, schema=schema, tree=tree, only=not node.inh
    )


def has_tree(state: ParseState, relation: Relation, node: Node) -> bool:
    """Whether a name stands for the rows of the tables below as well: not behind ONLY."""
    return bool(node.inh and (relation.kind == "p" or state.catalog.children(relation.oid)))


def qualifier(state: ParseState, relation: Relation, node: Node) -> str | None:
    """The schema that may stand before a relation's name in front of columns; none where an alias hides that."""
    namespace = None if node.alias is not None else state.catalog.namespace_by_oid(relation.namespace)
    return None if namespace is None else namespace.nspname


def require_rows(relation: Relation, location: int) -> None:
    """Raises PgError 42809 for a composite type, which holds no rows."""
    if relation.kind == "c":
        raise PgError(
            "42809",
            f'cannot open relation "{relation.name}"',
            detail="This operation is not supported for composite types.",
            location=location,
        )


def relation_columns(relation: Relation) -> list[ColumnDef]:
    """One column for each attribute number; a dropped one has no name and cannot be referred to."""
    return [
        ColumnDef("" if attribute.dropped else attribute.name, attribute.type, attribute.typmod)
        for attribute in relation.attributes
    ]


def find_relation(state: ParseState, node: Node) -> Relation:
    """The relation a RangeVar names.  Raises PgError 42P01, 3F000, 0A000 for another database."""
    refuse_other_database(state.analysis, node, node.location)
    try:
        relation = state.catalog.find_relation(node.relname, node.schemaname or None)
    except PgError as denied:
        denied.location = node.location
        raise
    if relation is None:
        name = f"{node.schemaname}.{node.relname}" if node.schemaname else node.relname
        if state.catalog.is_unwritten(node.relname, node.schemaname or None):
            raise feature_not_supported(f"relation {name}", at=node.location)
        error = undefined_table(name, at=node.location)
        if not node.schemaname and state.is_future_cte(name):
            error.detail = (
                f'There is a WITH item named "{name}", but it cannot be referenced from this part of the query.'
            )
            error.hint = "Use WITH RECURSIVE, or re-order the WITH items to remove forward references."
        raise error
    state.analysis.relations.setdefault(relation.oid, node.location)
    if node.inh:
        state.analysis.trees.add(relation.oid)
    return relation


def _cte_reference(state: ParseState, cte: CommonTableExpr, node: Node) -> RangeTblEntry:
    if cte.query is not None and cte.query.command != "select" and not cte.query.returns:
        raise PgError("0A000", f'WITH query "{cte.name}" does not have a RETURNING clause', location=node.location)
    cte.references += cte.query is not None  # else it names itself
    visible = cte.columns[: len(cte.columns) - cte.hidden]
    alias, columns = _aliased(visible, node.alias, cte.name)
    return RangeTblEntry("cte", alias, columns, state.level, cte=cte)


def _subselect(state: ParseState, node: Node) -> RangeTblEntry:
    before = state.lateral_active, state.clause
    state.lateral_active, state.clause = node.lateral, FROM_SUBSELECT
    try:
        query = expressions.analyze_query(state.child(), node.subquery)
    finally:
        state.lateral_active, state.clause = before
    columns = [ColumnDef(entry.name, entry.expr.type, entry.expr.typmod) for entry in query.columns]
    alias, named = _aliased(columns, node.alias, "")
    return RangeTblEntry("subquery", alias, named, state.level, subquery=query, lateral=node.lateral)


def _function(state: ParseState, node: Node) -> RangeTblEntry:
    """A function, or ROWS FROM several, as a table."""
    state.lateral_active = True
    before, state.clause = state.clause, "FROM"
    functions, columns, widths = [], [], []
    for item in node.functions:
        call, definitions = item.items
        for expr in _calls(state, call):
            for inner in (found for child in children(expr) for found in sets_in(child)):
                raise PgError(
                    "0A000", "set-returning functions must appear at top level of FROM", location=inner.location
                )
            found = _function_columns(state, node, expr, definitions)
            functions.append(_with_columns(state, expr, found))
            columns.extend(found)
            widths.append(len(found))
    state.clause = before
    state.lateral_active = False
    default = columns[0].name if len(functions) > 1 else _function_name(functions[0])
    alias_name = node.alias.aliasname if node.alias is not None else default
    scalar = functions[0].type != oids.RECORD and not state.catalog.row_attributes(functions[0].type)
    if widths == [1] and not node.is_rowsfrom and node.alias is not None and scalar:
        columns = [replace(columns[0], name=alias_name)] if not _named_output(functions[0]) else columns
    if node.ordinality:
        columns.append(ColumnDef("ordinality", oids.INT8))
    _ = node.is_rowsfrom, node.lateral  # a function may look to its left either way
    alias, named = _aliased(columns, node.alias, default)
    return RangeTblEntry(
        "function",
        alias,
        named,
        state.level,
        functions=tuple(functions),
        ordinality=node.ordinality,
        lateral=True,
        function_widths=tuple(widths),
    )


def _json_table(state: ParseState, node: Node) -> RangeTblEntry:
    """JSON_TABLE, which like a function may look to its left."""
    before = state.lateral_active, state.clause
    state.lateral_active, state.clause = True, "FROM"
    table, columns = analyze_json_table(state, node)
    state.lateral_active, state.clause = before
    _ = node.lateral
    alias, named = _aliased(columns, node.alias, "json_table")
    return RangeTblEntry(
        "function",
        alias,
        named,
        state.level,
        functions=(table,),
        lateral=True,
        function_widths=(len(columns),),
    )


def _with_columns(state: ParseState, expr: Expr, columns: Sequence[ColumnDef]) -> Expr:
    """A call that is told what columns its rows are to have, where it cannot know by itself."""
    if not isinstance(expr, FuncExpr) or output_columns(expr.proc):
        return expr
    if expr.type != oids.RECORD and not state.catalog.row_attributes(expr.type):
        return expr
    return replace(expr, columns=tuple(columns))


def _calls(state: ParseState, call: Node) -> list[Expr]:
    """The call; unnest of several arrays is one call for each."""
    if call.tag != "FuncCall" or call.funcname[-1].sval != "unnest" or len(call.args) < 2:
        return [expressions.analyze_expr(state, call)]
    found: list[Expr] = []
    for arg in call.args:
        array = Argument(expressions.analyze_expr(state, arg))
        resolved = resolve_call(state.analysis, ["pg_catalog", "unnest"], [array], call.location)
        assert isinstance(resolved, Call)
        found.append(FuncExpr(resolved.proc, resolved.args, type=resolved.result, location=call.location))
    return found


def _function_name(expr: Expr) -> str:
    return expr.proc.proname if isinstance(expr, FuncExpr) else "coalesce"


def _named_output(expr: Expr) -> bool:
    return isinstance(expr, FuncExpr) and bool(output_columns(expr.proc))


def _function_columns(state: ParseState, node: Node, expr: Expr, definitions: Node | None) -> list[ColumnDef]:
    written = _column_definitions(node, definitions)
    if written:
        return _defined_columns(state, expr, written)
    outputs = output_columns(expr.proc) if isinstance(expr, FuncExpr) else ()
    if len(outputs) == 1:
        return [ColumnDef(outputs[0][0], expr.type)]
    if outputs:
        assert isinstance(expr, FuncExpr)
        return list(expr.columns) or [ColumnDef(name, oid) for name, oid in outputs]
    attributes = state.catalog.row_attributes(expr.type)
    if attributes:
        return [ColumnDef(attribute.name, attribute.type, attribute.typmod) for attribute in attributes]
    if expr.type == oids.RECORD:
        raise PgError(
            "42601", 'a column definition list is required for functions returning "record"', location=expr.location
        )
    return [ColumnDef(_function_name(expr), expr.type, expr.typmod)]


def _column_definitions(node: Node, definitions: Node | None) -> Sequence[Node]:
    """The column definition list of one function, its own or that behind the alias."""
    if not node.coldeflist:
        return () if definitions is None else definitions.items
    first = node.coldeflist[0].location
    if len(node.functions) > 1:
        raise PgError(
            "42601",
            "ROWS FROM() with multiple functions cannot have a column definition list",
            hint="Put a separate column definition list for each function inside ROWS FROM().",
            location=first,
        )
    if node.ordinality:
        raise PgError(
            "42601",
            "WITH ORDINALITY cannot be used with a column definition list",
            hint="Put the column definition list inside ROWS FROM().",
            location=first,
        )
    written: Sequence[Node] = node.coldeflist
    return written


def _defined_columns(state: ParseState, expr: Expr, written: Sequence[Node]) -> list[ColumnDef]:
    """The columns that a column definition list gives a function's record."""
    problem = None
    if isinstance(expr, FuncExpr) and output_columns(expr.proc):
        problem = "a column definition list is redundant for a function with OUT parameters"
    elif state.catalog.row_attributes(expr.type):
        problem = "a column definition list is redundant for a function returning a named composite type"
    elif expr.type != oids.RECORD:
        problem = 'a column definition list is only allowed for functions returning "record"'
    if problem is not None:
        raise PgError("42601", problem, location=written[0].location)
    columns: list[ColumnDef] = []
    for item in written:
        _ = item.is_local
        if any(column.name == item.colname for column in columns):
            raise PgError("42701", f'column name "{item.colname}" specified more than once')
        columns.append(ColumnDef(item.colname, *column_type(state.analysis, item, at=item.location)))
    return columns


_JOIN_KINDS = {"JOIN_INNER": "inner", "JOIN_LEFT": "left", "JOIN_RIGHT": "right", "JOIN_FULL": "full"}


def _join(state: ParseState, node: Node) -> tuple[FromItem, list[NamespaceItem]]:
    kind = _JOIN_KINDS[node.jointype]
    left, left_names = _item(state, node.larg)
    outside = len(state.namespace)
    lateral_ok = kind in ("inner", "left")
    state.namespace.extend([replace(name, lateral_only=True, lateral_ok=lateral_ok) for name in left_names])
    right, right_names = _item(state, node.rarg)
    del state.namespace[outside:]
    _check_aliases(left_names, right_names)
    names = [*left_names, *right_names]
    shared = _shared_columns(node, left_names, right_names)
    quals, merged = _using(state, node, kind, shared, left_names, right_names)
    if node.quals is not None:
        quals = _on(state, node.quals, names)
    if kind == "inner" and quals is None:
        kind = "cross"
    columns = [*merged, *_rest(left_names, shared), *_rest(right_names, shared)]
    joined = NamespaceItem(None, "", columns, rel_visible=False)
    for name in names:
        name.cols_visible = False
    if node.alias is not None:
        alias, renamed = _aliased(
            [ColumnDef(name, expr.type) for name, expr in columns], node.alias, "", "join expression"
        )
        columns = [(column.name, expr) for column, (_, expr) in zip(renamed, columns, strict=True)]
        hidden = [replace(name, rel_visible=False, cols_visible=False) for name in names]
        return JoinExpr(kind, left, right, quals, tuple(shared)), [NamespaceItem(None, alias, columns), *hidden]
    using_alias = ""
    if node.join_using_alias is not None:
        using_alias = node.join_using_alias.aliasname
        names.append(NamespaceItem(None, using_alias, list(merged), cols_visible=False))
    _ = node.rtindex
    return JoinExpr(kind, left, right, quals, tuple(shared), using_alias), [joined, *names]


def _on(state: ParseState, quals: Node, names: list[NamespaceItem]) -> Expr | None:
    """ON sees just the two sides (and outer queries)."""
    before = state.namespace
    state.namespace = [
        *[replace(item, rel_visible=False, cols_visible=False, lateral_only=False) for item in before],
        *names,
    ]
    try:
        return expressions.analyze_condition(state, quals, "JOIN/ON")
    finally:
        state.namespace = before


def _visible(names: Sequence[NamespaceItem]) -> list[tuple[str, Expr]]:
    return [column for item in names if item.cols_visible for column in item.columns]


def _shared_columns(node: Node, left: Sequence[NamespaceItem], right: Sequence[NamespaceItem]) -> list[str]:
    if node.is_natural:
        others = [name for name, _ in _visible(right)]
        return [name for name, _ in _visible(left) if name in others]
    names = strings(node.using_clause)
    for name in names:
        if names.count(name) > 1:
            raise PgError("42701", f'column name "{name}" appears more than once in USING clause')
    return names


def _using(
    state: ParseState,
    node: Node,
    kind: str,
    shared: Sequence[str],
    left: Sequence[NamespaceItem],
    right: Sequence[NamespaceItem],
) -> tuple[Expr | None, list[tuple[str, Expr]]]:
    """USING or NATURAL: the condition, and the merged columns."""
    analysis = state.analysis
    tests: list[Expr] = []
    merged: list[tuple[str, Expr]] = []
    for name in shared:
        one, other = _side(left, name, "left"), _side(right, name, "right")
        tests.append(make_operator(analysis, "=", one, other, -1))
        chosen = common_type(analysis, [one, other], "JOIN/USING")
        one, other = (coerce_to_common(analysis, expr, chosen, "JOIN/USING") for expr in (one, other))
        if kind == "full":
            value: Expr = CoalesceExpr((one, other), merged=name, type=chosen)
        else:
            value = other if kind == "right" else one
        merged.append((name, value))
    if not tests:
        return None, []
    return (tests[0] if len(tests) == 1 else BoolExpr("and", tuple(tests), type=oids.BOOL)), merged


def _side(names: Sequence[NamespaceItem], column: str, side: str) -> Expr:
    found = [expr for name, expr in _visible(names) if name == column]
    if not found:
        raise PgError("42703", f'column "{column}" specified in USING clause does not exist in {side} table')
    if len(found) > 1:
        raise PgError("42702", f'common column name "{column}" appears more than once in {side} table')
    return found[0]


def _rest(names: Sequence[NamespaceItem], shared: Sequence[str]) -> list[tuple[str, Expr]]:
    return [(name, expr) for name, expr in _visible(names) if name not in shared]
