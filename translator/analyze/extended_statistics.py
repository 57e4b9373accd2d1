"""CREATE, ALTER and DROP STATISTICS: raw tree to command.  Manual: CREATE STATISTICS."""

from __future__ import annotations

from translator import command as c
from translator import statistics_command as s
from translator.analyze.column import SYSTEM_COLUMNS
from translator.analyze.ddl_drop import relation_of
from translator.analyze.defaults import index_expression
from translator.analyze.ownership import role_name
from translator.analyze.qualified_name import target_schema
from translator.analyze.state import Analysis
from translator.catalog.relation import Relation, Statistics
from translator.deparse import deparse
from translator.errors import PgError
from translator.errors.objects import no_schema_selected, undefined_schema
from translator.parser import Node, strings
from translator.plan import ResultColumn
from translator.query import Expr, Var, walk

Result = tuple[c.Command, str, tuple[ResultColumn, ...] | None]

_KINDS = {"ndistinct": "d", "dependencies": "f", "mcv": "m"}
_KIND_WORDS = {"v": "views", "S": "sequences", "c": "composite types"}
MAX_DIMENSIONS = 8
_NO_ORDER = "because its type {} has no default btree operator class"


def create_statistics(analysis: Analysis, node: Node) -> Result:
    """Raises PgError 42601, 42701, 42703, 42809, 42P17, 0A000 for what has no statistics."""
    relation = _table(analysis, node)
    name, namespace = _target(analysis, node, relation)
    _ = node.stxcomment, node.transformed
    columns: list[int] = []
    found: list[Expr] = []
    analyzed = [None if item.name else _expression(analysis, relation, item.expr) for item in node.exprs]
    if name and analysis.catalog.statistics_taken(namespace, name):
        message = f'statistics object "{name}" already exists'
        if not node.if_not_exists:
            raise PgError("42710", message)
        node.accept()
        return c.Skipped((("42710", f"{message}, skipping"),)), "CREATE STATISTICS", None
    if len(analyzed) > MAX_DIMENSIONS:
        raise PgError("54011", f"cannot have more than {MAX_DIMENSIONS} columns in statistics")
    for item, expr in zip(node.exprs, analyzed, strict=True):
        if expr is None:
            columns.append(_column(analysis, relation, item.name))
        elif isinstance(expr, Var):
            columns.append(_orderable(analysis, relation, expr.attno))
        else:
            if len(analyzed) > 1 and not _sorts(analysis, expr.type):
                reason = _NO_ORDER.format(analysis.catalog.format_type(expr.type))
                raise PgError("0A000", f"expression cannot be used in multivariate statistics {reason}")
            found.append(expr)
    kinds = _kinds(node, alone=len(found) == 1 and not columns)
    texts = tuple(deparse(analysis.catalog, expr) for expr in found)
    _require_several(columns, texts)
    reads = tuple(part.attno for expr in found for part in walk(expr) if isinstance(part, Var))
    label = "_".join(item.name or "expr" for item in node.exprs)
    made = s.NewStatistics(name, namespace, tuple(columns), texts, kinds, reads, label)
    return s.CreateStatistics(relation.oid, made), "CREATE STATISTICS", None


def _table(analysis: Analysis, node: Node) -> Relation:
    if len(node.relations) != 1 or node.relations[0].tag != "RangeVar":
        raise PgError("0A000", "only a single relation is allowed in CREATE STATISTICS")
    name = node.relations[0]
    index = analysis.catalog.index_relation(analysis.catalog.find_oid(name.relname, name.schemaname or None))
    if index is not None:
        what = "partitioned indexes" if index.kind == "p" else "indexes"
        raise _not_described(name.relname, what)
    relation = relation_of(analysis, name)
    if relation.kind not in "rmpf":
        raise _not_described(relation.name, _KIND_WORDS[relation.kind])
    return relation


def _not_described(name: str, what: str) -> PgError:
    return PgError(
        "42809",
        f'cannot define statistics for relation "{name}"',
        detail=f"This operation is not supported for {what}.",
    )


def _target(analysis: Analysis, node: Node, relation: Relation) -> tuple[str, int]:
    names = strings(node.defnames)
    if not names:
        return "", relation.namespace
    if len(names) == 1:
        for schema in analysis.catalog.search_path:
            row = analysis.catalog.namespace(schema)
            if row is not None:
                return names[0], row.oid
        raise no_schema_selected()
    row = analysis.catalog.namespace(names[-2])
    if row is None:
        raise undefined_schema(names[-2])
    return names[-1], row.oid


def _expression(analysis: Analysis, relation: Relation, node: Node) -> Expr:
    return index_expression(analysis, relation, node, "statistics expression")[0]


def _column(analysis: Analysis, relation: Relation, name: str) -> int:
    if name in SYSTEM_COLUMNS:
        raise PgError("0A000", "statistics creation on system columns is not supported")
    attribute = relation.column(name)
    if attribute is None:
        raise PgError("42703", f'column "{name}" does not exist')
    return _orderable(analysis, relation, attribute.number)


def _orderable(analysis: Analysis, relation: Relation, number: int) -> int:
    if number < 0:
        raise PgError("0A000", "statistics creation on system columns is not supported")
    attribute = relation.attribute(number)
    if attribute.generated == "v":
        raise PgError("0A000", "statistics creation on virtual generated columns is not supported")
    if not _sorts(analysis, attribute.type):
        reason = _NO_ORDER.format(analysis.catalog.format_type(attribute.type))
        raise PgError("0A000", f'column "{attribute.name}" cannot be used in statistics {reason}')
    return number


def _sorts(analysis: Analysis, oid: int) -> bool:
    return analysis.catalog.default_opclass(oid) is not None


def _kinds(node: Node, *, alone: bool) -> str:
    words = strings(node.stat_types)
    if alone and words:
        message = "when building statistics on a single expression, statistics kinds may not be specified"
        raise PgError("0A000", message)
    for word in words:
        if word not in _KINDS:
            raise PgError("42601", f'unrecognized statistics kind "{word}"')
    return "".join(kind for word, kind in _KINDS.items() if word in words or not words)


def _require_several(columns: list[int], texts: tuple[str, ...]) -> None:
    if len(columns) < 2 and not (texts and len(columns) + len(texts) >= 1):
        raise PgError("42P17", "extended statistics require at least 2 columns")
    if len(set(columns)) < len(columns):
        raise PgError("42701", "duplicate column name in statistics definition")
    if len(set(texts)) < len(texts):
        raise PgError("42701", "duplicate expression in statistics definition")


def _existing(analysis: Analysis, names: list[str]) -> Statistics:
    """Raises PgError 42704, 3F000."""
    schema = names[-2] if len(names) > 1 else None
    if schema is not None and analysis.catalog.namespace(schema) is None:
        raise undefined_schema(schema)
    found = analysis.catalog.find_statistics(names[-1], schema)
    if found is None:
        raise PgError("42704", f'statistics object "{".".join(names)}" does not exist')
    return found[1]


def commented(analysis: Analysis, node: Node) -> int:
    """The statistics object that COMMENT ON names."""
    return _existing(analysis, strings(node.items)).oid


def alter_statistics(analysis: Analysis, node: Node) -> Result:
    """ALTER STATISTICS ... SET STATISTICS."""
    target = None if node.stxstattarget is None else node.stxstattarget.ival
    if target == -1:
        target = None
    names = strings(node.defnames)
    if target is not None and target < 0:
        raise PgError("22023", f"statistics target {target} is too low")
    try:
        oid = _existing(analysis, names).oid
    except PgError as error:
        if node.missing_ok and error.sqlstate in ("42704", "3F000"):
            return c.Skipped((("00000", f"{error.message}, skipping"),)), "ALTER STATISTICS", None
        raise
    return s.AlterStatistics(oid, target=target, sets_target=True), "ALTER STATISTICS", None


def rename(analysis: Analysis, node: Node) -> Result:
    _ = node.relation_type, node.behavior
    known = _existing(analysis, strings(node.object.items))
    _refuse_taken(analysis, known.namespace, node.newname)
    return s.AlterStatistics(known.oid, name=node.newname), "ALTER STATISTICS", None


def set_schema(analysis: Analysis, node: Node) -> Result:
    known = _existing(analysis, strings(node.object.items))
    namespace = target_schema(analysis, node.newschema)
    if namespace.oid != known.namespace:
        _refuse_taken(analysis, namespace.oid, known.name)
    return s.AlterStatistics(known.oid, namespace=namespace.oid), "ALTER STATISTICS", None


def _refuse_taken(analysis: Analysis, namespace: int, name: str) -> None:
    if analysis.catalog.statistics_taken(namespace, name):
        row = analysis.catalog.namespace_by_oid(namespace)
        schema = "" if row is None else row.nspname
        raise PgError("42710", f'statistics object "{name}" already exists in schema "{schema}"')


def set_owner(analysis: Analysis, node: Node) -> Result:
    known = _existing(analysis, strings(node.object.items))
    return s.AlterStatistics(known.oid, role=role_name(node.newowner)), "ALTER STATISTICS", None


def drop_statistics(analysis: Analysis, node: Node) -> Result:
    found, missing = [], []
    _ = node.behavior
    for item in node.objects:
        try:
            found.append(_existing(analysis, strings(item.items)).oid)
        except PgError as error:
            if not node.missing_ok:
                raise
            missing.append(f"{error.message}, skipping")
    return s.DropStatistics(tuple(found), tuple(missing)), "DROP STATISTICS", None
