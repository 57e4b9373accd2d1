"""The tables that the statements are about: few rows, many NULLs, values that come twice."""

from __future__ import annotations

from dataclasses import dataclass

SETUP = (
    "CREATE TABLE dept (id int PRIMARY KEY, title varchar(12), budget bigint, region text, opened date)",
    "CREATE TABLE emp (id int PRIMARY KEY, dept int REFERENCES dept, name text NOT NULL, salary numeric(8,2),"
    " hired date, boss int REFERENCES emp, active bool)",
    "CREATE TABLE sale (id int PRIMARY KEY, emp int, amount numeric(10,2), qty smallint, at timestamp, note text,"
    " UNIQUE (emp, qty))",
    "CREATE TABLE label (k text PRIMARY KEY, v int, flag bool DEFAULT true)",
    "CREATE INDEX ON emp (dept)",
    "CREATE INDEX ON sale (amount)",
    "CREATE DOMAIN small AS int CHECK (VALUE < 1000)",
    "CREATE TABLE doc (id int PRIMARY KEY, data jsonb, tags int[], valid int4range, pause interval, size small"
    " DEFAULT 5, total int GENERATED ALWAYS AS (coalesce(cardinality(tags), 0) + coalesce(size, 0)) STORED)",
    "CREATE TABLE event (id int, day date DEFAULT '2024-02-01', kind text, cost numeric, PRIMARY KEY (id),"
    " CHECK (cost < 100000)) PARTITION BY RANGE (id)",
    "CREATE TABLE event_low PARTITION OF event FOR VALUES FROM (MINVALUE) TO (10)",
    "CREATE TABLE event_mid PARTITION OF event FOR VALUES FROM (10) TO (55) PARTITION BY LIST (id)",
    "CREATE TABLE event_mid_rest PARTITION OF event_mid DEFAULT",
    "CREATE TABLE event_mid_50 PARTITION OF event_mid FOR VALUES IN (50)",
    "CREATE TABLE event_high PARTITION OF event FOR VALUES FROM (55) TO (1000)",
    "INSERT INTO dept VALUES (1, 'north', 1000, 'a', '2020-01-01'), (2, 'south', 500, 'b', '2021-06-30'),"
    " (3, 'east', NULL, 'a', NULL), (4, 'west', 0, NULL, '2020-01-01'), (5, NULL, 1000, 'c', '2023-02-28')",
    "INSERT INTO emp SELECT i, nullif(i % 6, 0), (ARRAY['Ann', 'bob', 'Cy', 'dee', 'Ann'])[1 + i % 5] || i % 3,"
    " CASE WHEN i % 7 <> 3 THEN i * 100.25 END, CASE WHEN i % 4 <> 2 THEN date '2020-01-01' + i * 37 % 400 END,"
    " CASE WHEN i > 3 THEN i / 2 END, CASE i % 3 WHEN 0 THEN true WHEN 1 THEN false END"
    " FROM generate_series(1, 12) AS i",
    "INSERT INTO sale SELECT i, nullif(i % 9, 4), CASE WHEN i % 5 <> 1 THEN (i * 13 % 11) * 2.5 END, i / 3,"
    " CASE WHEN i % 6 <> 5 THEN timestamp '2024-01-01 10:00' + i * 7 % 5 * interval '1 day 3 hours' END,"
    " CASE i % 4 WHEN 0 THEN 'x' WHEN 1 THEN '' WHEN 2 THEN 'Long note ' || i END FROM generate_series(1, 24) AS i",
    "INSERT INTO label VALUES ('x', 1, true), ('y', 2, NULL), ('z', NULL, false), ('Ann1', 7, true), ('', 0, false)",
    "INSERT INTO doc SELECT i, CASE WHEN i % 5 <> 4 THEN ('{\"a\": ' || i % 4 || ', \"b\": [' || i"
    " || ', ' || i % 3 || '], \"c\": {\"d\": '"
    " || CASE i % 3 WHEN 0 THEN 'null' WHEN 1 THEN '\"x\"' ELSE 'true' END || '}}')::jsonb END,"
    " CASE i % 4 WHEN 0 THEN '{}' WHEN 1 THEN ARRAY[i, NULL] WHEN 2 THEN ARRAY[i % 3, 1, i % 3] END::int[],"
    " CASE i % 4 WHEN 0 THEN int4range(i, i + 4) WHEN 1 THEN 'empty' WHEN 2 THEN int4range(NULL, i) END,"
    " CASE WHEN i % 3 <> 2 THEN make_interval(days => i % 4, mins => i * 17) END, nullif(i % 6, 3)"
    " FROM generate_series(1, 10) AS i",
    "INSERT INTO event SELECT i * 6, date '2024-01-01' + i * 11 % 60, (ARRAY['a', 'b', NULL])[1 + i % 3], i * 1.25"
    " FROM generate_series(0, 12) AS i",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column that can be named, and its type: one of TYPES."""

    name: str
    type: str


TABLES: dict[str, tuple[Column, ...]] = {
    "dept": tuple(map(Column, ("id", "title", "budget", "region", "opened"), ("int", "text", "int", "text", "date"))),
    "emp": tuple(
        map(
            Column,
            ("id", "dept", "name", "salary", "hired", "boss", "active"),
            ("int", "int", "text", "num", "date", "int", "bool"),
        )
    ),
    "sale": tuple(
        map(Column, ("id", "emp", "amount", "qty", "at", "note"), ("int", "int", "num", "int", "time", "text"))
    ),
    "label": tuple(map(Column, ("k", "v", "flag"), ("text", "int", "bool"))),
    "doc": tuple(
        map(
            Column,
            ("id", "data", "tags", "valid", "pause", "size", "total"),
            ("int", "json", "list", "span", "lapse", "int", "int"),
        )
    ),
    "event": tuple(map(Column, ("id", "day", "kind", "cost"), ("int", "date", "text", "num"))),
}
SQL_TYPES = {
    "int": "int", "text": "text", "num": "numeric", "bool": "bool", "date": "date", "time": "timestamp",
    "json": "jsonb", "list": "int[]", "span": "int4range", "lapse": "interval",
}  # fmt: skip
TYPES = tuple(SQL_TYPES)
LITERALS = {
    "int": ("1", "0", "2", "3", "(-1)", "7", "10", "100", "NULL::int"),
    "num": ("1.5", "0.0", "100.25", "(-2.50)", "10", "NULL::numeric"),
    "text": ("'x'", "''", "'a'", "'Ann1'", "'%o%'", "'A_n%'", "'bob'", "NULL::text"),
    "bool": ("true", "false", "NULL::bool"),
    "date": ("date '2020-01-01'", "date '2021-06-30'", "date '2020-02-29'", "NULL::date"),
    "time": ("timestamp '2024-01-02 13:00'", "timestamp '2024-01-01 10:00'", "NULL::timestamp"),
    "json": ("'{\"a\": 1}'::jsonb", "'[1, 2]'::jsonb", "'null'::jsonb", "'\"x\"'::jsonb", "'{}'::jsonb", "NULL::jsonb"),
    "list": ("'{1,2}'::int[]", "'{}'::int[]", "'{1,NULL}'::int[]", "NULL::int[]"),
    "span": ("'[1,5)'::int4range", "'empty'::int4range", "'[3,)'::int4range", "NULL::int4range"),
    "lapse": ("interval '1 day'", "interval '-90 minutes'", "interval '1 mon 2 days'", "NULL::interval"),
}
