"""The rules of pg_hba.conf: how they are read, and which one fits."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from pgproxy import hba
from pgproxy.config import Config, ConfigError
from pgproxy.hba import Client, HbaError, Rule

CLIENT = Client("127.0.0.1", False, "db", "joe", lambda: frozenset({"joe", "staff"}))


def rules(tmp_path: Path, text: str) -> list[Rule]:
    file = tmp_path / "pg_hba.conf"
    file.write_text(text)
    return hba.read_rules(file)


def method(tmp_path: Path, text: str, client: Client = CLIENT) -> str | None:
    """What the first fitting rule says."""
    found = hba.find_rule(rules(tmp_path, text), client)
    return None if found is None else found.method


def test_the_first_rule_that_fits_decides(tmp_path: Path) -> None:
    text = "host db jim all md5\nhost db joe all reject\nhost all all all trust\n"
    assert method(tmp_path, text) == "reject"
    assert method(tmp_path, text, replace(CLIENT, user="jim")) == "md5"
    assert method(tmp_path, text, replace(CLIENT, database="other")) == "trust"


@pytest.mark.parametrize(
    ("line", "fits"),
    [
        ("host all all 127.0.0.1/32 trust", True),
        ("host all all 127.0.0.0 255.0.0.0 trust", True),
        ("host all all 10.0.0.0/8 trust", False),
        ("host all all ::1/128 trust", False),
        ("host all all samehost trust", True),
        ("host all all all trust # a comment", True),
        ("local all all trust", False),
        ("hostssl all all all trust", False),
        ("hostnossl all all all trust", True),
        ("hostgssenc all all all trust", False),
        ("hostnogssenc all all all trust", True),
        ("host one,db all all trust", True),
        ("host one, db all all trust", True),
        ('host "db" all all trust', True),
        ('host "all" all all trust', False),
        ("host sameuser all all trust", False),
        ("host samerole all all trust", False),
        ("host replication all all trust", False),
        ("host all +staff all trust", True),
        ("host all +other all trust", False),
        ('host all "+staff" all trust', False),
        ("host /^d all all trust", True),
        ("host /^x all all trust", False),
        ("host all /oe$ all trust", True),
        ("host all joe\\\n all trust", True),
    ],
)
def test_what_a_rule_fits(tmp_path: Path, line: str, fits: bool) -> None:
    assert (method(tmp_path, line) is not None) is fits


def test_names_of_role_and_database(tmp_path: Path) -> None:
    assert method(tmp_path, "host sameuser all all trust", replace(CLIENT, database="joe")) == "trust"
    assert method(tmp_path, "host samerole all all trust", replace(CLIENT, database="staff")) == "trust"


def test_sockets_and_encryption(tmp_path: Path) -> None:
    assert method(tmp_path, "local all all trust", replace(CLIENT, host="")) == "trust"
    assert method(tmp_path, "host all all all trust", replace(CLIENT, host="")) is None
    assert method(tmp_path, "hostssl all all all trust", replace(CLIENT, encrypted=True)) == "trust"
    assert method(tmp_path, "hostnossl all all all trust", replace(CLIENT, encrypted=True)) is None
    assert method(tmp_path, "host all all 10.0.0.0/8 trust", replace(CLIENT, host="::ffff:10.1.2.3")) == "trust"


def test_how_a_client_is_described() -> None:
    assert CLIENT.described == 'host "127.0.0.1", user "joe", database "db", no encryption'
    assert replace(CLIENT, host="", encrypted=True).described == (
        'host "[local]", user "joe", database "db", SSL encryption'
    )


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("hots all all all trust", 'invalid connection type "hots"'),
        ("host", "end-of-line before database specification"),
        ("host all", "end-of-line before role specification"),
        ("host all all", "end-of-line before IP address specification"),
        ("host all all all", "end-of-line before authentication method"),
        ("host all all 127.0.0.1 trust", 'invalid IP mask "trust"'),
        ("host all all 1.2.3.4/99 trust", "invalid IP address or CIDR mask"),
        ("host all all example.org trust", "host names are not supported"),
        ("host all all all peer", 'invalid authentication method "peer"'),
        ("host all all all trust,md5", "multiple values specified for authentication type"),
        ("host all all all cert", "cert authentication is only supported on hostssl connections"),
        ("host all all all md5 clientcert=verify-ca", 'clientcert can only be configured for "hostssl" rows'),
        ("hostssl all all all md5 map=x", 'authentication option "map=x" is not supported'),
        ("host /( all all trust", "invalid regular expression"),
        ('host "all all all trust', "invalid quotation"),
    ],
)
def test_what_is_no_rule(tmp_path: Path, line: str, text: str) -> None:
    with pytest.raises(HbaError) as caught:
        rules(tmp_path, f"# first\n{line}\n")
    assert text in str(caught.value)
    assert "line 2 of configuration file" in str(caught.value)


def test_trust_for_others_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "pg_hba.conf"
    file.write_text("host all all 0.0.0.0/0 trust\n")
    with pytest.raises(ConfigError, match="lets everybody in who reaches"):
        hba.load_rules(Config(host="0.0.0.0", hba_file=str(file)))
    assert hba.load_rules(Config(host="0.0.0.0", hba_file=str(file), allow_trust_anywhere=True))
    assert hba.load_rules(Config(hba_file=str(file)))
    file.write_text("host all all 127.0.0.1/32 trust\nhost all all all scram-sha-256\n")
    assert len(hba.load_rules(Config(host="0.0.0.0", hba_file=str(file)))) == 2
    file.write_text("hostssl all all all cert\n")
    with pytest.raises(ConfigError, match="needs tls_ca_file"):
        hba.load_rules(Config(hba_file=str(file)))
