"""Statements that take SQLite several steps: what runs before the last one, and what it keeps for those behind it.

All parts of a PostgreSQL statement see the data as it was before.  Steps follow each other, so a part that reads what
an earlier one has changed is given the rows that were kept before.  Manual: "Data-Modifying Statements in WITH".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from zlib import crc32

from sqlglot import exp

from translator import query as q
from translator.catalog.relation import Relation
from translator.errors.statements import feature_not_supported
from translator.lower import build
from translator.lower.context import LoweredStep, Moved, Repeated, unique_names

if TYPE_CHECKING:
    from translator.lower.context import Lowering

_CASCADES = frozenset("cnd")


def note_change(lowering: Lowering, relation: Relation, *, again: bool = False) -> None:
    """A part of the statement changes the table, and by cascades others.  again: whether it may be the second to do so;
    else that raises PgError 0A000.
    """
    if relation.oid in lowering.changed and not again:
        raise feature_not_supported(f'changing table "{relation.name}" twice in one statement in this way')
    lowering.changed.add(relation.oid)
    for child in lowering.catalog.referring(relation.oid):
        for known in child.constraints:
            if (
                known.kind == "f"
                and known.references == relation.oid
                and {known.on_delete, known.on_update} & _CASCADES
            ):
                lowering.changed.add(child.oid)


def changed_before(lowering: Lowering, relation: Relation) -> bool:
    """Whether a part of the statement that is lowered already changes the table."""
    return relation.oid in lowering.changed


def rows_before(lowering: Lowering, relation: Relation, alias: str) -> exp.Table:
    """The table's rows as they were before the statement, which its first step keeps."""
    name = lowering.snapshots.get(relation.oid)
    if name is None:
        columns = [attribute.physical for attribute in relation.columns]
        columns += [relation.stamp] if relation.stamp else []
        if "rowid" in columns:
            raise feature_not_supported(f'reading table "{relation.name}", which the same statement changes,')
        source = exp.Table(this=build.identifier(relation.physical), db=build.identifier(relation.schema))
        names = ["rowid", *columns]
        wanted = kept_name(f"{relation.name} before", names)
        name = lowering.snapshots[relation.oid] = lowering.name(wanted)
        select = exp.Select(expressions=[build.column(None, each) for each in names], from_=exp.From(this=source))
        lowering.steps.insert(0, LoweredStep(select, name, tuple(names)))
    return kept_table(name, alias)


def untouched(lowering: Lowering, relation: Relation, alias: str) -> list[exp.Expression]:
    """What a row of the table must meet so that a later part of the statement may change it: it was there before and no
    earlier part has changed it.
    """
    if not changed_before(lowering, relation):
        return []
    before = lowering.name("before")
    same = [
        exp.Is(this=build.column(before, name), expression=build.column(alias, name))
        for name in ("rowid", *(attribute.physical for attribute in relation.columns))
    ]
    kept = exp.Select(
        expressions=[build.integer(1)],
        from_=exp.From(this=rows_before(lowering, relation, before)),
        where=exp.Where(this=build.conjunction(same)),
    )
    return [exp.Exists(this=kept)]


def kept_name(wanted: str, columns: Sequence[str]) -> str:
    """What the temporary table of kept rows is called: by its columns, too, since it stays for other statements."""
    return f"{wanted} rows {crc32(chr(0).join(columns).encode()):08x}"


def keep(
    lowering: Lowering,
    tree: exp.Expression,
    wanted: str,
    columns: Sequence[str],
    *,
    counted: bool = False,
    when: tuple[str, str, int] | None = None,
) -> str:
    """Make a statement a step whose rows are kept; gives the name of the temporary table."""
    name = lowering.name(kept_name(wanted, columns))
    step = LoweredStep(with_outer_ctes(lowering, tree), name, tuple(columns), counted, when=when)
    lowering.steps.append(step)
    return name


def run(
    lowering: Lowering,
    tree: exp.Expression,
    *,
    counted: bool = False,
    when: tuple[str, str, int] | None = None,
    moved: Moved | None = None,
) -> None:
    """Make a statement a step that keeps nothing.  counted: the rows it changes are rows of the whole statement; when:
    and moved: as in LoweredStep.
    """
    lowering.steps.append(LoweredStep(with_outer_ctes(lowering, tree), "", (), counted, when=when, moved=moved))


def repeat(
    lowering: Lowering, base: exp.Expression, step: exp.Expression, table: str, work: str, columns: Sequence[str]
) -> None:
    """Make a recursive query a step: the rows of `base`, then those of `step` over the rows that came last, which
    stand in the temporary table `work`, until there are no more.
    """
    again = Repeated(with_outer_ctes(lowering, step), work)
    lowering.steps.append(LoweredStep(with_outer_ctes(lowering, base), table, tuple(columns), repeated=again))


def kept_table(name: str, alias: str) -> exp.Table:
    """The rows that a step kept."""
    return exp.Table(
        this=build.identifier(name), db=build.identifier("temp"), alias=exp.TableAlias(this=build.identifier(alias))
    )


def with_outer_ctes(lowering: Lowering, tree: exp.Expression) -> exp.Expression:
    """The statement with the WITH queries around it that it may refer to."""
    if not lowering.outer_ctes:
        return tree
    own = tree.args.get("with_")
    known = {cte.alias: cte for cte in (own.expressions if own is not None else [])}
    expressions = [cte.copy() for cte in lowering.outer_ctes if cte.alias not in known]
    recursive = lowering.outer_recursive or (own is not None and bool(own.args.get("recursive")))
    tree.set("with_", exp.With(expressions=[*expressions, *known.values()], recursive=recursive))
    return tree


def keep_changes(
    lowering: Lowering, cte: q.CommonTableExpr, lower: Callable[[Lowering, q.Query], exp.Expression]
) -> None:
    """A data-modifying WITH query: it runs as a step, and its RETURNING is what its name stands for."""
    assert cte.query is not None
    tree = lower(lowering, cte.query)
    if not cte.query.returns:
        run(lowering, tree)
        return
    columns = unique_names([column.name for column in cte.columns])
    lowering.cte_names[cte] = keep(lowering, tree, cte.name, columns)
    lowering.kept.add(cte)
