"""Record the facts of PostgreSQL's catalogs into `translator/catalog/data/`, one file per catalog, one row per line.

A file's first line is its header: the catalog, the server's version, the columns in PostgreSQL's order, and each
column's most frequent value, its default here. A row then names only the columns that differ from the default.
Object ids stay as they are, `reg*` columns become object ids, vectors become lists. Left out: what is different on
every server (sizes, transaction ids), descriptions except those of schemas, and the bodies of functions and views.

Run as `python -m tools.record_catalog [DSN]`; without a DSN it starts an oracle of its own.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from tests.oracle.cluster import Cluster, share

DATA = Path(__file__).resolve().parent.parent / "translator" / "catalog" / "data"
FIRST_NORMAL_OID = 16384
FIRST_UNPINNED_OID = 12000  # collations from here on are those of the machine that ran initdb

# catalog -> the columns that order its rows (ctid where queries show the order that initdb made them in)
CATALOGS = {
    "pg_aggregate": "aggfnoid",
    "pg_am": "ctid",
    "pg_amop": "ctid",
    "pg_amproc": "ctid",
    "pg_attribute": "attrelid, attnum",
    "pg_auth_members": "oid",
    "pg_authid": "oid",
    "pg_cast": "ctid",
    "pg_class": "oid",
    "pg_collation": "oid",
    "pg_constraint": "oid",
    "pg_conversion": "oid",
    "pg_database": "oid",
    "pg_depend": "classid, objid, objsubid, refclassid, refobjid, refobjsubid",
    "pg_description": "objoid, classoid, objsubid",
    "pg_extension": "oid",
    "pg_index": "indexrelid",
    "pg_init_privs": "classoid, objoid, objsubid",
    "pg_language": "oid",
    "pg_namespace": "oid",
    "pg_opclass": "ctid",
    "pg_operator": "ctid",
    "pg_opfamily": "ctid",
    "pg_proc": "oid",
    "pg_range": "rngtypid",
    "pg_shdescription": "objoid, classoid",
    "pg_tablespace": "oid",
    "pg_ts_config": "oid",
    "pg_ts_config_map": "mapcfg, maptokentype, mapseqno",
    "pg_ts_dict": "oid",
    "pg_ts_parser": "oid",
    "pg_ts_template": "oid",
    "pg_type": "oid",
}
OMITTED_COLUMNS = {
    "pg_class": {"relpages", "reltuples", "relallvisible", "relallfrozen", "relfilenode"},
    "pg_attribute": {"attmissingval"},
    "pg_proc": {"prosqlbody", "proargdefaults", "prosrc"},
    "pg_authid": {"rolpassword"},
}
OMITTED_TYPES = {"xid", "pg_node_tree"}
ADDED_COLUMNS = {
    "pg_proc": {
        "prosrc": "CASE WHEN prolang <> 14 THEN prosrc ELSE '' END",
        "proargdefaults": """(SELECT array_agg(pg_get_function_arg_default(oid, n) ORDER BY n)
                              FROM generate_series(1, 100) n
                              WHERE n <= coalesce(cardinality(proallargtypes), pronargs)
                                AND pg_get_function_arg_default(oid, n) IS NOT NULL)""",
        "signature": "oid::regprocedure::text",
    },
    "pg_constraint": {"definition": "pg_get_constraintdef(oid)"},
}
ROW_FILTERS = {
    "pg_collation": f"oid < {FIRST_UNPINNED_OID}",
    "pg_attribute": f"attrelid < {FIRST_NORMAL_OID}",
    "pg_database": f"oid < {FIRST_NORMAL_OID}",
}
EXPRESSIONS = {
    "oidvector": "string_to_array({}::text, ' ')::int8[]",
    "int2vector": "string_to_array({}::text, ' ')::int8[]",
    "aclitem[]": "{}::text[]",
    '"char"': "{}::text",
    "regproc": "{}::oid::int8",
    "oid": "{}::int8",
    "oid[]": "{}::int8[]",
}
# not catalogs, but facts of the same kind: name -> (query, server paths and the like left at their built-in value)
QUERIES = {
    "pg_settings": """
        SELECT name, boot_val, CASE WHEN source IN ('command line', 'client', 'session') AND name !~* 'timezone'
                                      OR name ~ '_(file|directory)$' OR context = 'internal' AND name ~ 'memory|pages'
                                    THEN boot_val ELSE setting END AS setting,
               unit, category, context, vartype, min_val, max_val, enumvals,
               pg_settings_get_flags(name) AS flags
        FROM pg_settings ORDER BY name COLLATE "C" """,
    "pg_timezone_abbrevs": """
        SELECT abbrev, extract(epoch FROM utc_offset)::int AS utc_offset, is_dst
        FROM pg_timezone_abbrevs ORDER BY abbrev COLLATE "C" """,
    "pg_catalog_foreign_keys": """
        SELECT fktable::oid::int8 AS fktable, fkcols, pktable::oid::int8 AS pktable, pkcols, is_array, is_opt
        FROM pg_get_catalog_foreign_keys()""",
    "unicode_assigned": """
        WITH assigned AS (
            SELECT point, point - row_number() OVER (ORDER BY point) AS island
            FROM generate_series(1, x'10FFFF'::int) AS point
            WHERE point NOT BETWEEN x'D800'::int AND x'DFFF'::int AND unicode_assigned(chr(point)))
        SELECT min(point) AS first, max(point) AS last FROM assigned GROUP BY island ORDER BY 1""",
    "sql_features": """
        SELECT feature_id, feature_name, sub_feature_id, sub_feature_name, is_supported, is_verified_by, comments
        FROM information_schema.sql_features ORDER BY feature_id COLLATE "C", sub_feature_id COLLATE "C" """,
    "sql_implementation_info": """
        SELECT implementation_info_id, implementation_info_name, integer_value, character_value, comments
        FROM information_schema.sql_implementation_info ORDER BY implementation_info_name COLLATE "C" """,
    "sql_parts": "SELECT * FROM information_schema.sql_parts ORDER BY feature_id::int",
    "sql_sizing": "SELECT * FROM information_schema.sql_sizing ORDER BY sizing_id",
    "pg_stat_io": """
        SELECT backend_type, object, context, reads * 0 AS reads, (read_bytes * 0)::text AS read_bytes,
               read_time * 0 AS read_time, writes * 0 AS writes, (write_bytes * 0)::text AS write_bytes,
               write_time * 0 AS write_time, writebacks * 0 AS writebacks, writeback_time * 0 AS writeback_time,
               extends * 0 AS extends, (extend_bytes * 0)::text AS extend_bytes, extend_time * 0 AS extend_time,
               hits * 0 AS hits, evictions * 0 AS evictions, reuses * 0 AS reuses, fsyncs * 0 AS fsyncs,
               fsync_time * 0 AS fsync_time
        FROM pg_stat_io""",
    "pg_wait_events": "SELECT type, name FROM pg_wait_events",
    "pg_keywords": 'SELECT word, catcode::text, barelabel FROM pg_get_keywords() ORDER BY word COLLATE "C"',
}


def main() -> int:
    """Record everything; prints the number of rows of each file."""
    if len(sys.argv) > 1:
        record(sys.argv[1])
        return 0
    with Cluster() as cluster:
        record(cluster.dsn)
    return 0


def record(dsn: str) -> None:
    """Record every catalog of the server at `dsn`."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("SET search_path = pg_catalog")
        version = "PostgreSQL " + connection.info.parameter_status("server_version").split()[0]  # type: ignore[union-attr]  # every server tells its version
        for catalog in CATALOGS:
            write(catalog, version, *fetch(connection, catalog_query(connection, catalog)))
        for name, query in QUERIES.items():
            write(name, version, *fetch(connection, query))
        write("errcodes", version, ["sqlstate", "class", "name"], list(errcodes()))


def catalog_query(connection: psycopg.Connection[Any], catalog: str) -> str:
    """The SELECT that reads one catalog in a form that JSON can hold."""
    columns = connection.execute(
        """SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
           WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""",
        [catalog],
    ).fetchall()
    omitted = OMITTED_COLUMNS.get(catalog, set())
    targets = [
        f"{EXPRESSIONS.get(typename, '{}').format(name)} AS {name}"
        for name, typename in columns
        if name not in omitted and typename not in OMITTED_TYPES
    ]
    targets += [f"{expression} AS {name}" for name, expression in ADDED_COLUMNS.get(catalog, {}).items()]
    condition = ROW_FILTERS.get(catalog) or ("oid < 16384" if CATALOGS[catalog] in ("oid", "ctid") else "true")
    return f"SELECT {', '.join(targets)} FROM {catalog} WHERE {condition} ORDER BY {CATALOGS[catalog]}"


def fetch(connection: psycopg.Connection[Any], query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of a query."""
    cursor = connection.execute(query)
    assert cursor.description is not None
    return [column.name for column in cursor.description], cursor.fetchall()


def errcodes() -> Iterator[tuple[str, str, str]]:
    """SQLSTATE, class (error, warning, success) and condition name of each row of the manual's appendix A."""
    classes = {"E": "error", "W": "warning", "S": "success"}
    for line in share("errcodes.txt").read_text().splitlines():
        match line.split():
            case [sqlstate, ("E" | "W" | "S") as kind, macro, *condition] if len(sqlstate) == 5:
                yield sqlstate, classes[kind], condition[0] if condition else macro.removeprefix("ERRCODE_").lower()
            case _:
                pass


def write(name: str, version: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    """Write one file of facts."""
    defaults = {column: most_frequent([row[i] for row in rows]) for i, column in enumerate(columns)}
    header = {"catalog": name, "server": version, "columns": columns, "defaults": defaults}
    lines = [compact(header)]
    for row in rows:
        lines.append(compact({c: v for c, v in zip(columns, row, strict=True) if v != defaults[c]}))
    (DATA / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(rows)}")


def most_frequent(values: list[Any]) -> Any:
    """The value that a column has in most rows; None when no value stands out, as in a key."""
    counts = Counter(compact(value) for value in values)
    text, count = counts.most_common(1)[0] if counts else ("null", 0)
    return json.loads(text) if count > max(1, len(values) // 10) else None


def compact(value: Any) -> str:
    """A value as JSON on one line, without spaces."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
