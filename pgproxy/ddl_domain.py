"""CREATE and ALTER DOMAIN, carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec.structs import replace
from sqlglot import exp

from pgproxy.ddl_names import choose
from pgproxy.ddl_table import begin, expression_analysis, quoted
from pgproxy.ddl_type import save_new_type, save_type
from pgproxy.portal import Portal
from pgproxy.type_dependents import containers, domain_columns
from translator import type_command as t
from translator.analyze.defaults import relation_state
from translator.analyze.domain_checks import DomainCheck, domain_checks
from translator.analyze.state import Analysis
from translator.catalog.image import CatalogImage
from translator.catalog.rows import PgType
from translator.catalog.type_rows import domain_type
from translator.catalog.user_types import DomainConstraint, TypeDetails
from translator.errors.definitions import (
    domain_column_null,
    domain_column_violates,
    duplicate_domain_constraint,
    renamed_domain_constraint,
    type_in_use,
    undefined_domain_constraint,
)
from translator.errors.notices import notice
from translator.errors.objects import wrong_object_type
from translator.lower import build
from translator.lower.context import Lowering
from translator.lower.dialect import to_sql
from translator.lower.dispatch import lower_expr
from translator.query import Var

if TYPE_CHECKING:
    from pgproxy.session import Session


def create_domain(session: Session, command: t.CreateDomain, portal: Portal) -> None:
    image = begin(session, "CREATE DOMAIN")
    array, oid = session.database.next_oid(), session.database.next_oid()
    base = image.type(command.base)
    row = replace(
        domain_type(oid, command.name, command.namespace, array, base),
        typtypmod=command.typmod,
        typndims=command.dimensions,
        typdefault=command.default,
        typnotnull=any(written.kind == "n" for written in command.constraints),
        typcollation=command.collation or base.typcollation,
    )
    constraints: tuple[DomainConstraint, ...] = ()
    for written in command.constraints:
        constraints = (*constraints, _made(session, row, constraints, written))
    save_new_type(session, image, row, TypeDetails(constraints=constraints))


def _made(
    session: Session, row: PgType, known: tuple[DomainConstraint, ...], written: t.NewDomainConstraint
) -> DomainConstraint:
    """A constraint with its name chosen.  Raises PgError 42710."""
    names = {constraint.name for constraint in known}
    if written.name in names:
        raise duplicate_domain_constraint(written.name, row.typname)
    label = "not_null" if written.kind == "n" else "check"
    name = written.name or choose(row.typname, "", label, names.__contains__)
    return DomainConstraint(
        session.database.next_oid(), name, written.kind, written.expression, validated=not written.not_valid
    )


def alter_domain(session: Session, command: t.AlterDomain, portal: Portal) -> None:
    image = begin(session, "ALTER DOMAIN")
    _ACTIONS[command.action](session, image, image.type(command.domain), command)


def _default(session: Session, image: CatalogImage, row: PgType, command: t.AlterDomain) -> None:
    save_type(session, image, replace(row, typdefault=command.default))


def _set_not_null(session: Session, image: CatalogImage, row: PgType, command: t.AlterDomain) -> None:
    if row.typnotnull:
        return
    known = image.type_details(row.oid).constraints
    made = _made(session, row, known, t.NewDomainConstraint("n", command.name))
    changed = save_type(session, image, replace(row, typnotnull=True), TypeDetails(constraints=(*known, made)))
    _validate_rows(session, changed, row.oid, None)


def _drop_not_null(session: Session, image: CatalogImage, row: PgType, command: t.AlterDomain) -> None:
    kept = tuple(known for known in image.type_details(row.oid).constraints if known.kind != "n")
    save_type(session, image, replace(row, typnotnull=False), TypeDetails(constraints=kept))


def _add(session: Session, image: CatalogImage, row: PgType, command: t.AlterDomain) -> None:
    assert command.constraint is not None
    known = image.type_details(row.oid).constraints
    made = _made(session, row, known, command.constraint)
    changed = save_type(session, image, row, TypeDetails(constraints=(*known, made)))
    if made.validated:
        _validate_rows(session, changed, row.oid, made.name)


def _drop(session: Session, image: CatalogImage, row: PgType, command: t.AlterDomain) -> None:
    known = image.type_details(row.oid).constraints
    gone = next((each for each in known if each.name == command.name), None)
    if gone is None:
        error = undefined_domain_constraint(command.name, session.image.format_type(row.oid))
        if not command.missing_ok:
            raise error
        session.notice(notice(f"{error.message}, skipping"))
        return
    kept = tuple(each for each in known if each is not gone)
    session.engine.run("DELETE FROM main.pg_description WHERE objoid = ?", (gone.oid,))
    save_type(
        session, image, replace(row, typnotnull=row.typnotnull and gone.kind != "n"), TypeDetails(constraints=kept)
    )


def _rename(session: Session, image: CatalogImage, row: PgType, command: t.AlterDomain) -> None:
    known = image.type_details(row.oid).constraints
    if all(each.name != command.name for each in known):
        raise renamed_domain_constraint(command.name, session.image.format_type(row.oid))
    if any(each.name == command.new_name for each in known):
        raise duplicate_domain_constraint(command.new_name, row.typname)
    renamed = tuple(replace(each, name=command.new_name) if each.name == command.name else each for each in known)
    save_type(session, image, row, TypeDetails(constraints=renamed))


def _validate(session: Session, image: CatalogImage, row: PgType, command: t.AlterDomain) -> None:
    known = image.type_details(row.oid).constraints
    wanted = next((each for each in known if each.name == command.name), None)
    if wanted is None:
        raise undefined_domain_constraint(command.name, session.image.format_type(row.oid))
    if wanted.kind != "c":
        raise wrong_object_type(
            f'constraint "{command.name}" of domain "{session.image.format_type(row.oid)}" is not a check constraint'
        )
    valid = tuple(replace(each, validated=True) if each is wanted else each for each in known)
    changed = save_type(session, image, row, TypeDetails(constraints=valid))
    _validate_rows(session, changed, row.oid, wanted.name)


_ACTIONS: dict[str, Callable[[Session, CatalogImage, PgType, t.AlterDomain], None]] = {
    "default": _default,
    "set not null": _set_not_null,
    "drop not null": _drop_not_null,
    "add constraint": _add,
    "drop constraint": _drop,
    "rename constraint": _rename,
    "validate constraint": _validate,
}


def _validate_rows(session: Session, image: CatalogImage, domain: int, constraint: str | None) -> None:
    """Check what is stored already against a new constraint; `constraint` None is NOT NULL."""
    for relation, attribute in containers(image, domain):
        raise type_in_use(session.image.format_type(domain), relation.name, attribute.name)
    columns = sorted(domain_columns(image, domain), key=lambda pair: (pair[0].oid, pair[1].number))
    for relation, attribute in columns:
        analysis = expression_analysis(session, image)
        _, rte = relation_state(analysis, relation, "CHECK")
        var = Var(rte, attribute.number, type=attribute.type)
        check = next(known for known in domain_checks(analysis, domain) if known.name == (constraint or ""))
        failing = _failing(analysis, check, var)
        if session.engine.run(f"SELECT 1 FROM main.{quoted(relation.physical)} WHERE {failing} LIMIT 1"):
            fail = domain_column_null if constraint is None else domain_column_violates
            namespace = image.namespace_by_oid(relation.namespace)
            raise fail("" if namespace is None else namespace.nspname, relation.name, attribute.name)


def _failing(analysis: Analysis, check: DomainCheck, var: Var) -> str:
    """SQLite's text of a condition that is true for a row whose column does not pass."""
    lowering = Lowering(analysis, lift=False, bare_columns_of=var.rte)
    column = lower_expr(lowering, var)
    if check.condition is None:
        return to_sql(build.is_null(column))
    lowering.placeholders[check.value] = column
    return to_sql(exp.Not(this=build.wrap(lower_expr(lowering, check.condition))))
