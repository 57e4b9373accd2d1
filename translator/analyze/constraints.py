"""Constraints as written in CREATE and ALTER TABLE: raw tree to NewConstraint, expressions in canonical text."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from msgspec.structs import replace

from translator import command as c
from translator.analyze import dispatch as expressions
from translator.analyze.coerce import coerce
from translator.analyze.column import SYSTEM_COLUMNS
from translator.analyze.constraint_attributes import ATTRIBUTES, with_attribute
from translator.analyze.constraint_index import key_of_index
from translator.analyze.ddl_drop import relation_of
from translator.analyze.defaults import check_expression, relation_state
from translator.analyze.exclusion import exclusion
from translator.analyze.not_null_inheritance import require_one_inheritance
from translator.analyze.sequence_options import sequence_definition, sequence_name
from translator.analyze.state import Analysis, ParseState
from translator.analyze.tablespace import new_tablespace
from translator.analyze.volatility import is_immutable
from translator.analyze.without_overlaps import without_overlaps
from translator.catalog.fixed_oids import FIRST_NORMAL_OID
from translator.catalog.relation import Attribute, Relation
from translator.deparse import deparse
from translator.errors import PgError, without_location
from translator.errors.definitions import undefined_column_of_relation, undefined_key_column
from translator.errors.statements import feature_not_supported, syntax_error
from translator.parser import Node, strings
from translator.query import Const, Expr, Var, walk
from translator.types import oids


def column_constraints(
    analysis: Analysis, relation: Relation, column: c.NewColumn, nodes: Sequence[Node]
) -> tuple[c.NewColumn, list[c.NewConstraint]]:
    """A column with what its constraints say of it, and those that are constraints of the table."""
    require_one_inheritance(column.attribute.name, nodes, serial=column.serial)
    found: list[c.NewConstraint] = []
    nullable = False
    before, given = "", frozenset[str]()
    values = ["CONSTR_DEFAULT"] if column.serial else []
    for node in nodes:
        kind = node.contype
        attribute = column.attribute
        if kind in _VALUES:
            values.append(kind)
            _refuse_several_values(relation, attribute, values, -1 if column.serial else node.location)
        if kind == "CONSTR_NOTNULL":
            _ = node.is_enforced, node.initially_valid, node.skip_validation
            if nullable:
                raise _null_conflict(relation, attribute, node)
            inherits = column.not_null or not node.is_no_inherit
            column = replace(column, attribute=replace(attribute, not_null=True), not_null=inherits)
            if node.conname or node.is_no_inherit:
                _require_one_name([known.name for known in found if known.kind == "n"], node.conname)
                found.append(c.NewConstraint("n", node.conname, (attribute.name,), no_inherit=node.is_no_inherit))
        elif kind == "CONSTR_NULL":
            nullable = True
            if column.serial or attribute.identity or attribute.not_null:
                raise _null_conflict(relation, attribute, node)
        elif kind == "CONSTR_DEFAULT":
            with _expression_of(relation):
                text = default_text(analysis, attribute, node.raw_expr)
            column = replace(column, attribute=replace(attribute, default=text))
        elif kind == "CONSTR_IDENTITY":
            column = _identity(analysis, column, node)
        elif kind == "CONSTR_GENERATED":
            column = replace(column, attribute=_generated(analysis, relation, attribute, node))
        elif kind in ATTRIBUTES:
            given = _checked(before, given, node)
            found[-1] = with_attribute(found[-1], kind)
            continue
        else:
            found.append(table_constraint(analysis, relation, node, attribute.name))
        before, given = kind, frozenset()
    return column, found


def _require_one_name(known: Sequence[str], name: str) -> None:
    """Raise PgError 42601 where a column is NOT NULL by two names."""
    if any(other != name for other in known):
        message = f'conflicting not-null constraint names "{known[0]}" and "{name}"'
        raise PgError("42601", message)


_VALUES = {
    "CONSTR_DEFAULT": ("default values", "default"),
    "CONSTR_IDENTITY": ("identity specifications", "identity"),
    "CONSTR_GENERATED": ("generation clauses", "generation expression"),
}
"""What gives a column its values, as messages call several of a kind, and one."""


def _refuse_several_values(relation: Relation, attribute: Attribute, values: Sequence[str], location: int) -> None:
    """Raise PgError 42601 where a column has two ways to get its values."""
    of = f'specified for column "{attribute.name}" of table "{relation.name}"'
    *earlier, last = values
    if last in earlier:
        of = of.removeprefix("specified ") if last == "CONSTR_IDENTITY" else of
        raise PgError("42601", f"multiple {_VALUES[last][0]} {of}", location=location)
    if earlier:
        one, other = (_VALUES[kind][1] for kind in _VALUES if kind in (earlier[0], last))
        raise PgError("42601", f"both {one} and {other} {of}", location=location)


def _expression_of(relation: Relation) -> AbstractContextManager[None]:
    """Expressions of a table that is there are analyzed when the command is carried out."""
    return without_location() if relation.oid else nullcontext()


def _checked(constraint: str, given: frozenset[str], node: Node) -> frozenset[str]:
    """The kinds of attributes that the constraint before has with this one.  Raises PgError 42601."""
    attribute = ATTRIBUTES[node.contype]
    if constraint not in attribute.of:
        raise syntax_error(f"misplaced {attribute.written} clause", at=node.location)
    if attribute.kind in given:
        raise syntax_error(f"multiple {attribute.kind} clauses not allowed", at=node.location)
    given |= {attribute.kind, node.contype}
    if {"CONSTR_ATTR_NOT_DEFERRABLE", "CONSTR_ATTR_DEFERRED"} <= given:
        raise syntax_error("constraint declared INITIALLY DEFERRED must be DEFERRABLE", at=node.location)
    return given


def _null_conflict(relation: Relation, attribute: Attribute, node: Node) -> PgError:
    message = f'conflicting NULL/NOT NULL declarations for column "{attribute.name}" of table "{relation.name}"'
    return PgError("42601", message, location=node.location)


def default_text(analysis: Analysis, attribute: Attribute, node: Node) -> str | None:
    """A DEFAULT in canonical text, None for NULL, which is no default at all.

    Raises PgError 0A000 for columns or subqueries in it, 42804 for a wrong type.
    """
    state = ParseState(analysis, clause="DEFAULT")
    _forbid_columns(node)
    expr = expressions.analyze_expr(state, node)
    coerced = coerce(analysis, expr, attribute.type, attribute.typmod, "a")
    if coerced is None:
        raise _not_assignable(analysis, attribute, expr)
    if isinstance(coerced, Const) and coerced.value is None:
        return None
    return deparse(analysis.catalog, coerced)


def _not_assignable(analysis: Analysis, attribute: Attribute, expr: Expr) -> PgError:
    names = analysis.catalog.format_type
    return PgError(
        "42804",
        f'column "{attribute.name}" is of type {names(attribute.type)} '
        f"but default expression is of type {names(expr.type)}",
        hint="You will need to rewrite or cast the expression.",
    )


def _forbid_columns(node: Node) -> None:
    if node.tag == "ColumnRef":
        raise PgError("0A000", "cannot use column reference in DEFAULT expression", location=node.location)
    for child in node.children():
        _forbid_columns(child)


def require_identity_type(attribute: Attribute) -> None:
    """Raise PgError 22023 for a type that no sequence counts in."""
    if attribute.type not in oids.INTEGERS:
        raise PgError("22023", "identity column type must be smallint, integer, or bigint")


def _identity(analysis: Analysis, column: c.NewColumn, node: Node) -> c.NewColumn:
    attribute = column.attribute
    require_identity_type(attribute)
    sequence = replace(sequence_definition(analysis, node.options, attribute.type), identity=True)
    identity = replace(attribute, identity=node.generated_when, not_null=True)
    return replace(column, attribute=identity, sequence=sequence, sequence_name=sequence_name(analysis, node.options))


def _generated(analysis: Analysis, relation: Relation, attribute: Attribute, node: Node) -> Attribute:
    """GENERATED ALWAYS AS (expression): its text stands where a default would."""
    with _expression_of(relation):
        text = generation_text(analysis, relation, attribute, node.raw_expr)
    _ = node.generated_when
    if node.generated_kind == "v":
        _require_plain_type(analysis, attribute)
    return replace(attribute, default=text, generated="v" if node.generated_kind == "v" else "s")


def _require_plain_type(analysis: Analysis, attribute: Attribute) -> None:
    """Raise PgError 0A000 for a type that a virtual column cannot have."""
    base = analysis.catalog.array_element(attribute.type) or attribute.type
    if analysis.catalog.type(attribute.type).typtype == "d":
        raise PgError("0A000", f'virtual generated column "{attribute.name}" cannot have a domain type')
    if base >= FIRST_NORMAL_OID:
        raise PgError(
            "0A000",
            f'virtual generated column "{attribute.name}" cannot have a user-defined type',
            detail="Virtual generated columns that make use of user-defined types are not yet supported.",
        )


def generation_text(analysis: Analysis, relation: Relation, attribute: Attribute, node: Node) -> str:
    """The text of a generation expression.  Raises PgError 42P17, 42804 and what is wrong in the expression."""
    state, _ = relation_state(analysis, relation, "generation expression")
    expr = expressions.analyze_expr(state, node)
    for part in walk(expr):
        if isinstance(part, Var) and relation.attribute(part.attno).generated:
            raise PgError(
                "42P17",
                f'cannot use generated column "{relation.attribute(part.attno).name}" in column generation expression',
                detail="A generated column cannot reference another generated column.", location=part.location,
            )  # fmt: skip
    if not is_immutable(analysis.catalog, expr):
        raise PgError("42P17", "generation expression is not immutable")
    coerced = coerce(analysis, expr, attribute.type, attribute.typmod, "a")
    if coerced is None:
        raise _not_assignable(analysis, attribute, expr)
    return deparse(analysis.catalog, coerced)


_NOT_FOREIGN = {
    "CONSTR_PRIMARY": "primary key", "CONSTR_UNIQUE": "unique", "CONSTR_FOREIGN": "foreign key",
    "CONSTR_EXCLUSION": "exclusion",
}  # fmt: skip
"""What foreign tables have none of."""


def table_constraint(analysis: Analysis, relation: Relation, node: Node, column: str = "") -> c.NewConstraint:
    """A constraint of a table; `column` is the one it is written at."""
    kind = node.contype
    _ = node.initially_valid, node.is_enforced
    if relation.kind == "f" and kind in _NOT_FOREIGN:
        message = f"{_NOT_FOREIGN[kind]} constraints are not supported on foreign tables"
        raise PgError("0A000", message, location=node.location)
    if kind == "CONSTR_CHECK":
        return _check(analysis, relation, node)
    if kind in ("CONSTR_PRIMARY", "CONSTR_UNIQUE") and node.indexname:
        return key_of_index(analysis, relation, node)
    if kind in ("CONSTR_PRIMARY", "CONSTR_UNIQUE"):
        return _unique(analysis, relation, node, column)
    if kind == "CONSTR_FOREIGN":
        return _foreign(analysis, relation, node, column)
    if kind == "CONSTR_NOTNULL":
        columns = tuple(strings(node.keys))
        _require_able_to_be_not_null(relation, columns)
        not_valid = node.skip_validation and bool(relation.oid)
        return c.NewConstraint("n", node.conname, columns, not_valid=not_valid, no_inherit=node.is_no_inherit)
    if kind == "CONSTR_EXCLUSION":
        return exclusion(analysis, relation, node)
    raise feature_not_supported(kind)


def _require_able_to_be_not_null(relation: Relation, columns: Sequence[str]) -> None:
    """Raise PgError 42703, or 0A000 for a column of the system's."""
    for name in columns:
        if relation.column(name) is None and name in SYSTEM_COLUMNS:
            raise PgError("0A000", f'cannot add not-null constraint on system column "{name}"')
        if relation.column(name) is None:
            raise undefined_column_of_relation(name, relation.name)


def _check(analysis: Analysis, relation: Relation, node: Node) -> c.NewConstraint:
    with _expression_of(relation):
        expr, _ = check_expression(analysis, relation, node.raw_expr)
    columns = {relation.attribute(part.attno).name: None for part in walk(expr) if isinstance(part, Var)}
    return c.NewConstraint(
        "c",
        node.conname,
        tuple(columns),
        deparse(analysis.catalog, expr),
        not_valid=node.skip_validation or not node.is_enforced,
        enforced=node.is_enforced,
        no_inherit=node.is_no_inherit,
    )


def _unique(analysis: Analysis, relation: Relation, node: Node, column: str) -> c.NewConstraint:
    columns = tuple(strings(node.keys)) or ((column,) if column else ())
    if relation.oid and node.contype == "CONSTR_PRIMARY":
        _require_able_to_be_not_null(relation, columns)
    for name in columns:
        if relation.column(name) is None and name in SYSTEM_COLUMNS:
            raise _system_key_column()
        if relation.column(name) is None:
            raise undefined_key_column(name, at=-1 if relation.oid else node.location)
        if columns.count(name) > 1:
            word = "primary key" if node.contype == "CONSTR_PRIMARY" else "unique"
            raise PgError("42701", f'column "{name}" appears twice in {word} constraint', location=node.location)
    for name in strings(node.including):
        if relation.column(name) is None and name in SYSTEM_COLUMNS:
            raise _system_key_column()
        if relation.column(name) is None:
            raise undefined_key_column(name, at=-1 if relation.oid else node.location)
    tablespace = new_tablespace(analysis, node.indexspace, relation.persistence, partitioned=relation.kind == "p")
    keys, operators = without_overlaps(analysis, relation, columns, node) if node.without_overlaps else ((), ())
    for option in node.options:
        option.accept()
    return c.NewConstraint(
        "p" if node.contype == "CONSTR_PRIMARY" else "u",
        node.conname,
        columns,
        deferrable=node.deferrable,
        deferred=node.initdeferred,
        nulls_not_distinct=node.nulls_not_distinct,
        included=tuple(strings(node.including)),
        keys=keys,
        operators=operators,
        method="gist" if keys else "btree",
        period=bool(keys),
        tablespace=tablespace,
    )


def _system_key_column() -> PgError:
    return PgError("0A000", "index creation on system columns is not supported")


def _names_itself(analysis: Analysis, relation: Relation, table: Node) -> bool:
    """Whether a name means the table that is made or changed, which comes in its schema's place in the search_path."""
    if table.relname != relation.name:
        return False
    if not relation.namespace:  # the schema of temporary tables, which is made with the first one
        return table.schemaname in ("", "pg_temp")
    for namespace in analysis.catalog.path(table.schemaname or None):
        if namespace == relation.namespace:
            return True
        if analysis.catalog.name_taken(namespace, relation.name):
            return False
    return False


def _foreign(analysis: Analysis, relation: Relation, node: Node, column: str) -> c.NewConstraint:
    columns = tuple(strings(node.fk_attrs)) or (column,)
    for name in columns:
        if relation.column(name) is None and name in SYSTEM_COLUMNS:
            raise PgError("0A000", "system columns cannot be used in foreign keys")
        if relation.column(name) is None:
            raise PgError("42703", f'column "{name}" referenced in foreign key constraint does not exist')
    table = node.pktable
    _ = table.inh, table.relpersistence
    to_itself = _names_itself(analysis, relation, table)
    parent = relation if to_itself else relation_of(analysis, table)
    referenced = tuple(strings(node.pk_attrs))
    return c.NewConstraint(
        "f",
        node.conname,
        columns,
        references=0 if to_itself else parent.oid,
        referenced_columns=referenced,
        on_update=node.fk_upd_action,
        on_delete=node.fk_del_action,
        match=node.fk_matchtype,
        deferrable=node.deferrable,
        deferred=node.initdeferred,
        not_valid=node.skip_validation or not node.is_enforced,
        enforced=node.is_enforced,
        set_columns=_set_columns(relation, columns, node),
        period=node.fk_with_period,
        referenced_period=node.pk_with_period,
    )


def _set_columns(relation: Relation, columns: tuple[str, ...], node: Node) -> tuple[str, ...]:
    """Those of ON DELETE SET.  Raises PgError 42703, 42P10 for one that is not in the foreign key."""
    names = tuple(dict.fromkeys(strings(node.fk_del_set_cols)))
    for name in names:
        if relation.column(name) is None:
            raise PgError("42703", f'column "{name}" referenced in foreign key constraint does not exist')
        if name not in columns:
            message = f'column "{name}" referenced in ON DELETE SET action must be part of foreign key'
            raise PgError("42P10", message)
    return names
