"""Whether a role may run a query: the privileges that it needs on each relation, and on the columns it names.

PostgreSQL's ExecCheckPermissions.  A relation below a view is read as the view's owner, unless that is a view with
security_invoker.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct, field

from translator.analyze.state import Analysis
from translator.analyze.views import runs_as_invoker
from translator.authority import Authority
from translator.catalog.dependency_rows import PG_PROC
from translator.catalog.image import CatalogImage
from translator.catalog.relation import Relation
from translator.catalog.roles import BOOTSTRAP
from translator.catalog.rows import PgProc
from translator.errors import PgError
from translator.errors.privileges import insufficient_privilege, permission_denied, row_security_not_supported
from translator.query import (
    Aggref,
    Assignment,
    CommonTableExpr,
    CurrentOf,
    Expr,
    FuncExpr,
    JoinExpr,
    OpExpr,
    Query,
    RangeTblEntry,
    RangeTblRef,
    SetOperation,
    SubLink,
    Var,
    WindowFunc,
    entries,
    operands,
    walk,
)

KINDS = {"v": "view", "S": "sequence", "m": "materialized view", "f": "foreign table"}


class _Needs(Struct):
    """What a statement asks of one entry: privileges by their letters, and the columns that each is for."""

    rte: RangeTblEntry
    authority: Authority
    letters: set[str] = field(default_factory=set)
    columns: dict[str, set[int]] = field(default_factory=dict)
    secured: bool = False
    """Whether the policies of the table are part of the statement."""

    def add(self, letter: str, *columns: int) -> None:
        self.letters.add(letter)
        self.columns.setdefault(letter, set()).update(columns)


def require_permission(analysis: Analysis, query: Query, *, owner: int | None = None) -> None:
    """Raises PgError 42501 where the current role, or that of an owner, may not run a query."""
    error = refusal(analysis, query, owner=owner)
    if error is not None:
        raise error


def refusal(analysis: Analysis, query: Query, *, owner: int | None = None) -> PgError | None:
    """What is wrong with the role's running a query; where there are but superusers, nothing is."""
    authority = analysis.settings.authority
    if authority is not None and owner is not None:
        authority = authority.of(owner)
    if authority is None or (authority.superuser and analysis.catalog.owners <= {BOOTSTRAP}):
        return None
    found = _Walk(authority, analysis.catalog)
    found.query(query, authority)
    return found.refusal()


class _Walk:
    """Collects what is needed of every entry of a query, those in views included."""

    def __init__(self, invoker: Authority, catalog: CatalogImage) -> None:
        self._invoker = invoker
        self._catalog = catalog
        self._listed = frozenset(oid for classid, oid in catalog.acls if classid == PG_PROC)
        """The routines whose privileges were changed."""
        self._needs: dict[int, _Needs] = {}
        self._functions: list[PgProc] = []
        self._seen: set[int] = set()
        self._in_policy = False
        self._policies: set[int] = set()
        """The conditions of policies, which ask for no privileges."""

    def refusal(self) -> PgError | None:
        for needs in self._needs.values():
            assert needs.rte.relation is not None
            if needs.letters and not _may(needs, needs.rte.relation):
                return permission_denied(KINDS.get(needs.rte.relation.kind, "table"), needs.rte.relation.name)
            unfiltered = not needs.secured and (needs.rte.kind != "subquery" or needs.letters != {"r"})
            if unfiltered and needs.letters and needs.authority.is_restricted(needs.rte.relation):
                return _restricted(needs.authority, needs.rte.relation)
        for proc in self._functions:
            acl = self._catalog.acl(PG_PROC, proc.oid, proc.proacl)
            if not self._invoker.may("X", acl, "f", proc.proowner):
                return permission_denied("aggregate" if proc.prokind == "a" else "function", proc.proname)
        return None

    def query(self, query: Query, authority: Authority) -> None:
        if query.target is not None:
            self._target(query, authority)
        for item in query.from_items:
            self._from(item, authority)
        for mark in query.row_marks:
            for rte in mark.entries:
                if rte.relation is not None:
                    needs = self._entry(rte, authority)
                    needs.add("w")
                    needs.secured = needs.secured or rte.kind == "subquery"
        self._parts(query, authority)

    def _parts(self, query: Query, authority: Authority) -> None:
        for name in query.__struct_fields__:
            if name not in _ELSEWHERE:
                self._value(getattr(query, name), authority)

    def _from(self, item: Any, authority: Authority) -> None:
        for rte in entries([item]):
            if rte.relation is not None and rte.kind in ("relation", "subquery"):
                self._entry(rte, authority).add("r")
            if rte.subquery is not None and (rte.relation is None or rte.relation.kind == "v"):
                self.query(rte.subquery, self._inside(rte, authority))
            elif rte.subquery is not None and rte.subquery.where is not None:
                self._queries_of_policies((rte.subquery.where,), authority)
            self._value(rte.functions, authority)
            self._value(rte.values, authority)
            self._value((rte.sample.percent, rte.sample.seed) if rte.sample is not None else (), authority)
        if isinstance(item, JoinExpr):
            self._quals(item, authority)

    def _quals(self, item: Any, authority: Authority) -> None:
        if isinstance(item, JoinExpr):
            self._value(item.quals, authority)
            self._quals(item.left, authority)
            self._quals(item.right, authority)

    def _inside(self, rte: RangeTblEntry, authority: Authority) -> Authority:
        """As whom the query of a view, or any other subquery, reads."""
        view = rte.relation
        if view is None:
            return authority
        return self._invoker if runs_as_invoker(view) else authority.of(view.owner)

    def _entry(self, rte: RangeTblEntry, authority: Authority) -> _Needs:
        return self._needs.setdefault(id(rte), _Needs(rte, authority))

    def _target(self, query: Query, authority: Authority) -> None:
        """What a change asks of the table; of a view that it goes through, and of the table as the view's owner."""
        assert query.target is not None
        through = query.through
        if not through:
            needs = self._entry(query.target, authority)
            self._secure(query, needs, authority)
            self._change(query, needs, query.named_columns)
            return
        outer, columns = authority, query.named_columns
        for view in through:
            needs = _Needs(RangeTblEntry("view", view.name, (), 0, relation=view), outer)
            self._needs[id(needs)] = needs
            self._change(query, needs, columns)
            if query.reads_view:
                needs.add("r")
            outer, columns = self._invoker if runs_as_invoker(view) else outer.of(view.owner), ()
        needs = self._entry(query.target, outer)
        self._secure(query, needs, outer)
        self._change(query, needs, ())

    def _secure(self, query: Query, needs: _Needs, authority: Authority) -> None:
        """The policies that a change of a table is under."""
        needs.secured = query.secured
        self._policies.update(map(id, query.policy_quals))
        groups = [query.policy_checks, query.source_checks, query.conflict_checks]
        groups += [each for action in query.merge_actions for each in (action.target_checks, action.policy_checks)]
        checks = [check.condition for group in groups for check in group]
        self._policies.update(map(id, checks))
        self._queries_of_policies((*query.policy_quals, *checks), authority)

    def _queries_of_policies(self, conditions: Iterable[Expr], authority: Authority) -> None:
        """Policies may read their own table, but ask for privileges on what their subqueries read."""
        before, self._in_policy = self._in_policy, True
        for condition in conditions:
            for part in walk(condition):
                if isinstance(part, SubLink):
                    self._value(part.subquery, authority)
        self._in_policy = before

    def _change(self, query: Query, needs: _Needs, named: tuple[int, ...]) -> None:
        actions = {action.command for action in query.merge_actions} or {query.command}
        if query.on_conflict is not None and query.on_conflict.update:
            actions.add("update")
        for action in sorted(actions & set(_LETTERS)):
            needs.add(_LETTERS[action])
        if "insert" in actions:
            needs.add("a", *(named if query.command == "insert" else ()))
        if "update" in actions:
            needs.add("w", *(named if query.through else _assigned(query)))

    def _value(self, value: Any, authority: Authority) -> None:
        """Whatever is inside an expression or a part of a query."""
        if isinstance(value, Expr):
            self._expr(value, authority)
        elif isinstance(value, (tuple, list)):
            for item in value:
                self._value(item, authority)
        elif isinstance(value, Query):
            self.query(value, authority)
        elif isinstance(value, SetOperation):
            for operand in operands(value):
                self.query(operand, authority)
        elif isinstance(value, CommonTableExpr):
            is_run = value.references or (value.query is not None and value.query.command != "select")
            if value.query is not None and is_run and id(value) not in self._seen:
                self._seen.add(id(value))
                self.query(value.query, authority)
        elif isinstance(value, Struct) and not isinstance(value, (RangeTblEntry, RangeTblRef, Relation)):
            for name in value.__struct_fields__:
                self._value(getattr(value, name), authority)

    def _expr(self, expr: Expr, authority: Authority) -> None:
        if id(expr) in self._policies:
            return
        if isinstance(expr, Var):
            known = self._needs.get(id(expr.rte))
            if self._in_policy and known is not None and known.secured:
                return
            if known is None and expr.rte.kind in ("old", "new", "absent"):
                known = self._same_relation(expr.rte)
            if known is not None and expr.rte.excluded_of is None:
                known.add("r", expr.attno)
            return
        if isinstance(expr, FuncExpr | Aggref | WindowFunc):
            if expr.proc.proacl is not None or expr.proc.oid in self._listed:
                self._functions.append(expr.proc)
        elif self._listed and isinstance(expr, OpExpr) and expr.operator.oprcode in self._listed:
            self._functions.append(self._catalog.proc(expr.operator.oprcode))
        if isinstance(expr, CurrentOf):
            return
        for name in expr.__struct_fields__:
            if name not in _FACTS:
                self._value(getattr(expr, name), authority)
        if isinstance(expr, SubLink):
            self._value(expr.subquery, authority)

    def _same_relation(self, rte: RangeTblEntry) -> _Needs | None:
        return next((known for known in self._needs.values() if known.rte.relation is rte.relation), None)


_LETTERS = {"insert": "a", "update": "w", "delete": "d"}
_ELSEWHERE = frozenset(
    {
        "from_items",
        "row_marks",
        "target",
        "checks",
        "policy_checks",
        "source_checks",
        "conflict_checks",
        "policy_quals",
        "view_columns",
        "through",
        "named_columns",
    }
)
_FACTS = frozenset({"rte", "proc", "operator", "operators", "whole", "subquery"})


def _restricted(authority: Authority, relation: Relation) -> PgError:
    if authority.row_security:
        return row_security_not_supported(relation.name)
    message = f'query would be affected by row-level security policy for table "{relation.name}"'
    return insufficient_privilege(message)


def _assigned(query: Query) -> Iterator[int]:
    groups: list[tuple[Assignment, ...]] = [query.assignments]
    groups += [action.assignments for action in query.merge_actions]
    if query.on_conflict is not None:
        groups.append(query.on_conflict.assignments)
    return (assignment.attno for group in groups for assignment in group)


def _may(needs: _Needs, relation: Relation) -> bool:
    return all(_may_one(needs, relation, letter) for letter in needs.letters)


def _may_one(needs: _Needs, relation: Relation, letter: str) -> bool:
    """By the whole relation; else by each column that is named, or any where none is."""
    authority, columns = needs.authority, needs.columns.get(letter, set())
    if authority.may_relation(letter, relation):
        return True
    if letter not in "raw":
        return False
    live = {attribute.number: attribute for attribute in relation.columns}
    if not columns:
        return any(authority.may_column(letter, relation, attribute) for attribute in live.values())
    wanted = list(live) if 0 in columns else columns
    return all(number in live and authority.may_column(letter, relation, live[number]) for number in wanted)
