"""Options, environment, file and defaults are one table, in that order of precedence."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from pgproxy import config
from pgproxy.config import Config, ConfigError


def load(*arguments: str, **environment: str) -> Config:
    parser = argparse.ArgumentParser()
    config.add_arguments(parser)
    return config.load(parser.parse_args(arguments), environment)


def test_defaults() -> None:
    assert load() == Config()
    assert load().auth_method == "trust"


def test_precedence(tmp_path: Path) -> None:
    file = tmp_path / "pgproxy.toml"
    file.write_text('port = 1001\nhost = "::1"\nlog_sqlite = true\nmax_connections = 7\n')
    loaded = load("--port", "1003", PGPROXY_CONFIG=str(file), PGPROXY_PORT="1002", PGPROXY_MAX_CONNECTIONS="8")
    assert (loaded.port, loaded.host, loaded.log_sqlite, loaded.max_connections) == (1003, "::1", True, 8)


@pytest.mark.parametrize("field", config.OPTIONS)
def test_every_option_is_an_environment_variable_and_a_key(field: str, tmp_path: Path) -> None:
    value = {"password_file": "", "auth": "trust", "tls": "off"}.get(field, str(getattr(Config(), field)))
    file = tmp_path / "pgproxy.toml"
    file.write_text(f'{field} = "{value}"\n')
    from_file = load("--config", str(file))
    from_environment = load(**{f"PGPROXY_{field.upper()}": value})
    arguments = [value] if field == "data" else [f"{config.option_name(field)}={value}"]
    assert from_file == from_environment == load(*arguments)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["--port", "x"], "--port: must be a number from 0 to 65535, not 'x'"),
        (["--port", "70000"], "--port: must be a number"),
        (["--auth", "ident"], "--auth: must be one of auto, trust, password, md5, scram-sha-256"),
        (["--log-sqlite", "maybe"], "--log-sqlite: must be on or off"),
        (["--host", "0.0.0.0"], "without a password anybody who reaches 0.0.0.0 owns the data"),
        (["--host", "*", "--auth", "trust", "--password", "x"], "without a password"),
        (["--auth", "md5"], "needs the superuser's password"),
        (["--tls", "on"], "tls on needs tls_cert_file and tls_key_file"),
        (["--password-file", "/nonexistent"], "password_file: "),
        (["--config", "/nonexistent"], "/nonexistent: "),
    ],
)
def test_what_cannot_be_is_refused_with_its_source(arguments: list[str], text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(*arguments)
    assert text in str(caught.value)


def test_unknown_keys_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "pgproxy.toml"
    file.write_text("prot = 1\n")
    with pytest.raises(ConfigError, match="there is no option prot"):
        load("--config", str(file))


def test_a_password_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("secret\n")
    loaded = load("--password-file", str(file), "--host", "*")
    assert (loaded.password, loaded.auth_method, loaded.hosts) == ("secret", "scram-sha-256", None)


def test_a_flag_needs_no_value() -> None:
    assert load("--host", "0.0.0.0", "--allow-trust-anywhere").allow_trust_anywhere


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.1.2.3", True), ("::1", True), ("localhost", True), ("10.0.0.1", False), (None, False)],
)
def test_loopback(host: str | None, loopback: bool) -> None:
    assert config.is_loopback(host) is loopback
