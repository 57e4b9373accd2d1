"""The server's configuration: one table, read from the command line, the environment, a file and the defaults.

Each field of `Config` is one row: its name is the key of the TOML file, `--name-with-dashes` the option and
`PGPROXY_NAME` the environment variable. An option wins over the environment, that over the file, that over the default.
"""

from __future__ import annotations

import ipaddress
import os
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from pgproxy.auto_conf import NAME as AUTO_CONF
from pgproxy.auto_conf import read_entries
from pgproxy.setting_values import parsed
from translator.catalog import bootstrap

ENVIRONMENT_PREFIX = "PGPROXY_"
DEFAULT_DATA = Path("data")
MAX_MESSAGE_SIZE = 0x3FFFFFFE
MIN_MEMORY_LIMIT = 64


class ConfigError(Exception):
    """A value that cannot be used; the message names the option and where the value came from."""


class Option(Struct, frozen=True):
    """How one option reads and what it is for. parse: from text; raises ValueError with what is allowed."""

    parse: Callable[[str], Any]
    help: str
    metavar: str
    positional: bool = False


_ROWS: list[Option] = []


def text(value: str) -> str:
    """Any text."""
    return value


def boolean(value: str) -> bool:
    """on/off, true/false, yes/no, 1/0."""
    if value.lower() in ("on", "true", "yes", "1"):
        return True
    if value.lower() in ("off", "false", "no", "0"):
        return False
    raise ValueError("must be on or off")


def integer(minimum: int, maximum: int) -> Callable[[str], int]:
    """A whole number within bounds, both included."""

    def parse(value: str) -> int:
        number = int(value) if value.lstrip("-").isdecimal() else minimum - 1
        if not minimum <= number <= maximum:
            raise ValueError(f"must be a number from {minimum} to {maximum}")
        return number

    return parse


def choice(*allowed: str) -> Callable[[str], str]:
    """One of the words."""

    def parse(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"must be one of {', '.join(allowed)}")
        return value

    return parse


def row(default: Any, parse: Callable[[str], Any], help: str, metavar: str = "", positional: bool = False) -> Any:
    """One field of the table."""
    _ROWS.append(Option(parse, help, metavar, positional))
    return default


AUTH_METHODS = ("auto", "trust", "password", "md5", "scram-sha-256")


class Config(Struct, frozen=True):
    """What `pgproxy serve` was asked to do."""

    data: Path = row(DEFAULT_DATA, Path, "folder of the database files", "DATA", positional=True)
    host: str = row("127.0.0.1", text, "address to listen on; * for all", "HOST")
    port: int = row(5432, integer(0, 65535), "port to listen on; 0 for any free one", "PORT")
    socket_dir: str = row("", text, "also listen on a Unix socket in this folder", "DIR")
    auth: str = row(
        "auto", choice(*AUTH_METHODS), "how clients prove who they are; auto: scram-sha-256 with a password, else trust"
    )
    password: str = row("", text, "password of the superuser postgres", "PASSWORD")
    password_file: str = row("", text, "file whose first line is that password", "FILE")
    allow_trust_anywhere: bool = row(False, boolean, "let trust work beyond the loopback addresses", "on|off")
    hba_file: str = row("", text, "rules of who may connect and how, as pg_hba.conf, in place of auth", "FILE")
    tls: str = row(
        "off", choice("off", "on", "self-signed"), "on needs the two files; self-signed makes a certificate on demand"
    )
    tls_cert_file: str = row("", text, "certificate chain, PEM", "FILE")
    tls_key_file: str = row("", text, "private key, PEM", "FILE")
    tls_ca_file: str = row("", text, "certificates that clients' own certificates are checked by, PEM", "FILE")
    allow_server_files: bool = row(
        False, boolean, "let COPY read and write files, and run programs, as the user that runs the server", "on|off"
    )
    max_connections: int = row(300, integer(1, 65535), "how many sessions at once", "N")
    superuser_reserved_connections: int = row(3, integer(0, 65535), "how many of them only superusers get", "N")
    reserved_connections: int = row(
        0, integer(0, 65535), "how many more only they and members of pg_use_reserved_connections get", "N"
    )
    max_message_size: int = row(
        MAX_MESSAGE_SIZE, integer(10_000, MAX_MESSAGE_SIZE), "greatest length of one message, in bytes", "BYTES"
    )
    memory_limit: int = row(
        0,
        integer(0, 1 << 20),
        "megabytes that SQLite may take for all sessions together, at least 64; a statement that needs more fails. "
        "0: no limit",
        "MB",
    )
    authentication_timeout: int = row(60, integer(1, 600), "seconds until a client must have authenticated", "SECONDS")
    synchronous: str = row(
        "normal",
        choice("off", "normal", "full"),
        "what a commit survives. All three: the end of the server process, kill -9 included. normal: after a power "
        "failure or crash of the operating system the file is whole, but the last commits may be missing. full: every "
        "acknowledged commit is there. off: after such a crash the file may be damaged",
    )
    log_level: str = row("info", choice("debug", "info", "warning", "error"), "least severe message to log")
    log_format: str = row("text", choice("text", "json"), "form of the log on standard error")
    log_statement: str = row("none", choice("none", "ddl", "mod", "all"), "which statements to log")
    log_sqlite: bool = row(False, boolean, "log the SQLite text of statements too", "on|off")
    ready_fd: int = row(-1, integer(-1, 1 << 20), "write a line to this descriptor once a query was answered", "FD")
    shutdown_timeout: int = row(10, integer(0, 3600), "seconds that sessions get to end at shutdown", "SECONDS")

    @property
    def auth_method(self) -> str:
        """The authentication method, with auto resolved."""
        if self.auth != "auto":
            return self.auth
        return "scram-sha-256" if self.password else "trust"

    @property
    def hosts(self) -> str | None:
        """The address to bind, None for all."""
        return None if self.host in ("*", "") else self.host


OPTIONS: Mapping[str, Option] = dict(zip(Config.__struct_fields__, _ROWS, strict=True))


def add_arguments(parser: ArgumentParser) -> None:
    """Declares all options, and --config, on a command line parser. What is not given there is None."""
    parser.add_argument("--config", metavar="FILE", help="TOML file with any of these options")
    defaults = Config()
    for name, option in OPTIONS.items():
        shown = f"{option.help} (default: {_shown(getattr(defaults, name))})".replace("%", "%%")
        if option.positional:
            parser.add_argument(name, nargs="?", metavar=option.metavar, help=shown)
        elif option.parse is boolean:
            parser.add_argument(option_name(name), nargs="?", const="on", metavar=option.metavar, help=shown)
        else:
            parser.add_argument(option_name(name), metavar=option.metavar or None, help=shown)


def load(arguments: Namespace, environment: Mapping[str, str] | None = None) -> Config:
    """The configuration from all sources. Raises ConfigError."""
    environment = os.environ if environment is None else environment
    given: dict[str, Any] = {}
    file = arguments.config or environment.get(ENVIRONMENT_PREFIX + "CONFIG")
    if file:
        given |= {name: _parsed(name, value, f"{file}: {name}") for name, value in _read_file(file).items()}
    for name in OPTIONS:
        variable = ENVIRONMENT_PREFIX + name.upper()
        if variable in environment:
            given[name] = _parsed(name, environment[variable], variable)
        if (argument := getattr(arguments, name)) is not None:
            given[name] = _parsed(name, argument, option_name(name))
    folder = Path(given.get("data", DEFAULT_DATA))
    for entry in read_entries(folder / AUTO_CONF):
        if entry.key in _FROM_SYSTEM and entry.key not in given:
            known = bootstrap.settings()[entry.key]
            given[entry.key] = _parsed(entry.key, parsed(known, entry.value), f"{AUTO_CONF}: {entry.name}")
    return _checked(_with_password(Config(**given)))


_FROM_SYSTEM = frozenset(
    {
        "authentication_timeout", "max_connections", "port", "reserved_connections", "superuser_reserved_connections",
    }
)  # fmt: skip
"""Options that are settings of PostgreSQL too, which ALTER SYSTEM may have set."""


def option_name(name: str) -> str:
    """The command line option of a field."""
    return "--" + name.replace("_", "-")


def is_loopback(host: str | None) -> bool:
    """Whether an address to listen on can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return host is not None and ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read_file(file: str) -> dict[str, str]:
    """Keys and values of a TOML file, as text."""
    try:
        table = msgspec.toml.decode(Path(file).read_bytes())
    except (OSError, UnicodeDecodeError, msgspec.DecodeError) as error:
        raise ConfigError(f"{file}: {error}") from error
    unknown = sorted(table.keys() - OPTIONS.keys())
    if unknown:
        raise ConfigError(f"{file}: there is no option {unknown[0]}")
    return {name: str(value) for name, value in table.items()}


def _parsed(name: str, value: str, source: str) -> Any:
    try:
        return OPTIONS[name].parse(value)
    except ValueError as error:
        raise ConfigError(f"{source}: {error}, not {value!r}") from error


def _with_password(config: Config) -> Config:
    if not config.password_file:
        return config
    try:
        lines = Path(config.password_file).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"password_file: {error}") from error
    return replace(config, password=lines[0] if lines else "")


def _checked(config: Config) -> Config:
    """The rules that span several options."""
    if (
        config.auth_method == "trust"
        and not config.hba_file
        and not config.allow_trust_anywhere
        and not is_loopback(config.hosts)
    ):
        raise ConfigError(
            f"without a password anybody who reaches {config.host} owns the data: give --password, listen on "
            "127.0.0.1, or say --allow-trust-anywhere on"
        )
    if config.auth_method != "trust" and not config.password:
        raise ConfigError(f"auth {config.auth_method} needs the superuser's password: --password or --password-file")
    if 0 < config.memory_limit < MIN_MEMORY_LIMIT:
        raise ConfigError(f"memory_limit must be 0 or at least {MIN_MEMORY_LIMIT}, not {config.memory_limit}")
    reserved, more = config.superuser_reserved_connections, config.reserved_connections
    if reserved + more >= config.max_connections:
        raise ConfigError(
            f"superuser_reserved_connections ({reserved}) plus reserved_connections ({more}) must be less than "
            f"max_connections ({config.max_connections})"
        )
    if config.tls == "on" and not (config.tls_cert_file and config.tls_key_file):
        raise ConfigError("tls on needs tls_cert_file and tls_key_file")
    return config


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return "on" if default else "off"
    return str(default) or "none"
