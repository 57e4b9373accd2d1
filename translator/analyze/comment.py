"""COMMENT ON: raw tree to command.  Manual: COMMENT."""

from __future__ import annotations

from translator import command as c
from translator.analyze import (
    ddl_cast,
    ddl_language,
    ddl_method_object,
    ddl_operator,
    ddl_routine,
    ddl_type,
    extended_statistics,
    foreign_data,
    named_object,
    rule,
)
from translator.analyze.absent_object import refuse_change
from translator.analyze.built_in_object import BUILT_IN
from translator.analyze.collation import existing_collation
from translator.analyze.ddl_drop import KINDS, Result
from translator.analyze.existing_relation import missing_relation
from translator.analyze.other_database import refuse_name_elsewhere
from translator.analyze.ownership import large_object
from translator.analyze.policy import policy_of
from translator.analyze.publication import existing_publication
from translator.analyze.routine import ROUTINES
from translator.analyze.state import Analysis
from translator.catalog.dependency_rows import (
    PG_AM,
    PG_CLASS,
    PG_COLLATION,
    PG_CONSTRAINT,
    PG_FOREIGN_SERVER,
    PG_LANGUAGE,
    PG_NAMESPACE,
    PG_POLICY,
    PG_PUBLICATION,
    PG_REWRITE,
    PG_STATISTIC_EXT,
    PG_TYPE,
)
from translator.catalog.own_row_dependencies import (
    PG_CONVERSION,
    PG_FOREIGN_DATA_WRAPPER,
    PG_OPCLASS,
    PG_OPFAMILY,
    PG_TRANSFORM,
)
from translator.errors import PgError, without_location
from translator.errors.objects import undefined_schema, wrong_object_type
from translator.parser import Node, strings

PG_PROC, PG_OPERATOR, PG_CAST = 1255, 2617, 2605
_NAMED = {
    "OBJECT_DATABASE": ("pg_database", "datname", "database"),
    "OBJECT_ROLE": ("pg_authid", "rolname", "role"),
    "OBJECT_TABLESPACE": ("pg_tablespace", "spcname", "tablespace"),
    "OBJECT_EXTENSION": ("pg_extension", "extname", "extension"),
}
"""Objects outside schemas: their catalog, the column with their name, and what messages call them."""


_NAMED_CATALOGS = {
    "OBJECT_CONVERSION": PG_CONVERSION, "OBJECT_ACCESS_METHOD": PG_AM, "OBJECT_LANGUAGE": PG_LANGUAGE,
}  # fmt: skip


def comment(analysis: Analysis, node: Node) -> Result:
    """The object that is meant, and what is said of it."""
    return _comment(analysis, node), "COMMENT", None


def _comment(analysis: Analysis, node: Node) -> c.Command:
    kind, target = node.objtype, node.object
    text = node.comment or None
    if kind in _NAMED:
        return c.CommentOnNamed(*_NAMED[kind], target.sval, text)
    if kind == "OBJECT_LARGEOBJECT":
        return c.CommentOnLargeObject(large_object(target), text)
    if kind == "OBJECT_SCHEMA":
        row = analysis.catalog.namespace(target.sval)
        if row is None:
            raise undefined_schema(target.sval)
        return c.Comment(PG_NAMESPACE, row.oid, 0, text)
    if kind in ("OBJECT_TYPE", "OBJECT_DOMAIN"):
        with without_location():
            return c.Comment(PG_TYPE, ddl_type.commented(analysis, target, kind), 0, text)
    if kind == "OBJECT_DOMCONSTRAINT":
        domain, name = target.items
        return _comment_on_domain_constraint(analysis, domain, name, text)
    if kind == "OBJECT_POLICY":
        return _comment_on_policy(analysis, strings(target.items), text)
    if kind == "OBJECT_TABCONSTRAINT":
        return _comment_on_constraint(analysis, strings(target.items), text)
    if kind in ROUTINES:
        return c.Comment(PG_PROC, ddl_routine.commented(analysis, target, kind), 0, text)
    if kind == "OBJECT_STATISTIC_EXT":
        return c.Comment(PG_STATISTIC_EXT, extended_statistics.commented(analysis, target), 0, text)
    if kind == "OBJECT_COLLATION":
        return c.Comment(PG_COLLATION, existing_collation(analysis, strings(target.items)).oid, 0, text)
    if kind in _NAMED_CATALOGS:
        return c.Comment(_NAMED_CATALOGS[kind], named_object.commented(analysis, target, kind), 0, text)
    if kind == "OBJECT_RULE":
        return c.Comment(PG_REWRITE, rule.commented(analysis, target), 0, text)
    if kind == "OBJECT_TRANSFORM":
        return c.Comment(PG_TRANSFORM, ddl_language.commented(analysis, target), 0, text)
    if kind in ddl_method_object.KINDS:
        classid = PG_OPCLASS if kind == "OBJECT_OPCLASS" else PG_OPFAMILY
        return c.Comment(classid, ddl_method_object.commented(analysis, target, kind), 0, text)
    if kind in foreign_data.KINDS:
        classid = PG_FOREIGN_DATA_WRAPPER if kind == "OBJECT_FDW" else PG_FOREIGN_SERVER
        return c.Comment(classid, foreign_data.commented(analysis, target, kind), 0, text)
    if kind == "OBJECT_OPERATOR":
        return c.Comment(PG_OPERATOR, ddl_operator.commented(analysis, target), 0, text)
    if kind == "OBJECT_CAST":
        return c.Comment(PG_CAST, ddl_cast.commented(analysis, target), 0, text)
    if kind == "OBJECT_PUBLICATION":
        return c.Comment(PG_PUBLICATION, existing_publication(analysis, target.sval).oid, 0, text)
    if kind in BUILT_IN:
        refuse_change(analysis, node, kind, "COMMENT ON {}")
    return _comment_on_relation(analysis, strings(target.items), text, kind)


_RELKINDS = {"r": "rp", "i": "iI"}
_ARTICLES = {"index": "an"}


def _comment_on_relation(analysis: Analysis, names: list[str], text: str | None, kind: str) -> c.Comment:
    column = kind == "OBJECT_COLUMN"
    name = names.pop() if column else ""
    if not names:
        raise PgError("42601", "column name must be qualified")
    refuse_name_elsewhere(analysis, names, relation=True)
    oid = analysis.catalog.find_oid(names[-1], names[-2] if len(names) > 1 else None)
    if not oid:
        raise missing_relation(analysis.catalog, names[-2] if len(names) > 1 else None, ".".join(names))
    relation = analysis.catalog.relation(oid)
    if not column:
        word, relkind = KINDS[kind]
        actual = "i" if relation is None else relation.kind
        if actual not in _RELKINDS.get(relkind, relkind):
            raise wrong_object_type(f'"{names[-1]}" is not {_ARTICLES.get(word, "a")} {word}')
        return c.Comment(PG_CLASS, oid, 0, text)
    attribute = None if relation is None else relation.column(name)
    if attribute is None:
        raise PgError("42703", f'column "{name}" of relation "{names[-1]}" does not exist')
    return c.Comment(PG_CLASS, oid, attribute.number, text)


def _comment_on_policy(analysis: Analysis, names: list[str], text: str | None) -> c.Comment:
    *path, name = names
    relation = analysis.catalog.find_relation(path[-1], path[-2] if len(path) > 1 else None)
    if relation is None:
        raise missing_relation(analysis.catalog, path[-2] if len(path) > 1 else None, ".".join(path))
    return c.Comment(PG_POLICY, policy_of(relation, name).oid, 0, text)


def _comment_on_domain_constraint(analysis: Analysis, domain: Node, name: Node, text: str | None) -> c.Comment:
    with without_location():
        oid = ddl_type.commented(analysis, domain, "OBJECT_DOMAIN")
    found = next((known for known in analysis.catalog.type_details(oid).constraints if known.name == name.sval), None)
    if found is None:
        shown = analysis.catalog.format_type(oid)
        raise PgError("42704", f'constraint "{name.sval}" for domain {shown} does not exist')
    return c.Comment(PG_CONSTRAINT, found.oid, 0, text)


def _comment_on_constraint(analysis: Analysis, names: list[str], text: str | None) -> c.Comment:
    *path, name = names
    relation = analysis.catalog.find_relation(path[-1], path[-2] if len(path) > 1 else None)
    if relation is None:
        raise missing_relation(analysis.catalog, path[-2] if len(path) > 1 else None, ".".join(path))
    found = next((known for known in relation.constraints if known.name == name), None)
    if found is None:
        raise PgError("42704", f'constraint "{name}" for table "{relation.name}" does not exist')
    return c.Comment(PG_CONSTRAINT, found.oid, 0, text)
