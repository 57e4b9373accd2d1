"""Which partition a row belongs into: the conditions of the partitions, one after the other.

Manual: "Table Partitioning".
"""

from __future__ import annotations

from sqlglot import exp

from translator import query as q
from translator.analyze.from_clause import namespace_item
from translator.analyze.partition import all_of, bound_condition, conditions, key_expressions
from translator.analyze.state import ParseState
from translator.analyze.stored import stored_analysis
from translator.catalog.definitions import partition_columns
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.lower import build
from translator.lower.check_option import VIRTUAL, shown_types
from translator.lower.condition import lower_filter
from translator.lower.context import Lowering
from translator.lower.dispatch import lower_expr
from translator.lower.foreign import refusal


def key_columns(image: CatalogImage, relation: Relation) -> set[int]:
    """The numbers, in a partitioned table, of the columns that decide where a row goes."""
    names: set[str] = set()
    for level in (relation, *image.descendants(relation.oid), *image.ancestors(relation)):
        if level.partition_key is None:
            continue
        for column in level.partition_key.columns:
            if column.expression is not None:
                return {attribute.number for attribute in relation.columns}
            names.add(level.attribute(column.number).name)
    return {attribute.number for attribute in relation.columns if attribute.name in names}


def route(lowering: Lowering, relation: Relation, target: q.RangeTblEntry) -> exp.Expression:
    """The oid of the partition for the row that `target` stands for.  Raises PgError 23514 when it runs."""
    analysis = stored_analysis(lowering.catalog, lowering.analysis.settings)
    state = ParseState(analysis, clause="CHECK")
    state.namespace = [namespace_item(target)]
    lift, lowering.lift = lowering.lift, False
    try:
        found = _below(lowering, state, relation)
        own = conditions(state, lowering.catalog, relation)
        if not own:
            return found
        test = all_of(own)
        row = [
            VIRTUAL if attribute.generated == "v" else _cell(lowering, target, attribute.number)
            for attribute in relation.columns
        ]
        types = shown_types(relation)
        namespace = lowering.catalog.namespace_by_oid(relation.namespace)
        schema = "" if namespace is None else namespace.nspname
        texts = [exp.Literal.string(text) for text in (schema, relation.name, types)]
        wrong = build.call("pg_outside_partition", *texts, *row)
        return build.case([(lower_filter(lowering, test), found)], wrong)
    finally:
        lowering.lift = lift


def _cell(lowering: Lowering, target: q.RangeTblEntry, number: int) -> exp.Expression:
    column = target.columns[number - 1]
    return lower_expr(lowering, q.Var(target, number, type=column.type, typmod=column.typmod))


def _leaf(lowering: Lowering, state: ParseState, child: Relation) -> exp.Expression:
    if child.kind == "p":
        return _below(lowering, state, child)
    return build.integer(child.oid) if child.foreign is None else refusal(lowering, child)


def _below(lowering: Lowering, state: ParseState, relation: Relation) -> exp.Expression:
    """The choice among the partitions of one table."""
    assert relation.partition_key is not None
    keys = key_expressions(state, relation.partition_key, relation)
    children = lowering.catalog.children(relation.oid)
    branches = []
    otherwise: exp.Expression | None = None
    for child in children:
        assert child.bound is not None
        leaf = _leaf(lowering, state, child)
        if child.bound.default:
            otherwise = leaf
            continue
        test = all_of(bound_condition(state.analysis, relation, keys, child.bound, ()))
        branches.append((lower_filter(lowering, test), leaf))
    if otherwise is None:
        types = ",".join(str(key.type) for key in keys)
        cells = [lower_expr(lowering, key) for key in keys]
        columns = partition_columns(lowering.catalog, relation)
        namespace = lowering.catalog.namespace_by_oid(relation.namespace)
        schema = "" if namespace is None else namespace.nspname
        texts = [exp.Literal.string(text) for text in (schema, relation.name, columns, types)]
        otherwise = build.call("pg_no_partition", *texts, *cells)
    return build.case(branches, otherwise) if branches else otherwise
