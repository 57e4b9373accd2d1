"""SQL/JSON expressions to calls of their Python bodies."""

from __future__ import annotations

import json
from typing import Any

from sqlglot import exp

from translator import query as q
from translator.analyze.domain_checks import domain_checks
from translator.builtins.sql_json_spec import ABSENT, ITEM, JSON_TABLE, JSONB, UNIQUE, ItemSpec, sqlite_name
from translator.lower import build, implementation
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr, lowers
from translator.lower.folding import may_fail
from translator.lower.proc import row_columns
from translator.types import oids


@lowers(q.JsonConstructor)
def _constructor(lowering: Lowering, expr: q.JsonConstructor) -> exp.Expression:
    lowering.uses.add("stable")
    options = ABSENT * expr.absent | UNIQUE * expr.unique | JSONB * (expr.type == oids.JSONB)
    types = ",".join(str(oids.TEXT if arg.type == oids.UNKNOWN else arg.type) for arg in expr.args)
    args = [lower_expr(lowering, arg) for arg in expr.args]
    return build.call(sqlite_name(expr.kind), build.integer(options), exp.Literal.string(types), *args)


@lowers(q.JsonValue, q.JsonReturning)
def _as_written(lowering: Lowering, expr: q.JsonValue | q.JsonReturning) -> exp.Expression:
    return lower_expr(lowering, expr.arg)


def _item(lowering: Lowering, expr: q.JsonFunc, name: str | None) -> dict[str, Any]:
    column = q.ColumnDef(name or "", expr.type, expr.typmod)
    return ItemSpec(
        op=expr.op,
        column=json.dumps(row_columns(lowering, (column,), 0)),
        wrapper=expr.wrapper,
        omit_quotes=expr.omit_quotes,
        empty=expr.on_empty,
        error=expr.on_error,
        table=name,
        checked=bool(domain_checks(lowering.analysis, expr.type)),
    ).as_json()


@lowers(q.JsonFunc)
def _function(lowering: Lowering, expr: q.JsonFunc) -> exp.Expression:
    lowering.uses.add("stable")
    spec = {
        "item": _item(lowering, expr, None),
        "names": expr.names,
        "types": ",".join(str(arg.type) for arg in expr.passing),
    }
    parts = (expr.item, expr.path, expr.empty_default, expr.error_default, *expr.passing)
    args = [lower_expr(lowering, part) for part in parts]
    call = build.call(ITEM, exp.Literal.string(json.dumps(spec)), *args)
    if not any(may_fail(lowering.catalog, part) for part in (expr.path, *expr.passing)):
        return call
    return build.case([(build.is_not_null(args[0].copy()), call)], None)


def json_table(lowering: Lowering, expr: q.JsonTable, alias: str) -> exp.Expression:
    """JSON_TABLE as a table-valued call; its columns are v1, v2, ..."""
    spec = {
        "plan": _plan(lowering, expr, expr.plan),
        "defaults": len(expr.defaults),
        "names": expr.names,
        "types": ",".join(str(arg.type) for arg in expr.passing),
    }
    args = [lower_expr(lowering, part) for part in (expr.item, *expr.defaults, *expr.passing)]
    call = implementation.table_call(JSON_TABLE, exp.Literal.string(json.dumps(spec)), *args)
    return exp.Table(this=call, alias=exp.TableAlias(this=build.identifier(alias)))


def _plan(lowering: Lowering, expr: q.JsonTable, plan: q.JsonTablePlan) -> dict[str, Any]:
    return {
        "path": plan.path,
        "columns": [_column(lowering, expr, column) for column in plan.columns],
        "nested": [_plan(lowering, expr, part) for part in plan.nested],
        "raises": plan.raises,
    }


def _column(lowering: Lowering, expr: q.JsonTable, column: q.JsonTableColumn) -> list[Any]:
    """[item, path, place of the default on empty, place of the default on error]."""
    if column.item is None:
        return [None, "", -1, -1]
    assert isinstance(column.item.path, q.Const)
    places = [
        next((place for place, known in enumerate(expr.defaults) if known is default), -1)
        for default in (column.item.empty_default, column.item.error_default)
    ]
    return [_item(lowering, column.item, column.name), column.item.path.value, *places]
