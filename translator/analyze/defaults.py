"""Column defaults, check constraints and index expressions: stored SQL text to typed expressions."""

from __future__ import annotations

from functools import lru_cache

from translator.analyze import dispatch as expressions
from translator.analyze.coerce import coerce, coerce_to_boolean
from translator.analyze.domain import base_and_typmod, coerce_to_domain, is_domain
from translator.analyze.from_clause import namespace_item, relation_columns
from translator.analyze.state import Analysis, ParseState
from translator.analyze.stored import stored_analysis
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Attribute, Relation
from translator.catalog.rows import PgType
from translator.parser import Node, expression_node, strings
from translator.query import Const, Expr, FuncExpr, RangeTblEntry, Var, walk
from translator.types import oids


def column_default(state: ParseState, relation: Relation, attribute: Attribute) -> Expr:
    """What a column gets when no value is given: its identity's next value, its default, or NULL.

    It is read once for all rows of a statement.
    """
    defaults = state.analysis.defaults
    key = relation.oid, attribute.number
    if key not in defaults:
        defaults[key] = _column_default(state, relation, attribute)
    return defaults[key]


def _column_default(state: ParseState, relation: Relation, attribute: Attribute) -> Expr:
    if attribute.identity:
        return _next_value(state, _identity_sequence(state.catalog, relation, attribute), attribute)
    default = attribute.default
    row = state.catalog.type_by_oid(attribute.type)
    if default is None and row is not None and row.typtype == "d":
        default = row.typdefault
    if default is None or attribute.generated:
        return _no_value(state.analysis, attribute)
    analysis = stored_analysis(state.catalog, state.analysis.settings)
    inner = ParseState(analysis, clause="DEFAULT")
    value = expressions.analyze_expr(inner, expression_node(default))
    if attribute.default is None and row is not None:
        base = coerce(analysis, value, row.typbasetype, row.typtypmod, "a")
        assert base is not None
        value = base
    result = coerce(analysis, value, attribute.type, attribute.typmod, "a")
    assert result is not None
    return result


def _identity_sequence(catalog: CatalogImage, relation: Relation, attribute: Attribute) -> int:
    """The sequence of an identity column; a partition shares that of its table."""
    for table in (relation, *catalog.ancestors(relation)):
        column = table.column(attribute.name)
        sequence = 0 if column is None else catalog.owned_sequence(table.oid, column.number)
        if sequence:
            return sequence
    return 0


def _no_value(analysis: Analysis, attribute: Attribute) -> Expr:
    """NULL, which a domain may refuse."""
    if attribute.generated or not is_domain(analysis.catalog, attribute.type):
        return Const(None, type=attribute.type, typmod=attribute.typmod)
    base, typmod = base_and_typmod(analysis.catalog, attribute.type)
    nothing = Const(None, type=base, typmod=typmod)
    return coerce_to_domain(nothing, attribute.type, explicit=False, location=-1)


def _next_value(state: ParseState, sequence: int, attribute: Attribute) -> Expr:
    proc = next(proc for proc in state.catalog.procs_named("nextval", "pg_catalog"))
    call = FuncExpr(proc, (Const(sequence, type=oids.REGCLASS),), type=oids.INT8)
    result = coerce(state.analysis, call, attribute.type, -1, "a")
    assert result is not None
    return result


def relation_state(analysis: Analysis, relation: Relation, clause: str) -> tuple[ParseState, RangeTblEntry]:
    """A state in which the columns of one table can be named, as in CHECK and index expressions."""
    state = ParseState(analysis, clause=clause)
    rte = RangeTblEntry("relation", relation.name, tuple(relation_columns(relation)), 0, relation=relation)
    state.namespace = [namespace_item(rte)]
    return state, rte


def check_expression(analysis: Analysis, relation: Relation, node: Node) -> tuple[Expr, RangeTblEntry]:
    """A CHECK constraint's condition over the columns of its table."""
    state, rte = relation_state(analysis, relation, "CHECK")
    return coerce_to_boolean(analysis, expressions.analyze_expr(state, node), "CHECK"), rte


def index_expression(analysis: Analysis, relation: Relation, node: Node, clause: str) -> tuple[Expr, RangeTblEntry]:
    """An index's key expression or predicate (`clause` says which, as messages do)."""
    state, rte = relation_state(analysis, relation, clause)
    expr = expressions.analyze_expr(state, node)
    if clause == "index predicate":
        expr = coerce_to_boolean(analysis, expr, "WHERE")
    return expr, rte


def generated_sources(catalog: CatalogImage, relation: Relation) -> dict[int, list[int]]:
    """The columns that each generated column is computed from, by numbers."""
    found: dict[int, list[int]] = {}
    for attribute in relation.columns:
        if attribute.default is not None and attribute.generated:
            state, _ = relation_state(stored_analysis(catalog), relation, "generation expression")
            expr = expressions.analyze_expr(state, expression_node(attribute.default))
            found[attribute.number] = sorted({part.attno for part in walk(expr) if isinstance(part, Var)} - {0})
    return found


def domain_sequences(catalog: CatalogImage, row: PgType) -> set[int]:
    """The relations that the default of a domain names as regclass."""
    return _named_relations(catalog, row.typdefault or "")


def default_sequences(catalog: CatalogImage, relation: Relation) -> dict[int, set[int]]:
    """The relations that the defaults of a relation's columns name as regclass, by the column's number."""
    found: dict[int, set[int]] = {}
    for attribute in relation.columns:
        if attribute.default is not None and not attribute.generated:
            named = _named_relations(catalog, attribute.default)
            if named:
                found[attribute.number] = named
    return found


def _named_relations(catalog: CatalogImage, text: str) -> set[int]:
    names = _regclass_literals(text)
    if not names:
        return set()
    regclass, settings = catalog.datatype(oids.REGCLASS), stored_analysis(catalog).settings
    return {int(oid) for name in names if (oid := regclass.input(name, -1, settings))}


@lru_cache(maxsize=4096)
def _regclass_literals(text: str) -> tuple[str, ...]:
    """The literals of type regclass in a stored expression, where every one has its type behind it."""
    if "regclass" not in text:
        return ()
    found, open_nodes = [], [expression_node(text)]
    while open_nodes:
        node = open_nodes.pop()
        if node.tag == "TypeCast" and node.arg.tag == "A_Const" and node.arg.has("sval"):
            typename = node.type_name
            if strings(typename.names)[-1] == "regclass" and not typename.array_bounds:
                found.append(node.arg.sval.sval)
        open_nodes.extend(node.children())
    return tuple(found)
