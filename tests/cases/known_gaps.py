"""The one list of statements whose recorded answer pgproxy does not give yet.

Each names a topic, a statement of it, and the feature that is missing. All are strict: a gap that was closed must be
struck from the list.
"""

KNOWN_GAPS: dict[tuple[str, str], str] = {
    ("copy/text", "COPY t TO '/nonexistent/dir/file'"): "COPY with a file or program on the server",
    ("expressions/literals", "SELECT b'101', x'1F'"): "type bit",
    (
        "queries/select",
        "SELECT name, ctid IS NOT NULL, tableoid::regclass::text FROM emp WHERE id = 1",
    ): "system column ctid",
    (
        "queries/subqueries",
        "SELECT id FROM t WHERE (grp, v) = (SELECT 'a', 10)",
    ): "comparison of a row with a row-valued subquery",
    ("sessions/transactions", "PREPARE TRANSACTION 'x'"): "two-phase commit",
    (
        "types/timestamp",
        "SELECT timestamp '2024-01-01' = date '2024-01-01', timestamp '2024-01-01' < timestamptz '2024-01-01 ",
    ): "a value that 64 bits do not hold, such as a timestamp after the year 294246,",
    (
        "types/timestamp",
        "what 64 bits cannot hold, counted from 1970",
    ): "a value that 64 bits do not hold, such as a timestamp after the year 294246,",
}
"""(area/topic, statement's name) -> the missing feature."""
