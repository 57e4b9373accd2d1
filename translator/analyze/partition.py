"""Partition keys and bounds: what they mean, as expressions over a row.  Manual: "Table Partitioning".

The condition of a partition is what PostgreSQL calls its partition constraint.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from translator.analyze import dispatch as expressions
from translator.analyze.coerce import coerce
from translator.analyze.defaults import relation_state
from translator.analyze.oper import make_operator
from translator.analyze.state import DEFAULT_ANALYZER_SETTINGS, Analysis, AnalyzerSettings, ParseState
from translator.analyze.stored import stored_analysis
from translator.catalog.image import CatalogImage
from translator.catalog.relation import PartitionBound, PartitionKey, Relation
from translator.parser import expression_node
from translator.query import (
    ArrayExpr,
    BoolExpr,
    Const,
    Expr,
    FuncExpr,
    NullTest,
    OpExpr,
    RangeTblEntry,
    ScalarArrayOpExpr,
)
from translator.types import oids

LEAST, GREATEST = "MINVALUE", "MAXVALUE"


def key_expressions(state: ParseState, key: PartitionKey, parent: Relation) -> list[Expr]:
    """The columns or expressions of a partition key, over the row that the state names the columns of."""
    (item,) = state.namespace
    found = []
    for column in key.columns:
        if column.expression is not None:
            found.append(expressions.analyze_expr(state, expression_node(column.expression)))
        else:
            name = parent.attribute(column.number).name
            found.append(next(expr for known, expr in item.columns if known == name))
    return found


def bound_value(analysis: Analysis, text: str, oid: int, typmod: int = -1) -> Expr:
    """A value of a bound as one of the key's type."""
    value = expressions.analyze_expr(ParseState(analysis), expression_node(text))
    found = coerce(analysis, value, oid, typmod, "a")
    assert found is not None
    return found


def bound_condition(
    analysis: Analysis, parent: Relation, keys: Sequence[Expr], bound: PartitionBound, siblings: Sequence[Relation]
) -> list[Expr]:
    """What a row with these keys must meet, all of it, to belong into a partition; `siblings` are the parent's other
    partitions.
    """
    if bound.default:
        others = [known.bound for known in siblings if known.bound is not None and not known.bound.default]
        return [_not(all_of(_in_any(analysis, keys, others)))] if others else [_truth(True)]
    if bound.strategy == "l":
        return _in_list(analysis, keys[0], bound.values)
    if bound.strategy == "h":
        return [_in_hash(analysis, parent, keys, bound)]
    return [*_known(keys), *_in_range(analysis, keys, bound)]


def _in_any(analysis: Analysis, keys: Sequence[Expr], bounds: Sequence[PartitionBound]) -> list[Expr]:
    """What a row meets that one of several partitions takes."""
    if bounds[0].strategy == "l":
        values = [value for bound in bounds for value in bound.values]
        return _in_list(analysis, keys[0], _sorted(analysis, keys[0], values))
    return [*_known(keys), _any([all_of(_in_range(analysis, keys, bound) or [_truth(True)]) for bound in bounds])]


def _sorted(analysis: Analysis, key: Expr, values: Sequence[str]) -> list[str]:
    """The values of lists in the order of their type."""
    order = analysis.catalog.datatype(analysis.catalog.base_type(key.type)).key

    def place(text: str) -> Any:
        value = bound_value(analysis, text, key.type, key.typmod)
        return (value.value is not None, order(value.value)) if isinstance(value, Const) else (False, 0)

    return sorted(values, key=place)


def _known(keys: Sequence[Expr]) -> list[Expr]:
    return [NullTest(key, False, type=oids.BOOL) for key in keys]


def _in_range(analysis: Analysis, keys: Sequence[Expr], bound: PartitionBound) -> list[Expr]:
    """Where both ends begin with the same values, the keys have these."""
    found: list[Expr] = []
    lower, upper = bound.lower, bound.upper
    while len(lower) > 1 and lower[0] == upper[0] and lower[0] not in (LEAST, GREATEST):
        found.append(_compare(analysis, "=", keys[0], lower[0]))
        keys, lower, upper = keys[1:], lower[1:], upper[1:]
    for ends, operator in ((lower, ">"), (upper, "<")):
        test = _beyond(analysis, keys, ends, operator)
        if test is not None:
            found.append(test)
    return found


def _compare(analysis: Analysis, operator: str, key: Expr, text: str) -> Expr:
    return make_operator(analysis, operator, key, bound_value(analysis, text, key.type, key.typmod), -1)


def _beyond(analysis: Analysis, keys: Sequence[Expr], ends: Sequence[str], operator: str) -> Expr | None:
    """Whether the keys are `> ends` or equal to them, or `< ends`; None where every row is."""
    everything, nothing = (LEAST, GREATEST) if operator == ">" else (GREATEST, LEAST)
    if ends[0] == everything:
        return None
    if ends[0] == nothing:
        return _truth(False)
    following = ends[1] if len(ends) > 1 else everything if operator == ">" else nothing
    if following == everything:
        return _compare(analysis, f"{operator}=", keys[0], ends[0])
    if following == nothing:
        return _compare(analysis, operator, keys[0], ends[0])
    rest = _beyond(analysis, keys[1:], ends[1:], operator)
    assert rest is not None
    equal = _compare(analysis, "=", keys[0], ends[0])
    return _any([_compare(analysis, operator, keys[0], ends[0]), all_of([equal, rest])])


def _in_list(analysis: Analysis, key: Expr, values: Sequence[str]) -> list[Expr]:
    given = [bound_value(analysis, value, key.type, key.typmod) for value in values if value != "NULL"]
    nulls = len(given) < len(values)
    missing = NullTest(key, nulls, type=oids.BOOL)
    if not given:
        return [missing]
    test: Expr = make_operator(analysis, "=", key, given[0], -1)
    if len(given) > 1:
        assert isinstance(test, OpExpr)
        element = test.args[1].type
        array = ArrayExpr(
            tuple(_second(analysis, key, value) for value in given), False, type=analysis.catalog.array_of(element)
        )
        test = ScalarArrayOpExpr(test.operator, True, test.args[0], array, type=oids.BOOL)
    return [_any([missing, test])] if nulls else [missing, test]


def _second(analysis: Analysis, key: Expr, value: Expr) -> Expr:
    """A value as the operator for `=` takes it."""
    return make_operator(analysis, "=", key, value, -1).args[1]


def _in_hash(analysis: Analysis, parent: Relation, keys: Sequence[Expr], bound: PartitionBound) -> Expr:
    proc = next(iter(analysis.catalog.procs_named("satisfies_hash_partition", "pg_catalog")))
    table = Const(parent.oid, type=oids.OID)
    numbers = [Const(number, type=oids.INT4) for number in (bound.modulus, bound.remainder)]
    return FuncExpr(proc, (table, *numbers, *keys), type=oids.BOOL)


def _truth(value: bool) -> Expr:
    return Const(int(value), type=oids.BOOL)


def all_of(tests: Sequence[Expr]) -> Expr:
    return tests[0] if len(tests) == 1 else BoolExpr("and", tuple(tests), type=oids.BOOL)


def _any(tests: Sequence[Expr]) -> Expr:
    return tests[0] if len(tests) == 1 else BoolExpr("or", tuple(tests), type=oids.BOOL)


def _not(test: Expr) -> Expr:
    return BoolExpr("not", (test,), type=oids.BOOL)


def partition_condition(
    image: CatalogImage,
    relation: Relation,
    *,
    over: Relation | None = None,
    settings: AnalyzerSettings = DEFAULT_ANALYZER_SETTINGS,
) -> tuple[Analysis, Expr, RangeTblEntry]:
    """What the rows of a partition meet, those of the partitions above it included, over its own columns or those of
    the table `over`.
    """
    analysis = stored_analysis(image, settings)
    state, rte = relation_state(analysis, over or relation, "CHECK")
    return analysis, all_of(conditions(state, image, relation)), rte


def conditions(state: ParseState, image: CatalogImage, relation: Relation) -> list[Expr]:
    """The conditions of a partition and of those above it, the topmost first."""
    if relation.bound is None:
        return []
    parent = image.relation(relation.parents[0])
    assert parent is not None
    assert parent.partition_key is not None
    keys = key_expressions(state, parent.partition_key, parent)
    siblings = [child for child in image.children(parent.oid) if child.oid != relation.oid]
    own = bound_condition(state.analysis, parent, keys, relation.bound, siblings)
    return [*conditions(state, image, parent), *own]


def storing(image: CatalogImage, relation: Relation) -> list[Relation]:
    """The tables that hold the rows of a table: itself, unless it is partitioned, and all below it."""
    return [known for known in (relation, *image.descendants(relation.oid)) if known.kind in "rf"]


def as_seen_from(relation: Relation, child: Relation) -> Relation:
    """A child under the column numbers of a table above it."""
    by_name = {attribute.name: attribute for attribute in child.columns}
    attributes = tuple(
        attribute if attribute.dropped else replace(by_name[attribute.name], number=attribute.number)
        for attribute in relation.attributes
    )
    return replace(child, attributes=attributes)
