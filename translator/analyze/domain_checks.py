"""The constraints of a domain as typed expressions over VALUE.  PostgreSQL's typcache."""

from __future__ import annotations

from msgspec import Struct

from translator.analyze import dispatch as expressions
from translator.analyze.state import Analysis, NamespaceItem, ParseState
from translator.analyze.stored import stored_analysis
from translator.catalog.rows import PgType
from translator.catalog.user_types import DomainConstraint
from translator.parser import Node, parse
from translator.query import DomainValue, Expr


class DomainCheck(Struct, frozen=True):
    """A constraint of a domain; the condition speaks of `value`, and None stands for NOT NULL."""

    name: str
    condition: Expr | None
    value: DomainValue


def domain_checks(analysis: Analysis, domain: int) -> tuple[DomainCheck, ...]:
    """NOT NULL first, then the CHECKs from the innermost domain outwards, each domain's by name."""
    catalog = analysis.catalog
    chain: list[PgType] = []
    row = catalog.type(domain)
    while row.typtype == "d":
        chain.insert(0, row)
        row = catalog.type(row.typbasetype)
    found = [DomainCheck("", None, value_of(chain[-1]))] if any(each.typnotnull for each in chain) else []
    for each in chain:
        constraints = [known for known in catalog.type_details(each.oid).constraints if known.kind == "c"]
        found += [_check(analysis, each, known) for known in sorted(constraints, key=lambda known: known.name)]
    return tuple(found)


def value_of(row: PgType) -> DomainValue:
    """VALUE in a constraint of the domain."""
    return DomainValue(type=row.typbasetype, typmod=row.typtypmod)


def _check(analysis: Analysis, row: PgType, constraint: DomainConstraint) -> DomainCheck:
    assert constraint.expression is not None
    plain = stored_analysis(analysis.catalog, analysis.settings)
    node: Node = parse(f"SELECT {constraint.expression}")[0].node.target_list[0].val
    value = value_of(row)
    return DomainCheck(constraint.name, expressions.analyze_expr(value_state(plain, value), node), value)


def value_state(analysis: Analysis, value: DomainValue) -> ParseState:
    """A state in which VALUE can be named and nothing else."""
    state = ParseState(analysis, clause="CHECK")
    state.namespace = [NamespaceItem(None, "", [("value", value)], rel_visible=False)]
    return state
