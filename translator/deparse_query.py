"""Queries back to SQL text, laid out as pg_get_viewdef does: a line for each clause, column and table.

Every range table entry gets a name of its own, so that the text means the same wherever it is analyzed again.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

from msgspec.structs import replace

from translator import query as q
from translator.catalog.image import CatalogImage
from translator.catalog.quote import quote_identifier
from translator.deparse import (
    STANDARD,
    Context,
    bare,
    bare_number,
    merged_pair,
    order_by,
    shown,
    sort_key,
    sort_text,
    window_definition,
    without_casts,
)
from translator.deparse_layout import laid_out, member
from translator.errors.statements import feature_not_supported
from translator.types import oids

JOIN_INDENT, LIST_INDENT = 4, 4
_JOINS = {"inner": "JOIN", "left": "LEFT JOIN", "right": "RIGHT JOIN", "full": "FULL JOIN", "cross": "CROSS JOIN"}


def deparse_query(
    catalog: CatalogImage,
    query: q.Query,
    names: list[str] | None = None,
    *,
    stored: bool,
    pretty: bool = False,
    width: int = 0,
) -> str:
    """A SELECT as SQL.  names: of its columns, where they differ from the query's own.  stored: to be read back under
    any search_path.  width: of the lines that the members of lists are put in, negative for any.
    """
    if names is not None:
        query = replace(
            query, targets=tuple(replace(entry, name=name) for entry, name in zip(query.targets, names, strict=True))
        )
    context = Context(catalog, qualified=stored, stored=stored, pretty=pretty, query=_sublink)
    return laid_out(_query(context, query, top=True), width)


def expression_with_queries(
    catalog: CatalogImage, expr: q.Expr, names: dict[q.RangeTblEntry, str], *, qualified: bool, pretty: bool = False
) -> str:
    """An expression as SQL whose subqueries name its rows as `names` says; qualified: relations have their schemas."""
    context = Context(catalog, qualified=qualified, stored=qualified, pretty=pretty, names=names, query=_sublink)
    return laid_out(bare(context, expr))


def _sublink(context: Context, query: q.Query) -> str:
    return _query(replace(context, visible=False), query)


def _entries(item: q.FromItem) -> Iterator[q.RangeTblEntry]:
    if isinstance(item, q.RangeTblRef):
        yield item.rte
    else:
        yield from _entries(item.left)
        yield from _entries(item.right)


def _named(context: Context, query: q.Query, *, top: bool) -> Context:
    """The context inside a query: its entries named, unlike those of the queries around it."""
    entries = [rte for item in query.from_items for rte in _entries(item)]
    names, taken = dict(context.names), set(context.names.values())
    for rte in entries:
        wanted = _current_alias(context, rte) or "unnamed_subquery"
        name, count = wanted, 0
        while name in taken:
            count += 1
            name = f"{wanted}_{count}"
        names[rte] = name
        taken.add(name)
        rte.columns = _current_columns(context, rte)
    alone = top and len(entries) == 1
    merged: set[tuple[q.Expr, ...]] = set()
    for item in query.from_items:
        _note_merged(item, merged)
    return replace(
        context, names=names, qualify_columns=not alone, merged=frozenset(merged), outputs=query.targets, in_order=False
    )


def _note_merged(item: q.FromItem, merged: set[tuple[q.Expr, ...]]) -> None:
    """Add the pairs of columns that full joins below merge, those that still have one name."""
    if isinstance(item, q.JoinExpr):
        _note_merged(item.left, merged)
        _note_merged(item.right, merged)
        if item.kind == "full" and _still_shared(item, merged):
            merged.update(_using_pairs(item))


def _current_alias(context: Context, rte: q.RangeTblEntry) -> str:
    """An entry without an alias goes by its relation's name of now."""
    relation = None if rte.relation is None else context.catalog.relation(rte.relation.oid)
    if relation is None or rte.relation is None or rte.schema is None:
        return rte.alias.strip("*")
    return relation.name


def _current_columns(context: Context, rte: q.RangeTblEntry) -> tuple[q.ColumnDef, ...]:
    """The entry's columns, those of a relation by their names of now unless an alias renames them."""
    relation = None if rte.relation is None else context.catalog.relation(rte.relation.oid)
    if relation is None or rte.relation is None:
        return rte.columns
    pairs = zip(rte.columns, rte.relation.attributes, relation.attributes, strict=False)
    return tuple(
        replace(column, name=now.name) if column.name and column.name == before.name else column
        for column, before, now in pairs
    )


def _query(context: Context, query: q.Query, *, top: bool = False) -> str:
    """One query at the context's indentation."""
    if query.command != "select":
        raise feature_not_supported("a data-modifying statement in WITH")
    before = context.indent
    inner = context if query.set_operation is not None else _named(context, query, top=top)
    text = _with(inner, query)
    if query.set_operation is not None:
        names = [entry.name for entry in query.targets] if top else None
        text += _set_operation(context, query.set_operation, names)
    else:
        text += _select(inner, query)
    if query.sort:
        text += inner.line(" ORDER BY ", -STANDARD, STANDARD, 1) + _order(inner, query)
    if query.offset is not None:
        text += inner.line(" OFFSET ", -STANDARD, STANDARD) + _count(inner, query.offset)
    if query.limit is not None:
        if query.with_ties:
            count = f"({bare_number(inner, query.limit)})"
            text += inner.line(" FETCH FIRST ", -STANDARD, STANDARD) + f"{count} ROWS WITH TIES"
        else:
            text += inner.line(" LIMIT ", -STANDARD, STANDARD) + _count(inner, query.limit)
    for mark in query.row_marks:
        wait = {"nowait": " NOWAIT", "skip": " SKIP LOCKED"}.get(mark.wait, "")
        for rte in mark.entries:
            of = f" FOR {mark.strength.upper()} OF {quote_identifier(inner.names[rte])}"
            text += inner.line(of, -STANDARD, STANDARD) + wait
    context.indent = before
    return text


def _count(context: Context, expr: q.Expr) -> str:
    """LIMIT's or OFFSET's number; any other expression in parentheses."""
    text = bare_number(context, expr)
    return text if isinstance(without_casts(expr), q.Const) else f"({text})"


def _order(context: Context, query: q.Query) -> str:
    if query.set_operation is None:
        return order_by(context, query.sort)
    return ", ".join([sort_key(context, key, _column_number(query, key.expr)) for key in query.sort])


def _column_number(query: q.Query, expr: q.Expr) -> str:
    """A set operation is sorted by its columns' numbers."""
    for number, entry in enumerate(query.targets, start=1):
        if entry.expr == expr:
            return str(number)
    raise feature_not_supported("sorting a set operation by an expression", at=expr.location)


def _with(context: Context, query: q.Query) -> str:
    if not query.ctes:
        return ""
    context.indent += STANDARD
    recursive = any(cte.said_recursive for cte in query.ctes)
    parts = []
    for cte in query.ctes:
        assert cte.query is not None
        text = quote_identifier(cte.name)
        own = cte.query if cte.written is None else replace(cte.query, set_operation=cte.written)
        added = 0 if cte.clauses is None else len(cte.clauses.columns)
        given = [column.name for column in cte.columns[: len(cte.columns) - added]]
        if cte.aliases or given != [entry.name for entry in own.columns]:
            text += f"({', '.join(quote_identifier(name) for name in given[: cte.aliases or None])})"
        text += " AS "
        if cte.materialized is not None:
            text += "MATERIALIZED " if cte.materialized else "NOT MATERIALIZED "
        text += "(" + context.line("") + _query(replace(context, visible=True), own) + context.line(")")
        parts.append(text if cte.clauses is None else text + _search_cycle(context, cte.clauses, given))
    context.indent -= STANDARD
    return f" WITH {'RECURSIVE ' if recursive else ''}{', '.join(parts)}" + context.line("")


def _search_cycle(context: Context, clauses: q.SearchCycle, names: list[str]) -> str:
    """SEARCH and CYCLE behind the query that they belong to; the default marks are left out."""
    added = [quote_identifier(column.name) for column in clauses.columns]
    text = ""
    if clauses.depth_first is not None:
        keys = ", ".join(quote_identifier(names[place]) for place in clauses.search)
        text += f" SEARCH {'DEPTH' if clauses.depth_first else 'BREADTH'} FIRST BY {keys} SET {added.pop(0)}"
    if clauses.cycle:
        keys = ", ".join(quote_identifier(names[place]) for place in clauses.cycle)
        text += f" CYCLE {keys} SET {added[0]}"
        marks = (clauses.mark, clauses.unmarked)
        if marks != (q.Const(1, type=oids.BOOL), q.Const(0, type=oids.BOOL)):
            text += f" TO {_mark(context, marks[0])} DEFAULT {_mark(context, marks[1])}"
        text += f" USING {added[1]}"
    return text


def _mark(context: Context, expr: q.Expr) -> str:
    """A mark of CYCLE; to be read back it must stand without a cast's operator."""
    literal, cast, name = shown(context, expr).rpartition("::")
    return f"{name} {literal}" if cast and context.qualified else f"{literal}{cast}{name}"


def _set_operation(context: Context, operation: q.SetOperation, names: list[str] | None) -> str:
    left, right = operation.left, operation.right
    grouped = isinstance(left, q.SetOperation) and (left.op, left.all) != (operation.op, operation.all)
    text = _operand(context, left, names, grouped=grouped)
    word = f"{operation.op.upper()} {'ALL ' if operation.all else ''}"
    text += f") {word}" if grouped else context.line(word)
    grouped = isinstance(right, q.SetOperation)
    text += ("(" if grouped else "") + context.line("", STANDARD if grouped else 0)
    text += _operand(replace(context, visible=False), right, names, grouped=False)
    context.indent -= STANDARD if grouped else 0
    return text + (context.line(")") if grouped else "")


def _operand(context: Context, operand: q.SetOperation | q.Query, names: list[str] | None, *, grouped: bool) -> str:
    if isinstance(operand, q.SetOperation):
        if not grouped:
            return _set_operation(context, operand, names)
        text = "(" + context.line("", STANDARD) + _set_operation(context, operand, names)
        context.indent -= STANDARD
        return text + context.line("")
    if names is not None:
        targets = tuple(replace(entry, name=name) for entry, name in zip(operand.targets, names, strict=True))
        operand = replace(operand, targets=targets)
    text = _query(context, operand)
    enclose = operand.ctes or operand.sort or operand.row_marks or operand.limit or operand.offset
    return f"({text})" if enclose else text


def _select(context: Context, query: q.Query) -> str:
    context.indent += STANDARD
    if query.values:
        return f" {_values(context, query.values)}"
    text = " SELECT"
    if query.distinct_on:
        text += f" DISTINCT ON ({', '.join([sort_text(context, expr) for expr in query.distinct_on])})"
    elif query.distinct:
        text += " DISTINCT"
    text += _targets(context, query)
    if query.from_items:
        text += context.line(" FROM ", -STANDARD, STANDARD, 2)
        text += _separated(context, [_from_item(context, item) for item in query.from_items], after_lines=False)
    if query.where is not None:
        text += context.line(" WHERE ", -STANDARD, STANDARD, 1) + bare(context, query.where)
    if query.group or query.group_items:
        text += context.line(" GROUP BY ", -STANDARD, STANDARD, 1) + _group(context, query)
    if query.having is not None:
        text += context.line(" HAVING ", -STANDARD, STANDARD) + bare(context, query.having)
    if query.windows:
        defined = [f"{quote_identifier(win.name)} AS {window_definition(context, win)}" for win in query.windows]
        text += context.line(" WINDOW ", -STANDARD, STANDARD, 1) + ", ".join(defined)
    return text


def _values(context: Context, rows: tuple[tuple[q.Expr, ...], ...]) -> str:
    return "VALUES " + ", ".join([f"({','.join([shown(context, expr) for expr in row])})" for row in rows])


def _targets(context: Context, query: q.Query) -> str:
    parts = []
    for entry in query.targets:
        text = shown(context, entry.expr)
        if isinstance(entry.expr, q.RowExpr) and entry.expr.whole is not None:
            text += f"::{context.catalog.format_type(entry.expr.type)}"  # else it would be its columns
        own: str | None = None if context.visible else "?column?"
        if isinstance(entry.expr, q.Var) and entry.expr.attno > 0:
            own = entry.expr.rte.columns[entry.expr.attno - 1].name
        elif isinstance(entry.expr, q.CoalesceExpr) and merged_pair(entry.expr.args) in context.merged:
            own = entry.expr.merged
        parts.append(text if own == entry.name else f"{text} AS {quote_identifier(entry.name)}")
    return f" {_separated(context, parts, after_lines=True)}" if parts else ""


def _separated(context: Context, parts: list[str], *, after_lines: bool) -> str:
    """Members of a list, which may each begin a line."""
    line = context.line("", -STANDARD, STANDARD, LIST_INDENT)
    members = [member(part, line if place else "", after_lines=after_lines) for place, part in enumerate(parts)]
    return ", ".join(members)


def _group(context: Context, query: q.Query) -> str:
    distinct = "DISTINCT " if query.group_distinct else ""
    exprs = [sort_text(context, expr, grouping=True) for expr in query.group]
    if not query.group_items:
        return distinct + ", ".join(exprs)
    return distinct + ", ".join([_grouping_item(exprs, item) for item in query.group_items])


_GROUPINGS = {"sets": "GROUPING SETS (", "rollup": "ROLLUP(", "cube": "CUBE("}


def _grouping_item(exprs: list[str], item: q.GroupingItem, *, enclose: bool = False) -> str:
    """A part of GROUP BY; a single expression stands in parentheses only in GROUPING SETS."""
    if item.kind in _GROUPINGS:
        inner = [_grouping_item(exprs, part, enclose=item.kind == "sets") for part in item.parts]
        return f"{_GROUPINGS[item.kind]}{', '.join(inner)})"
    text = ", ".join([exprs[place] for place in item.members])
    return f"({text})" if enclose or len(item.members) != 1 else text


def _sample(context: Context, sample: q.Sample) -> str:
    text = f" TABLESAMPLE {sample.method} ({shown(context, without_casts(sample.percent)).partition('::')[0]})"
    if sample.seed is None:
        return text
    return f"{text} REPEATABLE ({shown(context, without_casts(sample.seed)).partition('::')[0]})"


def _from_item(context: Context, item: q.FromItem) -> str:
    if isinstance(item, q.RangeTblRef):
        return _entry(context, item.rte)
    text = "" if context.pretty else "("
    text += _from_item(context, item.left)
    text += context.line(f" {_JOINS[item.kind]} ", -STANDARD, STANDARD, JOIN_INDENT)
    enclose = context.pretty and isinstance(item.right, q.JoinExpr)
    right = _from_item(context, item.right)
    text += f"({right})" if enclose else right
    if item.quals is not None and _still_shared(item, context.merged):
        text += f" USING ({', '.join([quote_identifier(name) for name in item.using])})"
        text += f" AS {quote_identifier(item.using_alias)}" if item.using_alias else ""
    elif item.quals is not None:
        condition = bare(context, item.quals)
        text += f" ON {condition}" if context.pretty else f" ON ({condition})"
    elif item.kind != "cross":
        text += " ON true" if context.pretty else " ON (true)"
    return text if context.pretty else f"{text})"


def _using_pairs(item: q.JoinExpr) -> list[tuple[q.Expr, ...]]:
    """The columns that USING compares."""
    assert item.quals is not None
    tests = item.quals.args if isinstance(item.quals, q.BoolExpr) else (item.quals,)
    return [merged_pair(test.args) for test in tests if isinstance(test, q.OpExpr)]


def _still_shared(item: q.JoinExpr, merged: Set[tuple[q.Expr, ...]]) -> bool:
    """Whether the columns of USING still have its names on both sides, each a column of a table or query there, or one
    merged below.
    """
    if not item.using:
        return False
    names = [[_shared_name(side, merged) for side in pair] for pair in _using_pairs(item)]
    return names == [[name, name] for name in item.using]


def _shared_name(side: q.Expr, merged: Set[tuple[q.Expr, ...]]) -> str:
    if isinstance(side, q.Var):
        return side.rte.columns[side.attno - 1].name
    return side.merged if isinstance(side, q.CoalesceExpr) and merged_pair(side.args) in merged else ""


def _entry(context: Context, rte: q.RangeTblEntry) -> str:
    name = context.names[rte]
    alias = f" {quote_identifier(name)}"
    if rte.relation is not None and rte.kind in ("relation", "subquery"):
        relation = context.catalog.relation(rte.relation.oid) or rte.relation
        text = context.relation_name(relation.oid)
        if rte.only:
            text = f"ONLY {text}"
        if name != relation.name or rte.schema is None:
            text += alias
        text += _column_aliases(rte, [attribute.name for attribute in relation.attributes])
        return text if rte.sample is None else text + _sample(context, rte.sample)
    if rte.kind == "cte":
        assert rte.cte is not None
        text = quote_identifier(rte.cte.name) + ("" if name == rte.cte.name else alias)
        return text + _column_aliases(rte, [column.name for column in rte.cte.columns])
    if rte.kind == "function":
        return _functions(context, rte, alias)
    if rte.kind == "values":
        names = ", ".join([quote_identifier(column.name) for column in rte.columns])
        return f"( {_values(context, rte.values)}){alias}({names})"
    if rte.kind == "subquery" and rte.subquery is not None:
        text = f"{'LATERAL ' if rte.lateral else ''}({_query(replace(context, visible=True), rte.subquery)}){alias}"
        return text + _column_aliases(rte, [entry.name for entry in rte.subquery.columns])
    raise feature_not_supported(f"{rte.kind} in a stored query")


def _functions(context: Context, rte: q.RangeTblEntry, alias: str) -> str:
    """A function, ROWS FROM several, or JSON_TABLE, which names its columns itself."""
    calls = [shown(context, function) for function in rte.functions]
    if isinstance(rte.functions[0], q.JsonTable):
        return f"{calls[0]}{alias}"
    defined = [_definitions(context, function) for function in rte.functions]
    if len(calls) == 1 and defined[0] and not rte.ordinality:
        return f"{calls[0]}{alias}({defined[0]})"
    if len(calls) > 1 or defined[0]:
        described = [
            f"{call} AS ({columns})" if columns else call for call, columns in zip(calls, defined, strict=True)
        ]
        calls = [f"ROWS FROM({', '.join(described)})"]
    text = calls[0] + (" WITH ORDINALITY" if rte.ordinality else "")
    return f"{text}{alias}({', '.join([quote_identifier(column.name) for column in rte.columns])})"


def _definitions(context: Context, function: q.Expr) -> str:
    """The column definition list that a function returning record was given."""
    if not isinstance(function, q.FuncExpr) or function.type != oids.RECORD:
        return ""
    return ", ".join(
        f"{quote_identifier(column.name)} {context.catalog.format_type(column.type, column.typmod)}"
        for column in function.columns
    )


def _column_aliases(rte: q.RangeTblEntry, own: list[str]) -> str:
    given = [column.name for column in rte.columns]
    if all(mine == theirs for mine, theirs in zip(given, own, strict=False) if mine):
        return ""
    return f"({', '.join([quote_identifier(name) for name in given if name])})"
