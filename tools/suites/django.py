"""Django's own tests of what its models, queries and migrations do with a database. Words choose applications."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.oracle import Cluster
from tests.server import Server
from tools.suites.source import MAX_CAUSE, Outcomes

SETTINGS = Path(__file__).parent / "django_settings.py"
SECONDS_PER_APPLICATION = 1_800

APPLICATIONS = [
    "queries",
    "expressions",
    "expressions_window",
    "aggregation",
    "annotations",
    "lookup",
    "db_functions",
    "bulk_create",
    "delete",
    "update",
    "select_for_update",
    "ordering",
    "prefetch_related",
    "raw_query",
    "model_fields",
    "basic",
    "many_to_many",
    "many_to_one",
    "one_to_one",
    "model_inheritance",
    "transactions",
    "migrations",
    "schema",
    "introspection",
    "constraints",
    "indexes",
    "custom_columns",
    "datetimes",
    "dates",
    "defer",
    "distinct_on_fields",
    "get_or_create",
    "null_queries",
    "or_lookups",
    "proxy_models",
    "select_related",
    "timezones",
    "backends",
    "force_insert_update",
    "fixtures",
    "foreign_object",
    "generic_relations",
    "m2m_through",
    "aggregation_regress",
    "composite_pk",
    "contenttypes_tests",
    "custom_lookups",
    "custom_managers",
    "custom_pk",
    "datatypes",
    "defer_regress",
    "delete_regress",
    "empty",
    "expressions_case",
    "extra_regress",
    "field_defaults",
    "filtered_relation",
    "fixtures_regress",
    "from_db_value",
    "generic_relations_regress",
    "get_earliest_or_latest",
    "inspectdb",
    "known_related_objects",
    "m2m_and_m2o",
    "m2m_intermediary",
    "m2m_multiple",
    "m2m_recursive",
    "m2m_regress",
    "m2m_through_regress",
    "m2o_recursive",
    "many_to_one_null",
    "max_lengths",
    "migrate_signals",
    "migration_test_data_persistence",
    "model_indexes",
    "model_inheritance_regress",
    "model_regress",
    "multiple_database",
    "nested_foreign_keys",
    "null_fk",
    "null_fk_ordering",
    "order_with_respect_to",
    "pagination",
    "postgres_tests",
    "proxy_model_inheritance",
    "queryset_pickle",
    "reserved_names",
    "reverse_lookup",
    "save_delete_hooks",
    "select_related_onetoone",
    "select_related_regress",
    "serializers",
    "sessions_tests",
    "string_lookup",
    "test_utils",
    "transaction_hooks",
    "unmanaged_models",
    "update_only_fields",
    "validation",
    "xor_lookups",
]


LOST = {
    "inspectdb.tests.InspectDBTransactionalTests.test_foreign_data_wrapper": "uses the extension file_fdw",
}
"""Tests that pass on PostgreSQL alone, with the reason."""


def run(sources: Path, server: Cluster | Server, words: Sequence[str]) -> Outcomes:
    """What became of each test."""
    tests = sources / "tests"
    shutil.copy(SETTINGS, tests / "suite_settings.py")
    outcomes: dict[str, str | None] = {}
    for application in words or APPLICATIONS:
        found = tests / f"{application}.jsonl"
        found.write_text("")
        where = {"PGHOST": server.host, "PGPORT": str(server.port), "PGUSER": server.user, "OUTCOMES": str(found)}
        where["PGOPTIONS"] = "-c lock_timeout=20s"  # a test that waits for itself fails, and the others go on
        subprocess.run(
            [sys.executable, "runtests.py", "--settings=suite_settings", "--parallel=1", "--noinput", application],
            cwd=tests, env=os.environ | where | {"PYTHONPATH": str(sources)}, timeout=SECONDS_PER_APPLICATION,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        for line in found.read_text().splitlines():
            name, cause = json.loads(line)
            first = None if cause is None else cause.splitlines()[0][:MAX_CAUSE]
            outcomes[name] = outcomes.get(name) or first  # a test with subtests passes when all of them do
    return outcomes
