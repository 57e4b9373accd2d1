"""Which views INSERT, UPDATE and DELETE can go through.  Manual: CREATE VIEW, "Updatable Views"."""

from __future__ import annotations

from translator.query import Aggref, Query, RangeTblRef, SetOperation, WindowFunc, sets_in, walk


def reason_not_updatable(query: Query) -> str | None:
    """Why rows cannot be changed through a view of this query, None when they can, in PostgreSQL's words."""
    for what, found in (
        ("DISTINCT", query.distinct or query.distinct_on),
        ("GROUP BY", query.group or query.grouping_sets),
        ("HAVING", query.having is not None),
        ("UNION, INTERSECT, or EXCEPT", isinstance(query.set_operation, SetOperation)),
        ("WITH", query.ctes),
        ("LIMIT or OFFSET", query.limit is not None or query.offset is not None),
    ):
        if found:
            return f"Views containing {what} are not automatically updatable."
    parts = [part for entry in query.targets for part in walk(entry.expr)]
    for kind, what in ((Aggref, "aggregate functions"), (WindowFunc, "window functions")):
        if any(isinstance(part, kind) for part in parts):
            return f"Views that return {what} are not automatically updatable."
    if any(True for entry in query.targets for _ in sets_in(entry.expr)):
        return "Views that return set-returning functions are not automatically updatable."
    if len(query.from_items) != 1 or not isinstance(item := query.from_items[0], RangeTblRef):
        return _NOT_ONE_TABLE
    return None if item.rte.relation is not None and item.rte.relation.kind in "rv" else _NOT_ONE_TABLE


_NOT_ONE_TABLE = "Views that do not select from a single table or view are not automatically updatable."
