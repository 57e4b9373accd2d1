"""ALTER TABLE and NOT NULL: setting and dropping it, its validation, and whether children have it too.

A constraint that is NOT VALID marks its column as not null, as in pg_attribute, but rows of before may be.
Manual: ALTER TABLE.
"""

from __future__ import annotations

from msgspec.structs import replace

from pgproxy.alteration import Alteration
from translator import command as c
from translator.catalog.relation import Attribute, Constraint, Relation
from translator.errors import PgError
from translator.errors.definitions import unvalidated_not_null

_VALIDATE = "You might need to validate it using ALTER TABLE ... VALIDATE CONSTRAINT."
_INHERIT = (
    "You might need to make the existing constraint inheritable using ALTER TABLE ... ALTER CONSTRAINT ... INHERIT."
)


def add_not_null(alteration: Alteration, attribute: Attribute, name: str = "") -> None:
    """Mark a column, none of whose values is null, with a constraint."""
    builder = alteration.builder()
    builder.add_constraint(c.NewConstraint("n", name, (attribute.name,)))
    alteration.take(builder)


def set_not_null(alteration: Alteration, action: c.AlterAction) -> None:
    """Raises PgError 23502, 0A000."""
    attribute = alteration.attribute(action.column)
    known = alteration.relation.not_null_constraint(attribute.number)
    if known is None:
        alteration.require_not_null(attribute)
        add_not_null(alteration, attribute)
        return
    if known.no_inherit:
        raise _other_inheritance("0A000", alteration.relation, known, hint=None)
    if not known.validated:
        validate_not_null(alteration, known)
    if not known.local:
        alteration.replace_constraint(replace(alteration.relation.constraint(known.oid), local=True), schema=False)


def drop_not_null(alteration: Alteration, action: c.AlterAction) -> None:
    attribute = alteration.attribute(action.column)
    known = alteration.relation.not_null_constraint(attribute.number)
    kept = tuple(constraint for constraint in alteration.relation.constraints if constraint is not known)
    alteration.relation = replace(alteration.relation, constraints=kept)
    alteration.change(replace(attribute, not_null=False))


def validate_not_null(alteration: Alteration, constraint: Constraint) -> None:
    """Raises PgError 23502."""
    alteration.require_not_null(alteration.relation.attribute(constraint.columns[0]))
    alteration.replace_constraint(replace(constraint, validated=True))


def refuse_incompatible(relation: Relation, written: c.NewConstraint) -> None:
    """Raise PgError 55000 where a column is NOT NULL in a way that the new constraint cannot be added to."""
    for name in written.columns:
        attribute = relation.column(name)
        known = None if attribute is None else relation.not_null_constraint(attribute.number)
        if known is None:
            continue
        if written.kind == "n" and known.no_inherit != written.no_inherit:
            raise _other_inheritance("55000", relation, known, hint=_INHERIT)
        if written.kind == "p" and known.no_inherit:
            raise _unfit_for_key(relation, name, known, "NO INHERIT", _INHERIT)
        if known.validated or written.not_valid:
            continue
        if written.kind == "n":
            raise unvalidated_not_null(known.name, relation.name)
        raise _unfit_for_key(relation, name, known, "NOT VALID", _VALIDATE)


def _unfit_for_key(relation: Relation, column: str, known: Constraint, mark: str, hint: str) -> PgError:
    detail = f'The constraint "{known.name}" on column "{column}" of table "{relation.name}", marked {mark}, '
    message = f'cannot create primary key on column "{column}"'
    return PgError("55000", message, detail=f"{detail}is incompatible with a primary key.", hint=hint)


def _other_inheritance(sqlstate: str, relation: Relation, known: Constraint, *, hint: str | None) -> PgError:
    message = f'cannot change NO INHERIT status of NOT NULL constraint "{known.name}" on relation "{relation.name}"'
    return PgError(sqlstate, message, hint=hint)


def alter_inheritance(alteration: Alteration, action: c.AlterAction) -> None:
    """ALTER CONSTRAINT ... INHERIT and NO INHERIT of a NOT NULL constraint, which the children get or keep.

    Raises PgError 55000, 23502.
    """
    constraint = next(known for known in alteration.relation.constraints if known.name == action.constraint_name)
    assert action.constraint is not None
    if constraint.inherited:
        where = f'constraint "{constraint.name}" on relation "{alteration.relation.name}"'
        raise PgError("55000", f"cannot alter inherited {where}")
    no_inherit = action.constraint.no_inherit
    if constraint.no_inherit == no_inherit:
        return
    alteration.replace_constraint(replace(constraint, no_inherit=no_inherit), schema=False)
    name = alteration.relation.attribute(constraint.columns[0]).name
    for child in alteration.image.children(alteration.relation.oid):
        if no_inherit:
            _leave_to_child(alteration, child, name)
        else:
            _give_to_child(Alteration(alteration.session, child), name, constraint.name)


def _leave_to_child(alteration: Alteration, child: Relation, name: str) -> None:
    below = Alteration(alteration.session, child)
    known = child.not_null_constraint(below.attribute(name).number)
    if known is not None and known.inherited:
        below.replace_constraint(replace(known, inherited=known.inherited - 1, local=True), schema=False)


def _give_to_child(below: Alteration, name: str, constraint: str) -> None:
    attribute = below.attribute(name)
    known = below.relation.not_null_constraint(attribute.number)
    if known is not None:
        if known.no_inherit:
            raise _other_inheritance("0A000", below.relation, known, hint=None)
        below.replace_constraint(replace(known, inherited=known.inherited + 1), schema=False)
        return
    below.require_not_null(attribute)
    builder = below.builder()
    builder.add_constraint(c.NewConstraint("n", constraint, (name,), local=False, inherited=1))
    below.take(builder)
    for child in below.image.children(below.relation.oid):
        _give_to_child(Alteration(below.session, child), name, constraint)
