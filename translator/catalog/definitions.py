"""Constraints and indexes as SQL, in the form that pg_get_constraintdef and pg_get_indexdef give them."""

from __future__ import annotations

from msgspec.structs import replace

from translator.catalog.bootstrap import SystemCatalog
from translator.catalog.expression_text import domain_expression_text, expression_collation, expression_text
from translator.catalog.image import CatalogImage
from translator.catalog.own_row_text import opclass_name
from translator.catalog.quote import quote_identifier, quote_literal, quote_qualified
from translator.catalog.relation import Constraint, Index, IndexColumn, Relation
from translator.catalog.rows import PgType
from translator.catalog.user_types import DomainConstraint
from translator.parser import expression_node

_CALLS = frozenset({"FuncCall", "CoalesceExpr", "MinMaxExpr", "SQLValueFunction", "JsonFuncExpr"})
"""Expressions that need no parentheses as an index key."""
_ACTIONS = {"r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}


def constraint_definition(
    image: CatalogImage, relation: Relation, constraint: Constraint, *, simplify: bool = False
) -> str:
    """What follows the constraint's name; `simplify` leaves out superfluous parentheses."""
    if constraint.expression is not None:
        shown = expression_text(image, relation, constraint.expression, pretty=simplify)
        constraint = replace(constraint, expression=shown)
    if constraint.kind == "x":
        text = _exclusion(image, relation, constraint, pretty=simplify)
    else:
        text = _CONSTRAINTS[constraint.kind](image, relation, constraint)
    if constraint.deferrable:
        text += " DEFERRABLE"
    if constraint.deferred:
        text += " INITIALLY DEFERRED"
    if not constraint.enforced:
        text += " NOT ENFORCED"
    elif not constraint.validated:
        text += " NOT VALID"
    return text


def domain_constraint_definition(
    image: CatalogImage, domain: PgType, constraint: DomainConstraint, *, simplify: bool = False
) -> str:
    """What follows the name of a domain's constraint."""
    if constraint.expression is None:
        return "NOT NULL"
    expression = domain_expression_text(image, domain, constraint.expression, pretty=simplify)
    return f"CHECK ({expression})" + ("" if constraint.validated else " NOT VALID")


def _columns(relation: Relation, numbers: tuple[int, ...]) -> str:
    return ", ".join(quote_identifier(relation.attribute(number).name) for number in numbers)


def _key_columns(relation: Relation, constraint: Constraint) -> str:
    return _columns(relation, constraint.columns) + (" WITHOUT OVERLAPS" if constraint.period else "")


def _with_period(relation: Relation, constraint: Constraint, numbers: tuple[int, ...]) -> str:
    """The columns of one side of a foreign key."""
    if not constraint.period:
        return _columns(relation, numbers)
    return f"{_columns(relation, numbers[:-1])}, PERIOD {_columns(relation, numbers[-1:])}"


def _primary(image: CatalogImage, relation: Relation, constraint: Constraint) -> str:
    return f"PRIMARY KEY ({_key_columns(relation, constraint)}){_include(relation, constraint)}"


def _unique(image: CatalogImage, relation: Relation, constraint: Constraint) -> str:
    index = next((index for index in relation.indexes if index.oid == constraint.index), None)
    distinct = "NULLS NOT DISTINCT " if index is not None and index.nulls_not_distinct else ""
    return f"UNIQUE {distinct}({_key_columns(relation, constraint)}){_include(relation, constraint)}"


def _include(relation: Relation, constraint: Constraint) -> str:
    index = next((index for index in relation.indexes if index.oid == constraint.index), None)
    return f" INCLUDE ({_columns(relation, index.included)})" if index is not None and index.included else ""


def _check(image: CatalogImage, relation: Relation, constraint: Constraint) -> str:
    suffix = " NO INHERIT" if constraint.no_inherit else ""
    return f"CHECK ({constraint.expression}){suffix}"


def _not_null(image: CatalogImage, relation: Relation, constraint: Constraint) -> str:
    suffix = " NO INHERIT" if constraint.no_inherit else ""
    return f"NOT NULL {_columns(relation, constraint.columns)}{suffix}"


def _foreign(image: CatalogImage, relation: Relation, constraint: Constraint) -> str:
    parent = image.relation(constraint.references)
    assert parent is not None
    columns = _with_period(relation, constraint, constraint.columns)
    text = f"FOREIGN KEY ({columns}) REFERENCES {relation_name(image, parent)}"
    text += f"({_with_period(parent, constraint, constraint.referenced_columns)})"
    if constraint.match == "f":
        text += " MATCH FULL"
    if constraint.on_update in _ACTIONS:
        text += f" ON UPDATE {_ACTIONS[constraint.on_update]}"
    if constraint.on_delete in _ACTIONS:
        text += f" ON DELETE {_ACTIONS[constraint.on_delete]}"
    if constraint.set_columns:
        text += f" ({_columns(relation, constraint.set_columns)})"
    return text


def _exclusion(image: CatalogImage, relation: Relation, constraint: Constraint, *, pretty: bool) -> str:
    index = next(index for index in relation.indexes if index.oid == constraint.index)
    index = _with_shown_expressions(image, relation, index, pretty=pretty)
    keys = [index_key(image, relation, key) for key in index.columns]
    names = [image.operator(oid).oprname for oid in constraint.operators]
    tests = ", ".join(f"{key} WITH {name}" for key, name in zip(keys, names, strict=True))
    text = f"EXCLUDE USING {quote_identifier(index.method)} ({tests})"
    if index.predicate is not None:
        text += f" WHERE ({index.predicate})"
    return text


_CONSTRAINTS = {"p": _primary, "u": _unique, "c": _check, "n": _not_null, "f": _foreign}


def relation_name(image: CatalogImage, relation: Relation) -> str:
    """The relation's name, qualified where the search_path does not find it."""
    if image.find_oid(relation.name) == relation.oid:
        return quote_identifier(relation.name)
    return qualified_name(image, relation)


def qualified_name(image: CatalogImage, relation: Relation) -> str:
    namespace = image.namespace_by_oid(relation.namespace)
    return quote_qualified(None if namespace is None else namespace.nspname, relation.name)


def system_index_definition(system: SystemCatalog, oid: int, column: int = 0, *, pretty: bool = False) -> str | None:
    """The same of a system catalog's index, which is a plain one; None where there is none."""
    row = system.classes.get(oid)
    index = None if row is None else system.index_rows.get(oid)
    if row is None or index is None:
        return None
    table = system.classes[index.indrelid]
    names = {attribute.attnum: quote_identifier(attribute.attname) for attribute in system.attributes[table.oid]}
    keys = [names[number] for number in index.indkey]
    if column:
        return keys[column - 1] if column <= len(keys) else ""
    unique = "UNIQUE " if index.indisunique else ""
    on = table.relname if pretty else f"{system.namespaces[table.relnamespace].nspname}.{table.relname}"
    return f"CREATE {unique}INDEX {row.relname} ON {on} USING btree ({', '.join(keys)})"


def index_definition(
    image: CatalogImage, relation: Relation, index: Index, column: int = 0, *, pretty: bool = False
) -> str:
    """CREATE INDEX, or with `column` that key alone."""
    index = _with_shown_expressions(image, relation, index, pretty=pretty)
    keys = [index_key(image, relation, key) for key in index.columns]
    if column:
        everything = [_bare_key(relation, key) for key in index.columns] + [
            quote_identifier(relation.attribute(number).name) for number in index.included
        ]
        return everything[column - 1] if column <= len(everything) else ""
    unique = "UNIQUE " if index.unique else ""
    table = relation_name(image, relation) if pretty else qualified_name(image, relation)
    only = "ONLY " if relation.kind == "p" else ""
    text = (
        f"CREATE {unique}INDEX {quote_identifier(index.name)} ON {only}{table} "
        f"USING {quote_identifier(index.method)} ({', '.join(keys)})"
    )
    if index.included:
        text += f" INCLUDE ({_columns(relation, index.included)})"
    if index.nulls_not_distinct:
        text += " NULLS NOT DISTINCT"
    if index.options:
        text += f" WITH ({', '.join(map(_option, index.options))})"
    if index.predicate is not None:
        text += f" WHERE {index.predicate}"
    return text


def _option(text: str) -> str:
    """A storage parameter; its value is a string unless it could be a name."""
    name, value = text.split("=", 1)
    return f"{quote_identifier(name)}={value if quote_identifier(value) == value else quote_literal(value)}"


def _with_shown_expressions(image: CatalogImage, relation: Relation, index: Index, *, pretty: bool) -> Index:
    """The index with its expressions as they are shown."""

    def shown(text: str | None) -> str | None:
        return None if text is None else expression_text(image, relation, text, pretty=pretty)

    columns = tuple(replace(key, expression=shown(key.expression)) for key in index.columns)
    return replace(index, columns=columns, predicate=shown(index.predicate))


def _bare_key(relation: Relation, key: IndexColumn) -> str:
    if key.number:
        return quote_identifier(relation.attribute(key.number).name)
    assert key.expression is not None
    return bare_expression(key.expression)


def bare_expression(text: str) -> str:
    """An expression as it stands in a list of columns: in parentheses, unless it is a function's call."""
    node = expression_node(text)
    is_call = node.tag in _CALLS or (node.tag == "A_Expr" and node.kind == "AEXPR_NULLIF")
    return text if is_call else f"({text})"


def _own_collation(image: CatalogImage, relation: Relation, number: int) -> int:
    """The collation of a column."""
    attribute = relation.attribute(number)
    return attribute.collation or image.type(image.base_type(attribute.type)).typcollation


def _collation(image: CatalogImage, relation: Relation, key: IndexColumn) -> int:
    """The collation that a key has by itself."""
    if key.number:
        return _own_collation(image, relation, key.number)
    assert key.expression is not None
    return expression_collation(image, relation, key.expression)


def index_key(image: CatalogImage, relation: Relation, key: IndexColumn) -> str:
    """One key with its operator class, direction and place of nulls where they are not the default."""
    text = _bare_key(relation, key)
    if key.collation and key.collation != _collation(image, relation, key):
        text += f" COLLATE {image.shown_collation(key.collation)}"
    text += _opclass(image, key)
    if key.descending:
        text += " DESC"
        if not key.nulls_first:
            text += " NULLS LAST"
    elif key.nulls_first:
        text += " NULLS FIRST"
    return text


def _opclass(image: CatalogImage, key: IndexColumn) -> str:
    """The name of an operator class that is not the default."""
    opclass = image.opclass(key.opclass)
    return "" if opclass is None or opclass.opcdefault else f" {opclass_name(image, opclass)}"


_STRATEGIES = {"l": "LIST", "r": "RANGE", "h": "HASH"}


def partition_columns(image: CatalogImage, relation: Relation) -> str:
    """The columns and expressions of a partition key, with commas between them."""
    key = relation.partition_key
    assert key is not None
    shown = []
    for column in key.columns:
        if column.expression is None:
            text = quote_identifier(relation.attribute(column.number).name)
            own = _own_collation(image, relation, column.number)
        else:
            text = expression_text(image, relation, column.expression, pretty=False)
            text = bare_expression(text)
            own = expression_collation(image, relation, column.expression)
        if column.collation and column.collation != own:
            text += f" COLLATE {image.shown_collation(column.collation)}"
        text += _opclass(image, column)
        shown.append(text)
    return ", ".join(shown)


def partition_key_definition(image: CatalogImage, relation: Relation) -> str:
    """As pg_get_partkeydef prints it."""
    assert relation.partition_key is not None
    return f"{_STRATEGIES[relation.partition_key.strategy]} ({partition_columns(image, relation)})"
