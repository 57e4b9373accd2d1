"""What an index, or a constraint that makes one, is over: columns or expressions, operator classes, a predicate."""

from __future__ import annotations

from collections.abc import Iterable

from translator.analyze.binary_coercible import binary_coercible
from translator.analyze.collation import named_collation
from translator.analyze.column import SYSTEM_COLUMNS
from translator.analyze.defaults import index_expression
from translator.analyze.expression_collation import CONFLICT, derive
from translator.analyze.method_objects import existing_class, existing_method
from translator.analyze.state import Analysis
from translator.analyze.target import expression_name
from translator.analyze.volatility import is_immutable
from translator.catalog.image import CatalogImage
from translator.catalog.method_facts import orders_as_known
from translator.catalog.relation import IndexColumn, Relation
from translator.catalog.rows import PgOpclass
from translator.deparse import deparse
from translator.errors import PgError
from translator.errors.state import internal_error
from translator.errors.statements import datatype_mismatch, feature_not_supported, indeterminate_collation
from translator.parser import Node, strings
from translator.query import CollateExpr, Expr, Var, walk


def require_access_method(analysis: Analysis, name: str) -> None:
    """Raise PgError 42704 for an access method that there is not, XX000 for one of tables."""
    method = existing_method(analysis, name)
    if method.amtype != "i":
        handler = method.amhandler
        raise internal_error(f"index access method handler function {handler} did not return an IndexAmRoutine struct")


def index_predicate(analysis: Analysis, relation: Relation, node: Node, what: str = "indexes") -> str:
    """A WHERE in canonical text.  Raises PgError 42P17."""
    expr, _ = index_expression(analysis, relation, node, "index predicate")
    _require_immutable(analysis, expr, "index predicate")
    _refuse_virtual_in(relation, expr, what)
    return deparse(analysis.catalog, expr)


def require_able_method(analysis: Analysis, node: Node) -> None:
    """Raise PgError 42704 for an access method that there is not, 0A000 for an index that it cannot make."""
    require_access_method(analysis, node.access_method)
    name = analysis.catalog.built_in_method(existing_method(analysis, node.access_method).oid).amname
    for what, wanted, able in (
        ("unique indexes", node.unique, _UNIQUE),
        ("included columns", bool(node.index_including_params), _INCLUDING),
        ("multicolumn indexes", len(node.index_params) > 1, _SEVERAL),
    ):
        if wanted and name not in able:
            raise PgError("0A000", f'access method "{node.access_method}" does not support {what}')


_UNIQUE = frozenset({"btree"})
_INCLUDING = frozenset({"btree", "gist", "spgist"})
_SEVERAL = frozenset({"btree", "gist", "gin", "brin"})
_ORDERED = frozenset({"btree"})
"""Which access methods can do what: pg_indexam_has_property."""


def included_column(relation: Relation, item: Node) -> int:
    """A column of INCLUDE.  Raises PgError 42703, 0A000 for an expression, 42P17 for what only keys have."""
    if not item.name:
        raise PgError("0A000", "expressions are not supported in included columns")
    number = column_number(relation, item)
    for what, written in (
        ("a collation", bool(item.collation)),
        ("an operator class", bool(item.opclass)),
        ("ASC/DESC options", item.ordering != "SORTBY_DEFAULT"),
        ("NULLS FIRST/LAST options", item.nulls_ordering != "SORTBY_NULLS_DEFAULT"),
    ):
        if written:
            raise PgError("42P17", f"including column does not support {what}")
    refuse_virtual(relation, (number,), "indexes")
    return number


def column_number(relation: Relation, item: Node) -> int:
    """The column that an index element names.  Raises PgError 42703."""
    attribute = relation.column(item.name)
    if attribute is None and item.name in SYSTEM_COLUMNS:
        raise PgError("0A000", "index creation on system columns is not supported")
    if attribute is None:
        raise PgError("42703", f'column "{item.name}" does not exist')
    return attribute.number


def refuse_virtual(relation: Relation, numbers: Iterable[int], what: str) -> None:
    """Raise PgError 0A000 for columns that are computed when they are read."""
    if any(number > 0 and relation.attribute(number).generated == "v" for number in numbers):
        raise PgError("0A000", f"{what} on virtual generated columns are not supported")


def _refuse_virtual_in(relation: Relation, expr: Expr, what: str) -> None:
    refuse_virtual(relation, [part.attno for part in walk(expr) if isinstance(part, Var)], what)


def index_column(analysis: Analysis, relation: Relation, item: Node, method: str, what: str = "indexes") -> IndexColumn:
    """A key: its column or canonical expression, operator class, direction, place of nulls.

    what: what it is a key of, as errors call it.
    """
    descending = item.ordering == "SORTBY_DESC"
    nulls_first = (
        descending if item.nulls_ordering == "SORTBY_NULLS_DEFAULT" else item.nulls_ordering == "SORTBY_NULLS_FIRST"
    )
    written = named_collation(analysis, strings(item.collation), -1) if item.collation else 0
    name = item.name or "expr"
    if item.opclassopts:
        raise feature_not_supported("operator class parameters")
    kind = (0, -1)
    if item.name:
        number, expression = column_number(relation, item), None
        oid, own = relation.attribute(number).type, relation.attribute(number).collation
        refuse_virtual(relation, (number,), what)
    else:
        own = 0
        name = expression_name(item.expr) or name
        expr, _ = index_expression(analysis, relation, item.expr, "index expression")
        _require_immutable(analysis, expr, "index expression")
        _refuse_virtual_in(relation, expr, what)
        if not written:
            own = key_collation(analysis, expr, "index expression")
        expr = without_collate(expr)
        if isinstance(expr, Var):
            number, expression = expr.attno, None
        else:
            number, expression = 0, deparse(analysis.catalog, expr)
            kind = (expr.type, expr.typmod)
        oid = expr.type
    if written and not analysis.catalog.type(oid).typcollation:
        raise datatype_mismatch(f"collations are not supported by type {analysis.catalog.format_type(oid)}")
    opclass = written_opclass(analysis, item, oid, method)
    for options, default, sorting in (("ASC/DESC", "SORTBY_DEFAULT", item.ordering),
                                   ("NULLS FIRST/LAST", "SORTBY_NULLS_DEFAULT", item.nulls_ordering)):  # fmt: skip
        if sorting != default and method not in _ORDERED:
            raise PgError("0A000", f'access method "{method}" does not support {options} options')
    row = analysis.catalog.type(analysis.catalog.base_type(oid))
    collation = written or own or row.typcollation
    return IndexColumn(number, expression, descending, nulls_first, opclass, collation, name, *kind)


def without_collate(expr: Expr) -> Expr:
    """An expression without COLLATE at its top, which is a property of the key."""
    while isinstance(expr, CollateExpr):
        expr = expr.arg
    return expr


def key_collation(analysis: Analysis, expr: Expr, where: str) -> int:
    """The collation that an expression follows, 0 for none.  Raises PgError 42P22."""
    found = derive(analysis.catalog, expr)
    if found.strength == CONFLICT:
        raise indeterminate_collation(f"could not determine which collation to use for {where}")
    return found.collation


def _require_immutable(analysis: Analysis, expr: Expr, where: str) -> None:
    if not is_immutable(analysis.catalog, expr):
        raise PgError("42P17", f"functions in {where} must be marked IMMUTABLE")


def written_opclass(analysis: Analysis, item: Node, oid: int, method: str) -> int:
    """The operator class that a key names, or the default one.  Raises PgError 42704, 42804."""
    catalog = analysis.catalog
    base = catalog.base_type(oid)
    if item.opclass:
        names = strings(item.opclass)
        opclass = existing_class(analysis, method, names)
        if not binary_coercible(catalog, base, opclass.opcintype):
            shown = catalog.format_type(oid)
            raise datatype_mismatch(f'operator class "{".".join(names)}" does not accept data type {shown}')
        _require_built_in(analysis, method)
        if opclass.oid not in catalog.system.opclasses and not orders_as_known(catalog, opclass):
            raise feature_not_supported(f"an index by operator class {'.'.join(names)}")
        return opclass.oid
    default = default_opclass(catalog, oid, method)
    _require_built_in(analysis, method)
    return default.oid


def _require_built_in(analysis: Analysis, method: str) -> None:
    if existing_method(analysis, method).oid not in analysis.catalog.system.access_methods:
        raise feature_not_supported(f"an index by access method {method}")


def default_opclass(catalog: CatalogImage, oid: int, method: str) -> PgOpclass:
    """The operator class by which an access method indexes a type unless told otherwise.  Raises PgError 42704."""
    am = next(row.oid for row in catalog.access_methods() if row.amname == method)
    default = catalog.default_opclass(catalog.base_type(oid), am)
    if default is None:
        raise PgError(
            "42704",
            f'data type {catalog.format_type(oid)} has no default operator class for access method "{method}"',
            hint="You must specify an operator class for the index or define a default operator class for the "
            "data type.",
        )
    return default
