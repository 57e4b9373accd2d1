"""The one list of statements whose recorded answer pgproxy does not give yet.

Each names a topic, a statement of it, and the feature that is missing. All are strict: a gap that was closed must be
struck from the list.
"""

KNOWN_GAPS: dict[tuple[str, str], str] = {
    ("copy/text", "COPY t TO '/nonexistent/dir/file'"): "COPY with a file or program on the server",
    ("matrix/circle", "<(1,2),0> as polygon"): "the context of an error in a function in SQL",
    ("queries/search_cycle", "in a subquery, as SQLite does not recur"): "a correlated query that recurs in steps",
    (
        "types/posix_zones",
        "select timezone('100A90', '2024-07-30 00:00:00+00'::timestamptz), timezone('100A90', '2024-01-30 00:",
    ): "zones with summer time a day or more from UTC",
}
"""(area/topic, statement's name) -> the missing feature."""
