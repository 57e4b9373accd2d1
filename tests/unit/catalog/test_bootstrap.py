"""The recorded facts load, are complete, and are found by every index."""

import subprocess
import sys

import pytest

from translator.catalog.bootstrap import DATA, load, settings, sqlstates, system_catalog
from translator.catalog.fixed_oids import BTREE, PG_CATALOG


def test_types_by_oid_and_name():
    catalog = system_catalog()
    int4 = catalog.types[23]
    assert (int4.typname, int4.typlen, int4.typcategory, int4.typarray) == ("int4", 4, "N", 1007)
    assert catalog.types_by_name[PG_CATALOG, "int4"] is int4
    assert catalog.types.get(999999) is None
    assert 999999 not in catalog.types


def test_procs_by_name_and_signature():
    catalog = system_catalog()
    lpad = catalog.procs_by_signature["lpad(text,integer,text)"]
    assert lpad in catalog.procs_by_name["lpad"]
    assert len(catalog.procs_by_name["lpad"]) == 2
    assert lpad.proargtypes == (25, 23, 25)
    assert lpad.proisstrict
    assert lpad.provolatile == "i"
    assert catalog.procs_by_name["no_such_function"] == ()


def test_argument_defaults_are_expressions():
    make_interval = system_catalog().procs_by_name["make_interval"][0]
    assert make_interval.pronargdefaults == len(make_interval.proargdefaults or ()) == 7
    assert make_interval.proargdefaults is not None
    assert make_interval.proargdefaults[-1] == "0.0"
    assert make_interval.proargnames is not None
    assert make_interval.proargnames[0] == "years"


def test_operators_name_a_function():
    catalog = system_catalog()
    plus = catalog.operators_by_operands["+", 23, 23]
    assert catalog.procs[plus.oprcode].signature == "int4pl(integer,integer)"
    assert all(catalog.operators[oid].oprcode in catalog.procs for oid in catalog.operators)


def test_casts_aggregates_ranges():
    catalog = system_catalog()
    assert catalog.casts[23, 20].castcontext == "i"
    count = catalog.procs_by_signature["count()"]
    assert count.prokind == "a"
    assert catalog.aggregates[count.oid].aggkind == "n"
    assert catalog.ranges[3904].rngsubtype == 23
    assert catalog.multiranges[4451].rngtypid == 3904


def test_default_operator_classes():
    catalog = system_catalog()
    int4_ops = catalog.default_opclasses[BTREE, 23]
    assert int4_ops.opcname == "int4_ops"
    less = catalog.amops[int4_ops.opcfamily, 23, 23, 1]
    assert catalog.operators[less.amopopr].oprname == "<"


def test_relations_of_the_catalog():
    catalog = system_catalog()
    pg_class = catalog.classes_by_name[PG_CATALOG, "pg_class"]
    assert pg_class.oid == 1259
    names = [attribute.attname for attribute in catalog.attributes[1259] if attribute.attnum > 0]
    assert names[:2] == ["oid", "relname"]
    assert {constraint.contype for constraint in catalog.constraints[1259]} >= {"n", "p", "u"}


def test_sqlstates_and_settings():
    assert sqlstates()["division_by_zero"] == "22012"
    assert settings()["datestyle"]["setting"] == "ISO, MDY"
    assert settings()["work_mem"]["unit"] == "kB"


@pytest.mark.parametrize("path", sorted(DATA.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_file_names_its_server(path):
    facts = load(path.stem)
    assert facts.catalog == path.stem
    assert facts.server.startswith("PostgreSQL 18.")
    assert facts.rows
    for row in facts.complete():
        assert tuple(row) == facts.columns


def test_start_up_is_cheap():
    """What the first statement needs must not take longer than the whole start may."""
    program = (
        "import time; from translator.catalog.bootstrap import system_catalog as s;"
        "t = time.process_time(); c = s(); c.types, c.types_by_name, c.procs, c.procs_by_name, c.operators_by_name,"
        "c.casts, c.aggregates, c.default_opclasses, c.amops, c.classes_by_name, c.attributes;"
        "print(time.process_time() - t)"
    )
    seconds = min(float(subprocess.check_output([sys.executable, "-c", program])) for _ in range(3))
    assert seconds < 0.12
