"""COPY: raw tree to command, with the plan that reads or writes the rows.  Manual: "COPY"."""

from __future__ import annotations

from dataclasses import replace

from translator import command as c
from translator.analyze import dml, select
from translator.analyze.ddl_drop import Result
from translator.analyze.from_clause import find_relation
from translator.analyze.state import Analysis, ParseState
from translator.catalog.relation import Attribute, Relation
from translator.errors import PgError, feature_not_supported, undefined_column_of_relation
from translator.parser import Node, parse, strings
from translator.planning import ANALYZERS, analyze_statement, plan_query
from translator.query import Expr, Param

_BOOLEAN = {"true": True, "on": True, "1": True, "false": False, "off": False, "0": False, "": True}


def analyze_copy(analysis: Analysis, node: Node) -> Result:
    if node.is_program or node.filename:
        raise feature_not_supported("COPY with a file or program on the server")
    if node.where_clause is not None:
        raise feature_not_supported("COPY ... WHERE")
    options = _options(node)
    if node.query is not None:
        return _copy_query(analysis, node, options)
    relation = find_relation(ParseState(analysis), node.relation)
    _ = node.relation.inh, node.relation.relpersistence
    columns = _columns(relation, strings(node.attlist))
    if node.is_from:
        return _copy_from(analysis, relation, columns, options), "COPY", None
    names = ", ".join(f'"{attribute.name.replace(chr(34), chr(34) * 2)}"' for attribute in columns)
    namespace = analysis.catalog.namespace_by_oid(relation.namespace)
    schema = "" if namespace is None else f'"{namespace.nspname}".'
    query = select.analyze_query(ParseState(analysis), parse(f'SELECT {names} FROM {schema}"{relation.name}"')[0].node)
    return c.CopyTo(plan_query(analysis, query), options), "COPY", None


def _copy_query(analysis: Analysis, node: Node, options: c.CopyOptions) -> Result:
    if node.query.tag not in ANALYZERS:
        raise feature_not_supported("COPY of a utility statement")
    query = analyze_statement(analysis, node.query)
    if query.command != "select" and not query.returns:
        raise PgError("0A000", "COPY query must have a RETURNING clause")
    return c.CopyTo(plan_query(analysis, query), options), "COPY", None


def _columns(relation: Relation, names: list[str]) -> list[Attribute]:
    if not names:
        return [attribute for attribute in relation.columns if not attribute.generated]
    found = []
    for name in names:
        attribute = relation.column(name)
        if attribute is None:
            raise undefined_column_of_relation(name, relation.name)
        if attribute in found:
            raise PgError("42701", f'column "{name}" specified more than once')
        if attribute.generated:
            raise PgError(
                "42P10", f'column "{name}" is a generated column', detail="Generated columns cannot be used in COPY."
            )
        found.append(attribute)
    return found


def _copy_from(analysis: Analysis, relation: Relation, columns: list[Attribute], options: c.CopyOptions) -> c.CopyFrom:
    """The plan inserts one row whose given columns are parameters; others get their defaults."""
    if relation.kind != "r" or relation.schema not in ("main", "temp"):
        raise PgError(
            "42809", f'cannot copy to {"view" if relation.kind == "v" else "non-table relation"} "{relation.name}"'
        )
    inner = Analysis(analysis.catalog, analysis.settings, [attribute.type for attribute in columns])
    state = ParseState(inner)
    row: list[Expr] = [
        Param(number, type=attribute.type, typmod=attribute.typmod) for number, attribute in enumerate(columns, start=1)
    ]
    query = dml.insert_rows(state, relation, [replace(attribute, identity="") for attribute in columns], [row])
    plan = plan_query(inner, query)
    return c.CopyFrom(relation.oid, tuple(attribute.number for attribute in columns), options, plan)


def _options(node: Node) -> c.CopyOptions:
    """WITH (...), in the new spelling or the old.  Raises PgError 42601, 22023 and 0A000 as PostgreSQL does."""
    given: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for option in node.options:
        name = option.defname
        if name in given or name in lists:
            raise PgError("42601", "conflicting or redundant options", location=option.location)
        value = option.arg
        _ = option.defaction
        if value is not None and value.tag == "List":
            lists[name] = tuple(strings(value.items))
        elif value is not None and value.tag == "A_Star":
            lists[name] = ("*",)
        else:
            given[name] = (
                ""
                if value is None
                else value.sval
                if value.tag == "String"
                else str(value.boolval if value.tag == "Boolean" else value.ival).lower()
            )
    known = {
        "format", "delimiter", "null", "header", "quote", "escape", "freeze", "force_quote", "force_not_null", "force_null", "encoding",
    }  # fmt: skip
    for name in (*given, *lists):
        if name not in known:
            raise (
                PgError("42601", f'option "{name}" not recognized')
                if name not in _UNSUPPORTED
                else feature_not_supported(f"COPY option {name}")
            )
    return _checked(given, lists)


_UNSUPPORTED = frozenset({"oids", "convert_selectively", "default", "on_error", "log_verbosity", "reject_limit"})


def _checked(given: dict[str, str], lists: dict[str, tuple[str, ...]]) -> c.CopyOptions:
    form = given.get("format", "text").lower()
    if form not in ("text", "csv", "binary"):
        raise PgError("22023", f'COPY format "{given["format"]}" not recognized')
    if form == "binary":
        raise feature_not_supported("COPY in binary format")
    csv = form == "csv"
    delimiter = given.get("delimiter", "," if csv else "\t")
    null = given.get("null", "" if csv else "\\N")
    if len(delimiter.encode()) != 1:
        raise PgError("0A000", "COPY delimiter must be a single one-byte character")
    if delimiter in "\r\n":
        raise PgError("22023", "COPY delimiter cannot be newline or carriage return")
    if not csv and delimiter in "\\.abcdefghijklmnopqrstuvwxyz0123456789":
        raise PgError("22023", f'COPY delimiter cannot be "{delimiter}"')
    for name in ("quote", "escape"):
        if name in given and not csv:
            raise PgError("0A000", f"COPY {name.upper()} requires CSV mode")
    for name in ("force_quote", "force_not_null", "force_null"):
        if name in lists and not csv:
            raise PgError("0A000", f"COPY {name.upper()} requires CSV mode")
    if "encoding" in given and given["encoding"].upper().replace("-", "") != "UTF8":
        raise feature_not_supported("COPY in another encoding than the client's")
    header = given.get("header", "false").lower()
    quote = given.get("quote", '"')
    return c.CopyOptions(
        form,
        delimiter,
        null,
        "match" if header == "match" else "true" if _BOOLEAN.get(header, False) else "false",
        quote,
        given.get("escape", quote),
        _BOOLEAN.get(given.get("freeze", "false").lower(), False),
        lists.get("force_quote", ()),
        lists.get("force_quote") == ("*",),
        lists.get("force_not_null", ()),
        lists.get("force_null", ()),
    )
