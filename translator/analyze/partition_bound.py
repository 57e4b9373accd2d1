"""PARTITION BY and FOR VALUES: raw tree to a key, and to a bound whose values are still to be computed.

PostgreSQL's transformPartitionSpec and transformPartitionBound.  Manual: CREATE TABLE.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from translator import command as c
from translator.analyze import dispatch as expressions
from translator.analyze.aggregate import every_part
from translator.analyze.coerce import coerce
from translator.analyze.collation import named_collation
from translator.analyze.defaults import index_expression
from translator.analyze.index_key import key_collation, without_collate, written_opclass
from translator.analyze.partition import GREATEST, LEAST
from translator.analyze.state import Analysis, ParseState
from translator.analyze.volatility import is_immutable
from translator.catalog.fixed_oids import BTREE, HASH
from translator.catalog.relation import Attribute, IndexColumn, PartitionKey, Relation
from translator.deparse import deparse
from translator.errors import PgError, without_location
from translator.errors.statements import datatype_mismatch
from translator.parser import Node, expression_node, strings
from translator.planning import plan_query
from translator.query import Const, Expr, Query, TargetEntry, Var
from translator.types import oids

_STRATEGIES = {
    "PARTITION_STRATEGY_LIST": "l", "PARTITION_STRATEGY_RANGE": "r", "PARTITION_STRATEGY_HASH": "h",
}  # fmt: skip
_WORDS = {"l": "list", "r": "range", "h": "hash"}


def partition_key(analysis: Analysis, relation: Relation, node: Node) -> PartitionKey:
    """Raises PgError 42703, 42P17 or 42704 for what cannot be a key."""
    strategy = _STRATEGIES[node.strategy]
    _ = node.location
    if strategy == "l" and len(node.part_params) > 1:
        raise PgError("42P17", 'cannot use "list" partition strategy with more than one column')
    return PartitionKey(strategy, tuple(_key_column(analysis, relation, strategy, item) for item in node.part_params))


def _key_column(analysis: Analysis, relation: Relation, strategy: str, node: Node) -> IndexColumn:
    if node.name:
        attribute = relation.column(node.name)
        if attribute is None:
            raise PgError(
                "42703", f'column "{node.name}" named in partition key does not exist', location=node.location
            )
        _refuse_generated(attribute, node)
        return _plain(analysis, attribute, strategy, node)
    with without_location():
        expr, _ = index_expression(analysis, relation, node.expr, "partition key")
    for part in every_part(expr):
        if isinstance(part, Var) and part.attno > 0:
            _refuse_generated(relation.attribute(part.attno), node)
    collation = _collation(analysis, expr.type, node) or key_collation(analysis, expr, "partition expression")
    expr = without_collate(expr)
    if isinstance(expr, Var):
        return replace(_plain(analysis, relation.attribute(expr.attno), strategy, node), collation=collation)
    if not is_immutable(analysis.catalog, expr):
        raise PgError("42P17", "functions in partition key expression must be marked IMMUTABLE")
    if not any(isinstance(part, Var) for part in every_part(expr)):
        raise PgError("42P17", "cannot use constant expression as partition key")
    opclass = _opclass(analysis, expr.type, strategy, node)
    return IndexColumn(0, deparse(analysis.catalog, expr), opclass=opclass, collation=collation)


def _refuse_generated(attribute: Attribute, node: Node) -> None:
    """Raise PgError 42P17 for a column that no row can be routed by."""
    if attribute.generated:
        raise PgError(
            "42P17",
            "cannot use generated column in partition key",
            detail=f'Column "{attribute.name}" is a generated column.',
            location=node.location,
        )


def _plain(analysis: Analysis, attribute: Attribute, strategy: str, node: Node) -> IndexColumn:
    opclass = _opclass(analysis, attribute.type, strategy, node)
    own = attribute.collation or analysis.catalog.type(analysis.catalog.base_type(attribute.type)).typcollation
    collation = _collation(analysis, attribute.type, node) or own
    return IndexColumn(attribute.number, opclass=opclass, collation=collation, name=attribute.name)


def _collation(analysis: Analysis, oid: int, node: Node) -> int:
    """The collation that a key names, 0 for none."""
    if not node.collation:
        return 0
    if not analysis.catalog.type(analysis.catalog.base_type(oid)).typcollation:
        raise datatype_mismatch(f"collations are not supported by type {analysis.catalog.format_type(oid)}")
    return named_collation(analysis, strings(node.collation), -1)


def _opclass(analysis: Analysis, oid: int, strategy: str, node: Node) -> int:
    method, word = (HASH, "hash") if strategy == "h" else (BTREE, "btree")
    if node.opclass:
        return written_opclass(analysis, node, oid, word)
    found = analysis.catalog.default_opclass(analysis.catalog.base_type(oid), method)
    if found is None:
        raise PgError(
            "42704",
            f'data type {analysis.catalog.format_type(oid)} has no default operator class for access method "{word}"',
            hint=f"You must specify a {word} operator class or define a default {word} operator class for the data "
            "type.",
        )
    return found.oid


def key_types(analysis: Analysis, relation: Relation) -> list[tuple[str, int, int]]:
    """Name, type and typmod of each part of a table's partition key."""
    assert relation.partition_key is not None
    found = []
    for column in relation.partition_key.columns:
        if column.expression is None:
            attribute = relation.attribute(column.number)
            found.append((attribute.name, attribute.type, attribute.typmod))
        else:
            node = expression_node(column.expression)
            expr, _ = index_expression(analysis, relation, node, "partition key expression")
            found.append((column.expression, expr.type, expr.typmod))
    return found


def partition_bound(analysis: Analysis, parent: Relation, node: Node) -> c.NewBound:
    """Raises PgError 42P16 for a bound of another kind than the parent's key."""
    assert parent.partition_key is not None
    strategy = parent.partition_key.strategy
    at = node.location
    if node.is_default:
        _ = node.strategy
        if strategy == "h":
            raise PgError("42P16", "a hash-partitioned table may not have a default partition")
        return c.NewBound(strategy, default=True, location=at)
    if node.strategy != strategy:
        message = f"invalid bound specification for a {_WORDS[strategy]} partition"
        raise PgError("42P16", message, location=at)
    if strategy == "h":
        if node.modulus <= 0:
            raise PgError("42P16", "modulus for hash partition must be an integer value greater than zero")
        if node.remainder < 0:
            raise PgError(
                "42P16", "remainder for hash partition must be an integer value greater than or equal to zero"
            )
        if node.remainder >= node.modulus:
            raise PgError("42P16", "remainder for hash partition must be less than modulus")
        return c.NewBound("h", modulus=node.modulus, remainder=node.remainder, location=at)
    keys = key_types(analysis, parent)
    if strategy == "l":
        values = [_value(analysis, item, keys[0]) for item in node.listdatums]
        places = tuple(item.location for item in node.listdatums)
        return _bound(analysis, "l", values, ([""] * len(values), []), places[0] if places else at)
    for word, datums in (("FROM", node.lowerdatums), ("TO", node.upperdatums)):
        if len(datums) != len(keys):
            raise PgError("42P16", f"{word} must specify exactly one value per partitioning column")
    lower, upper = _ends(analysis, node.lowerdatums, keys), _ends(analysis, node.upperdatums, keys)
    marks = (
        [end if isinstance(end, str) else "" for end in lower],
        [end if isinstance(end, str) else "" for end in upper],
    )
    given = [end for end in (*lower, *upper) if not isinstance(end, str)]
    return _bound(analysis, "r", given, marks, node.lowerdatums[0].location)


def _bound(
    analysis: Analysis, strategy: str, values: Sequence[Expr], marks: tuple[list[str], list[str]], location: int
) -> c.NewBound:
    """A bound with the plan that computes its values."""
    targets = tuple(TargetEntry(value, f"v{place}") for place, value in enumerate(values))
    plan = plan_query(analysis, Query(command="select", targets=targets)) if targets else None
    return c.NewBound(
        strategy, plan=plan, types=tuple(value.type for value in values), lower=tuple(marks[0]), upper=tuple(marks[1]),
        location=location,
    )  # fmt: skip


def _ends(analysis: Analysis, nodes: Sequence[Node], keys: Sequence[tuple[str, int, int]]) -> list[Expr | str]:
    """The values of one end of a range; MINVALUE and MAXVALUE as words, behind which only they may follow."""
    found: list[Expr | str] = []
    for node, key in zip(nodes, keys, strict=True):
        word = _infinite(node)
        if found and isinstance(found[-1], str) and word != found[-1]:
            raise PgError(
                "42804",
                f"every bound following {found[-1]} must also be {found[-1]}",
                location=node.location,
            )
        if word:
            node.accept()
            found.append(word)
            continue
        value = _value(analysis, node, key)
        if isinstance(value, Const) and value.value is None:
            raise PgError("42P17", "cannot specify NULL in range bound")
        found.append(value)
    return found


def _marks(ends: Sequence[Expr | str]) -> list[str]:
    return [end if isinstance(end, str) else "" for end in ends]


def _infinite(node: Node) -> str:
    if node.tag != "ColumnRef" or len(node.fields) != 1 or node.fields[0].tag != "String":
        return ""
    return {"minvalue": LEAST, "maxvalue": GREATEST}.get(node.fields[0].sval, "")


def _value(analysis: Analysis, node: Node, key: tuple[str, int, int]) -> Expr:
    name, oid, typmod = key
    state = ParseState(analysis, clause="partition bound")
    if any(True for _ in _column_references(node)):
        raise PgError("0A000", "cannot use column reference in partition bound expression", location=node.location)
    value = expressions.analyze_expr(state, node)
    found = coerce(analysis, value, oid, typmod, "a")
    if found is None:
        raise datatype_mismatch(
            f'specified value cannot be cast to type {analysis.catalog.format_type(oid)} for column "{name}"',
            at=node.location,
        )
    if isinstance(value, Const) and value.type != oids.UNKNOWN and value.value is None:
        return Const(None, type=oid)
    return found


def _column_references(node: Node) -> Sequence[Node]:
    found = [node] if node.tag == "ColumnRef" else []
    for child in node.children():
        found.extend(_column_references(child))
    return found
