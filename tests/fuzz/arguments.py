"""What the catalogs do not say about functions: arguments that make sense, and what is left out with its reason."""

from __future__ import annotations

FIELDS = ("year", "month", "day", "hour", "epoch", "dow", "isodow", "doy", "week", "quarter", "century", "decade",
          "millennium", "isoyear", "julian", "second", "minute", "milliseconds", "microseconds", "timezone",
          "timezone_hour", "timezone_minute", "YEAR", "nosuch")  # fmt: skip
ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "EST", "+05:30", "ABC8DEF", "Nowhere/Land", "Europe/Berlin")
INTERVAL_ZONES = ("05:30:00", "-08:00:00", "00:00:00")
ENCODINGS = ("UTF8", "LATIN1", "SQL_ASCII", "WIN1252", "nosuch")
FORMATS = ("hex", "base64", "escape", "HEX", "nosuch")
PATTERNS = ("a", "^a.*c$", "(b)(c)?", "[[:alpha:]]+", "\\d", "", "x*", "(", "a|ab", ".", "\\s+")
FLAGS = ("", "g", "i", "gi", "x", "n", "z")
TEMPLATES = ("YYYY-MM-DD HH24:MI:SS.US", "Day, DD Month YYYY", "FMDay FMDDth", "IYYY-IW-ID", "HH12:MI am", "J", "Q",
             "MS TZ OF", "Y,YYY", "RM", "", "SSSS", "CC")  # fmt: skip
NUMBER_TEMPLATES = ("999", "999,999.99", "FM9990.00", "S999", "9.99EEEE", "RN", "L99", "000V99", "MI99", "PR99", "99th",
                    "XX")  # fmt: skip
SMALL = ("0", "1", "2", "5", "-1", "12")
TINY = ("0", "1", "2", "3", "-1", "2147483647", "-2147483648")
LENGTHS = ("0", "1", "2", "5", "-1", "20", "2147483647")
PATHS = ("$", "$.a", "$[*]", "$.**", "$.b.c[*]", '$.x ? (@ == "10")', "strict $.nosuch", "$.a == 1", "$[0]")
VARIABLES = ("{}", '{"x": 1}')
FLAG = ("t", "f")

Hints = dict[int, tuple[str, ...]]
"""Literals for an argument's position, instead of expressions."""

BY_NAME: dict[str, Hints] = {
    "date_part": {0: FIELDS}, "extract": {0: FIELDS}, "date_trunc": {0: FIELDS, 2: ZONES},
    "timezone": {0: ZONES}, "encode": {1: FORMATS}, "decode": {1: FORMATS},
    "convert": {1: ENCODINGS, 2: ENCODINGS}, "convert_from": {1: ENCODINGS}, "convert_to": {1: ENCODINGS},
    "length": {1: ENCODINGS}, "repeat": {1: SMALL}, "lpad": {1: LENGTHS}, "rpad": {1: LENGTHS},
    "regexp_replace": {1: PATTERNS, 3: FLAGS, 5: FLAGS}, "regexp_match": {1: PATTERNS, 2: FLAGS},
    "regexp_matches": {1: PATTERNS, 2: FLAGS}, "regexp_split_to_array": {1: PATTERNS, 2: FLAGS},
    "regexp_split_to_table": {1: PATTERNS, 2: FLAGS}, "regexp_like": {1: PATTERNS, 2: FLAGS},
    "regexp_count": {1: PATTERNS, 2: SMALL, 3: FLAGS}, "regexp_substr": {1: PATTERNS, 4: FLAGS},
    "regexp_instr": {1: PATTERNS, 5: FLAGS}, "factorial": {0: ("0", "1", "5", "20", "-1", "33")},
    "array_fill": {1: ("{}", "{2}", "{2,3}", "{0}", "{-1}", "{NULL}"), 2: ("{}", "{1}", "{2,-1}")},
    "jsonb_path_exists": {1: PATHS, 2: VARIABLES}, "jsonb_path_match": {1: PATHS, 2: VARIABLES},
    "jsonb_path_query": {1: PATHS, 2: VARIABLES}, "jsonb_path_query_array": {1: PATHS, 2: VARIABLES},
    "jsonb_path_query_first": {1: PATHS, 2: VARIABLES}, "jsonb_path_exists_tz": {1: PATHS, 2: VARIABLES},
    "jsonb_path_match_tz": {1: PATHS, 2: VARIABLES}, "jsonb_path_query_tz": {1: PATHS, 2: VARIABLES},
    "jsonb_path_query_array_tz": {1: PATHS, 2: VARIABLES}, "jsonb_path_query_first_tz": {1: PATHS, 2: VARIABLES},
    "to_date": {1: TEMPLATES}, "to_timestamp": {1: TEMPLATES}, "to_number": {1: NUMBER_TEMPLATES},
    "format": {0: ("%s", "%I-%L", "%2$s %1$s", "%%", "%-5s|", "%*s", "%x", "%")},
    "normalize": {1: ("NFC", "NFD", "NFKC", "NFKD", "nosuch")}, "is_normalized": {1: ("NFC", "NFKD", "nosuch")},
    "parse_ident": {0: ("a.b", "\"A\".b", "a.", "1a", "a b")},
    "like": {1: ("%", "a%", "_b_", "%\\", "\\%", "")}, "notlike": {1: ("%", "a%", "_b_", "%\\")},
    "pg_input_is_valid": {1: ("integer", "date", "numeric(5,2)", "no_such_type", "int4range", "varchar(2)")},
    "pg_input_error_info": {1: ("integer", "date", "numeric(5,2)", "int4range", "varchar(2)")},
    "interval": {1: ("2147418115", "2147483647")},
    "setseed": {0: ("0",)}, "width_bucket": {3: SMALL}, "bit": {1: SMALL}, "varbit": {1: SMALL},
    "array_to_string": {1: (",", "", "; ")}, "string_to_array": {1: (",", "", " ")},
    "string_to_table": {1: (",", "", " ")},
    "unistr": {0: ("\\0041", "a\\\\b", "\\+01F600", "\\d83d", "\\x")},
    "make_date": {0: ("2024", "0", "-5", "5874897"), 1: ("1", "12", "13"), 2: ("1", "29", "31", "0")},
    "make_time": {0: ("0", "23", "24"), 1: ("0", "59", "60"), 2: ("0", "59.999999", "60", "-1")},
    "make_timestamp": {0: ("2024", "-5", "294276"), 1: ("2", "12", "13"), 2: ("1", "29", "31"), 3: ("0", "23", "24"),
                       4: ("0", "59", "60"), 5: ("0", "59.5", "60")},
    "make_timestamptz": {0: ("2024", "-5", "294276"), 1: ("2", "12", "13"), 2: ("1", "29", "31"), 3: ("0", "23", "24"),
                         4: ("0", "59", "60"), 5: ("0", "59.5", "60"), 6: ZONES},
    "pg_column_is_updatable": {1: SMALL}, "ntile": {0: SMALL}, "nth_value": {1: SMALL}, "lag": {1: SMALL},
    "lead": {1: SMALL}, "chr": {0: ("0", "65", "233", "128512", "1114112", "55296", "-1")},
    "percentile_cont": {0: ("0", "0.25", "1", "1.5", "{0,0.5}")},
    "percentile_disc": {0: ("0", "0.25", "1", "-1", "{0,0.5}")},
}  # fmt: skip
"""Function's name -> literals by position."""

LEFT_OUT_NAMES: dict[str, str] = {
    "current_schema": "the session", "current_schemas": "the session", "current_user": "the session",
    "session_user": "the session", "system_user": "the session", "getpgusername": "the session",
    "current_database": "the session", "pg_backend_pid": "the session", "pg_my_temp_schema": "the session",
    "pg_client_encoding": "the session", "pg_listening_channels": "the session", "pg_cursor": "the session",
    "pg_prepared_statement": "the session", "inet_client_addr": "the session",
    "inet_client_port": "the session", "inet_server_addr": "the session", "inet_server_port": "the session",
    "pg_trigger_depth": "the session", "pg_is_other_temp_schema": "the session",
    "now": "the clock", "statement_timestamp": "the clock", "transaction_timestamp": "the clock",
    "pg_postmaster_start_time": "the clock", "pg_conf_load_time": "the clock",
    "txid_current": "transaction ids", "txid_current_if_assigned": "transaction ids",
    "pg_current_xact_id": "transaction ids", "pg_current_xact_id_if_assigned": "transaction ids",
    "version": "the server's own name", "pg_show_all_settings": "the server's own settings",
    "current_setting": "the server's own settings", "pg_available_extensions": "the installation",
    "pg_available_extension_versions": "the installation", "pg_timezone_names": "the machine's zone files",
    "pg_timezone_abbrevs_zone": "the machine's zone files", "pg_tablespace_location": "the installation",
    "pg_config": "the installation", "pg_get_shmem_allocations": "the installation",
}  # fmt: skip
"""Function's name -> what its result depends on besides its arguments. Volatile functions are left out by their row."""

STATISTICS = "pg_stat_get_"
"""How the names of functions begin that tell what the server has done."""

SHOWING_OIDS = frozenset(
    {"array_send", "hashenum", "hashenumextended", "hash_array", "hash_array_extended", "pg_typeof"}
)
"""Functions whose result depends on the oids of the database's own types, for values of which they are not called."""

LEFT_OUT_SIGNATURES: dict[str, str] = {
    "json_populate_record(anyelement,json,boolean)": "takes row types",
    "json_populate_recordset(anyelement,json,boolean)": "takes row types",
    "jsonb_populate_record(anyelement,jsonb)": "takes row types",
    "jsonb_populate_recordset(anyelement,jsonb)": "takes row types",
    "jsonb_populate_record_valid(anyelement,jsonb)": "takes row types",
    "age(timestamp with time zone)": "the clock",
    "age(timestamp without time zone)": "the clock",
    "age(xid)": "transaction ids",
    "mxid_age(xid)": "transaction ids",
    "timetz(time without time zone)": "the zone's offset at the clock's date",
}
"""Signature -> the same, where only one of a name's functions is meant."""
