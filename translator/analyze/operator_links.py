"""The commutator and negator of an operator, which point back at it and are made as shells where they are missing."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from translator.analyze.qualified_name import new_object_place
from translator.analyze.state import Analysis
from translator.catalog.own_row_text import operator_signature
from translator.catalog.rows import PgOperator
from translator.errors import PgError
from translator.errors.objects import invalid_function_definition, undefined_schema
from translator.errors.statements import feature_not_supported


class Links(Struct, frozen=True):
    """The names of an operator's commutator and negator, None for none."""

    commutator: Sequence[str] | None = None
    negator: Sequence[str] | None = None


def already_set(name: str) -> PgError:
    """Raised where ALTER OPERATOR would change what may only be added."""
    return invalid_function_definition(f'operator attribute "{name}" cannot be changed if it has already been set')


def linked(analysis: Analysis, operator: PgOperator, links: Links) -> tuple[PgOperator, ...]:
    """What is to be written: the shells, the operators that point back now, and the operator itself at the end.

    Raises PgError 42P13 where one of them has another partner already.
    """
    rows: dict[int, PgOperator] = {}
    for word, column, names in (("commutator", "oprcom", links.commutator), ("negator", "oprnegate", links.negator)):
        if names is None:
            continue
        left, right = operator.oprleft, operator.oprright
        if word == "commutator":
            left, right = right, left
        other = _other(analysis, operator, names, left, right, -2 - len(rows), rows)
        if other is None:
            if word == "negator":
                raise invalid_function_definition("operator cannot be its own negator")
            if operator.oprcom not in (0, operator.oid):
                raise already_set(word)
            operator = replace(operator, oprcom=operator.oid)
            continue
        if getattr(operator, column) not in (0, other.oid):
            raise already_set(word)
        if getattr(other, column) not in (0, operator.oid):
            taken = analysis.catalog.operator(getattr(other, column))
            shown = other.oprname, taken.oprname
            raise invalid_function_definition(
                f"{word} operator {shown[0]} is already the {word} of operator {shown[1]}"
            )
        rows[other.oid] = replace(other, **{column: operator.oid})
        operator = replace(operator, **{column: other.oid})
    return (*rows.values(), operator)


def _other(
    analysis: Analysis, operator: PgOperator, names: Sequence[str], left: int, right: int, fresh: int,
    rows: dict[int, PgOperator],
) -> PgOperator | None:  # fmt: skip
    """The operator of a name, a new shell, or None for the operator itself."""
    catalog = analysis.catalog
    schema = names[-2] if len(names) > 1 else None
    if schema is not None and catalog.namespace(schema) is None:
        raise undefined_schema(schema)
    wanted = (names[-1], left, right)
    found = next(
        (row for row in catalog.operators_named(names[-1], schema) if (row.oprleft, row.oprright) == (left, right)),
        None,
    )
    if found is not None and found.oid == operator.oid:
        return None
    if found is not None:
        known = rows.get(found.oid, found)
        if catalog.own_rows.rows.get(("pg_operator", found.oid)) is None and not (found.oprcom and found.oprnegate):
            raise feature_not_supported(f"linking the system's operator {operator_signature(catalog, found)}")
        return known
    name, namespace = new_object_place(analysis, names, "an operator")
    if wanted == (operator.oprname, operator.oprleft, operator.oprright) and namespace.oid == operator.oprnamespace:
        return None
    made = next(
        (row for row in rows.values() if (row.oprname, row.oprnamespace, row.oprleft, row.oprright)
         == (name, namespace.oid, left, right)), None,
    )  # fmt: skip
    return made or PgOperator(fresh, name, namespace.oid, 0, "b" if left else "l", oprleft=left, oprright=right)
