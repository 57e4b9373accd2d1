"""Comparison functions as SQLite's own operators ("Comparison Functions and Operators").

A type's storage form orders as the type does, under its collation; so every comparison of two values of one type is
native, and indexes serve it. Which functions these are is read from pg_operator.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlglot import exp

from translator.builtins.declare import function, lowering
from translator.catalog.bootstrap import system_catalog
from translator.catalog.fixed_oids import BTREE, HASH
from translator.lower import build
from translator.types import oids
from translator.types.datatype import order_collation
from translator.types.datetime import TIMESTAMP_MAXIMUM
from translator.types.json import compare_jsonb
from translator.types.registry import builtin

_OPERATORS: dict[str, type[exp.Expression]] = {
    "=": exp.EQ, "<>": exp.NEQ, "<": exp.LT, "<=": exp.LTE, ">": exp.GT, ">=": exp.GTE,
}  # fmt: skip
_FAMILIES = (
    oids.INTEGERS,
    frozenset({oids.FLOAT4, oids.FLOAT8}),
    frozenset({oids.TEXT, oids.NAME}),
    *(
        frozenset({oid})
        for oid in (
            oids.BOOL, oids.BYTEA, oids.CHAR, oids.OID, oids.BPCHAR, oids.NUMERIC, oids.DATE, oids.TIMESTAMP,
            oids.TIMESTAMPTZ,
            oids.TIME, oids.TIMETZ, oids.INTERVAL, oids.UUID, oids.JSONB, oids.XID, oids.CID,
            oids.ANYENUM, oids.BIT, oids.VARBIT,
            oids.INET, oids.MACADDR, oids.MACADDR8, oids.MONEY, oids.PG_LSN, oids.TID, oids.XID8,
        )
    ),
)  # fmt: skip
"""Types that share a storage form and an order."""
_GENERIC = frozenset({oids.ANYARRAY, oids.ANYRANGE, oids.ANYMULTIRANGE})
"""Polymorphic types whose stored values compare under a collation of the actual type."""
_DAY_US = 86_400_000_000
_TIMESTAMP_END = TIMESTAMP_MAXIMUM // _DAY_US
"""The first date beyond all timestamps, which is still less than infinity."""


def _native(kind: type[exp.Expression], collation: str | None) -> Callable[..., exp.Expression]:
    def compare(left: exp.Expression, right: exp.Expression) -> exp.Expression:
        return build.compare(kind, left, right, collation)

    return compare


def _collation(oid: int) -> str | None:
    return None if oid == oids.ANYENUM else builtin(oid).collation


def _by_type(kind: type[exp.Expression]) -> Callable[..., exp.Expression]:
    def compare(types: Sequence[int], left: exp.Expression, right: exp.Expression) -> exp.Expression:
        missing = _missing_comparison(types[0], equality=kind in (exp.EQ, exp.NEQ))
        if missing is not None:
            return build.call("pg_incomparable", *map(build.value, missing), left, right)
        return build.compare(kind, left, right, order_collation(types[0]))

    return compare


def _missing_comparison(array: int, *, equality: bool) -> tuple[str, str] | None:
    """What the elements of an array, of a type of PostgreSQL's own, do not have that a comparison needs, and the
    type.
    """
    system = system_catalog()
    row = system.types.get(array)
    element = None if row is None or row.typcategory != "A" else system.types.get(row.typelem)
    if element is None or element.typtype != "b" or element.typcategory == "A":
        return None
    methods = (BTREE, HASH) if equality else (BTREE,)
    served = {**system.default_opclasses, **system.opclass_stand_ins}
    if not any((method, element.oid) in served for method in methods):
        what = "an equality operator" if equality else "a comparison function"
        return what, builtin(element.oid).sqlname
    return None


def _as_timestamp(date: exp.Expression) -> exp.Expression:
    """A date as the timestamp of its midnight; the infinities stay what they are."""
    days = build.wrap(date)
    return build.case(
        [
            (exp.GTE(this=days, expression=build.integer(2**31 - 1)), build.integer(2**63 - 1)),
            (exp.LTE(this=days.copy(), expression=build.integer(-(2**31))), build.integer(-(2**63))),
            (exp.GTE(this=days.copy(), expression=build.integer(_TIMESTAMP_END)), build.integer(2**63 - 2)),
        ],
        exp.Mul(this=days.copy(), expression=build.integer(_DAY_US)),
    )


def _with_date(kind: type[exp.Expression], *, first: bool) -> Callable[..., exp.Expression]:
    def compare(left: exp.Expression, right: exp.Expression) -> exp.Expression:
        return build.binary(kind, _as_timestamp(left) if first else left, right if first else _as_timestamp(right))

    return compare


def _register() -> None:
    system = system_catalog()
    done = set()
    for name, left, right, code in system.operator_columns("oprname", "oprleft", "oprright", "oprcode"):
        kind = _OPERATORS.get(name)
        if kind is None or code in done:
            continue
        sides = {left, right}
        signature = system.procs.value(code, "signature")
        if any(sides <= family for family in _FAMILIES):
            lowering(signature)(_native(kind, _collation(left)))
        elif sides <= _GENERIC and len(sides) == 1:
            lowering(signature, types=True)(_by_type(kind))
        elif sides == {oids.DATE, oids.TIMESTAMP}:
            lowering(signature)(_with_date(kind, first=left == oids.DATE))
        else:
            continue
        done.add(code)


_register()


_PATTERN_ORDER: dict[str, type[exp.Expression]] = {"lt": exp.LT, "le": exp.LTE, "ge": exp.GTE, "gt": exp.GT}
"""Comparison byte by byte, which is how stored text compares under every collation."""

for _name, _kind in _PATTERN_ORDER.items():
    lowering(f"text_pattern_{_name}(text,text)")(_native(_kind, None))
    lowering(f"bpchar_pattern_{_name}(character,character)")(_native(_kind, _collation(oids.BPCHAR)))


@function("jsonb_cmp(jsonb,jsonb)")
def jsonb_cmp(left: str, right: str) -> int:
    """-1, 0 or 1."""
    return compare_jsonb(left, right)
