"""EXCLUDE: raw tree to NewConstraint.  Manual: CREATE TABLE, "Exclusion Constraints"."""

from __future__ import annotations

from translator import command as c
from translator.analyze.defaults import index_expression
from translator.analyze.index_key import index_column, index_predicate, require_access_method
from translator.analyze.oper import find_operator
from translator.analyze.state import Analysis
from translator.analyze.storage_options import storage_options
from translator.analyze.tablespace import new_tablespace
from translator.catalog.relation import IndexColumn, Relation
from translator.catalog.rows import PgOperator
from translator.errors import PgError
from translator.errors.definitions import undefined_key_column
from translator.errors.statements import feature_not_supported
from translator.parser import Node, expression_node, strings

METHODS = frozenset({"btree", "hash", "gist", "spgist"})


def exclusion(analysis: Analysis, relation: Relation, node: Node) -> c.NewConstraint:
    """Raises PgError 42809 for an operator that is not commutative, or is none of the operator class."""
    method = node.access_method
    require_access_method(analysis, method)
    if method not in METHODS:
        raise PgError("0A000", f'access method "{method}" does not support exclusion constraints')
    tablespace = new_tablespace(analysis, node.indexspace, relation.persistence, partitioned=relation.kind == "p")
    storage_options(node.options, method)
    keys, operators = [], []
    for pair in node.exclusions:
        element, written = pair.items
        if element.name and relation.column(element.name) is None:
            raise undefined_key_column(element.name)
        key = index_column(analysis, relation, element, method, what="unique constraints")
        keys.append(key)
        operators.append(_operator(analysis, relation, key, strings(written.items), node))
    if node.including:
        raise feature_not_supported("INCLUDE in an exclusion constraint", at=node.location)
    return c.NewConstraint(
        "x",
        node.conname,
        expression=None
        if node.where_clause is None
        else index_predicate(analysis, relation, node.where_clause, what="unique constraints"),
        deferrable=node.deferrable,
        deferred=node.initdeferred,
        keys=tuple(keys),
        operators=tuple(operator.oid for operator in operators),
        method=method,
        tablespace=tablespace,
    )


def _operator(analysis: Analysis, relation: Relation, key: IndexColumn, names: list[str], node: Node) -> PgOperator:
    catalog = analysis.catalog
    if key.expression is None:
        oid = relation.attribute(key.number).type
    else:
        oid = index_expression(analysis, relation, expression_node(key.expression), "index expression")[0].type
    operator = find_operator(analysis, names[-1], oid, oid, -1, names[-2] if len(names) > 1 else None)
    assert operator is not None
    shown = f"{names[-1]}({catalog.format_type(operator.oprleft)},{catalog.format_type(operator.oprright)})"
    if operator.oprcom != operator.oid:
        raise PgError(
            "42809",
            f"operator {shown} is not commutative",
            detail="Only commutative operators can be used in exclusion constraints.",
        )
    opclass = catalog.opclass(key.opclass)
    assert opclass is not None
    family = opclass.opcfamily
    if (family, operator.oid) not in catalog.system.family_operators:
        raise PgError(
            "42809",
            f'operator {shown} is not a member of operator family "{catalog.system.opfamilies[family].opfname}"',
            detail="The exclusion operator must be related to the index operator class for the constraint.",
        )
    return operator
