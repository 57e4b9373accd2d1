"""Which clients may connect, and how they prove who they are: the rules of pg_hba.conf.

Mirrors the manual's section "The pg_hba.conf File". The first rule that fits a connection decides. Nothing here
talks to a client.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

from pgproxy.config import Config, ConfigError, is_loopback

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

METHODS = ("trust", "reject", "password", "md5", "scram-sha-256", "cert")
TYPES = ("local", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc")
OPTIONS = {"clientcert": ("verify-ca", "verify-full")}
LOCAL_HOST = "[local]"
_TOKEN = re.compile(r'\s*(?:(#.*)|((?:"[^"]*"|[^\s#,"])+)\s*(,)?)')


class HbaError(Exception):
    """A line that is no rule; the message says why."""


class Name(Struct, frozen=True):
    """One item of a list of databases or roles. quoted: it is a name, whatever word it is."""

    text: str
    quoted: bool = False

    @property
    def keyword(self) -> str:
        """The word, where it may be one with a meaning."""
        return "" if self.quoted else self.text

    def matches(self, name: str) -> bool:
        """Whether it names this one, by itself or by a regular expression."""
        if self.keyword.startswith("/"):
            return re.search(self.text[1:], name) is not None
        return self.text == name


class Rule(Struct, frozen=True):
    """One line. address: a network, samehost or samenet, all, or empty for a local one."""

    line: int
    type: str
    databases: tuple[Name, ...]
    roles: tuple[Name, ...]
    address: Network | str
    method: str
    options: tuple[tuple[str, str], ...] = ()

    @property
    def needs_certificate(self) -> bool:
        return self.method == "cert" or bool(self.options)

    @property
    def verifies_name(self) -> bool:
        """Whether the certificate has to name the role."""
        return self.method == "cert" or dict(self.options).get("clientcert") == "verify-full"


class Client(Struct, frozen=True):
    """What a rule looks at.

    host: the client's address, empty for a Unix socket. memberships: the names of the role's groups.
    """

    host: str
    encrypted: bool
    database: str
    user: str
    memberships: Callable[[], frozenset[str]]

    @property
    def described(self) -> str:
        """In the words of PostgreSQL's messages."""
        encryption = "SSL encryption" if self.encrypted else "no encryption"
        return f'host "{self.host or LOCAL_HOST}", user "{self.user}", database "{self.database}", {encryption}'


def read_rules(file: Path) -> list[Rule]:
    """The rules of a file.  Raises HbaError with file and line, OSError."""
    rules = []
    number = 0
    lines = iter(file.read_text("utf-8").split("\n"))
    for line in lines:
        start = number = number + 1
        while line.endswith("\\"):  # a line that goes on
            line = line[:-1] + next(lines, "")  # noqa: PLW2901
            number += 1
        try:
            rule = _rule(start, list(_fields(line)))
        except HbaError as error:
            raise HbaError(f'{error}: line {start} of configuration file "{file}"') from None
        if rule is not None:
            rules.append(rule)
    return rules


def single_rule(method: str) -> list[Rule]:
    """The same method for everybody."""
    everybody = (Name("all"),)
    return [Rule(0, kind, everybody, everybody, "all" if kind == "host" else "", method) for kind in ("local", "host")]


def load_rules(config: Config) -> list[Rule]:
    """The rules of the configured file, or one for everybody.  Raises ConfigError."""
    if not config.hba_file:
        return single_rule(config.auth_method)
    try:
        rules = read_rules(Path(config.hba_file))
    except (OSError, UnicodeDecodeError, HbaError) as error:
        raise ConfigError(f"hba_file: {error}") from error
    exposed = not is_loopback(config.hosts) and not config.allow_trust_anywhere
    for rule in rules:
        if exposed and rule.method == "trust" and _reaches_others(rule.address):
            raise ConfigError(
                f"hba_file: line {rule.line} lets everybody in who reaches {config.host}: name another method, "
                "listen on 127.0.0.1, or say --allow-trust-anywhere on"
            )
        if rule.needs_certificate and not config.tls_ca_file:
            raise ConfigError(
                f"hba_file: line {rule.line} needs tls_ca_file, whose certificates clients are checked by"
            )
    return rules


def _reaches_others(address: Network | str) -> bool:
    """Whether a rule is for clients of other machines, too."""
    if isinstance(address, str):
        return address == "all"
    return not (address.network_address.is_loopback and address.broadcast_address.is_loopback)


def find_rule(rules: list[Rule], client: Client) -> Rule | None:
    """The first rule that fits."""
    return next((rule for rule in rules if _fits(rule, client)), None)


def shown(rule: Rule) -> dict[str, Any]:
    """A rule as the view pg_hba_file_rules has it, by column."""
    network = rule.address if not isinstance(rule.address, str) else None
    return {
        "line_number": rule.line,
        "type": rule.type,
        "database": [name.text for name in rule.databases],
        "user_name": [name.text for name in rule.roles],
        "address": str(network.network_address) if network is not None else rule.address or None,
        "netmask": None if network is None else str(network.netmask),
        "auth_method": rule.method,
        "options": [f"{name}={value}" for name, value in rule.options] or None,
    }


def _fits(rule: Rule, client: Client) -> bool:
    return (
        _fits_type(rule, client)
        and _fits_address(rule.address, client.host)
        and any(_names_database(name, client) for name in rule.databases)
        and any(_names_role(name, client) for name in rule.roles)
    )


def _fits_type(rule: Rule, client: Client) -> bool:
    if rule.type == "local" or not client.host:
        return rule.type == "local" and not client.host
    return {"hostssl": client.encrypted, "hostnossl": not client.encrypted, "hostgssenc": False}.get(rule.type, True)


def _fits_address(address: Network | str, host: str) -> bool:
    if not host or address == "all":
        return True
    found = ipaddress.ip_address(host.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if isinstance(address, str):  # samehost and samenet: of the loopback interface, the only one that is known
        return found.is_loopback
    return found in address


def _names_database(name: Name, client: Client) -> bool:
    match name.keyword:
        case "all":
            return True
        case "sameuser":
            return client.database == client.user
        case "samerole" | "samegroup":
            return client.database in client.memberships()
        case "replication":
            return False
    return name.matches(client.database)


def _names_role(name: Name, client: Client) -> bool:
    if name.keyword == "all":
        return True
    if name.keyword.startswith("+"):
        return name.text[1:] in client.memberships()
    return name.matches(client.user)


def _fields(line: str) -> Iterator[tuple[Name, ...]]:
    """The fields of a line, each a list of names; comments are left out."""
    field: list[Name] = []
    at = 0
    while at < len(line.rstrip()):
        match = _TOKEN.match(line, at)
        if match is None:
            raise HbaError("invalid quotation or empty item")
        comment, token, comma = match.groups()
        if comment is not None:
            break
        field.append(Name(token.replace('"', ""), token.startswith('"')))
        if not comma:
            yield tuple(field)
            field = []
        at = match.end()
    if field:
        yield tuple(field)


def _rule(line: int, fields: list[tuple[Name, ...]]) -> Rule | None:
    if not fields:
        return None
    kind = _one(fields.pop(0), "connection type")
    if kind not in TYPES:
        raise HbaError(f'invalid connection type "{kind}"')
    databases = _next(fields, "database specification")
    roles = _next(fields, "role specification")
    address = "" if kind == "local" else _address(fields)
    method = _one(_next(fields, "authentication method"), "authentication type")
    if method not in METHODS:
        raise HbaError(f'invalid authentication method "{method}"')
    if method == "cert" and kind != "hostssl":
        raise HbaError("cert authentication is only supported on hostssl connections")
    options = tuple(_option(_one(field, "option"), kind) for field in fields)
    for name in (*databases, *roles):
        _check_expression(name)
    return Rule(line, kind, databases, roles, address, method, options)


def _next(fields: list[tuple[Name, ...]], what: str) -> tuple[Name, ...]:
    if not fields:
        raise HbaError(f"end-of-line before {what}")
    return fields.pop(0)


def _one(field: tuple[Name, ...], what: str) -> str:
    if len(field) > 1:
        raise HbaError(f"multiple values specified for {what}")
    return field[0].text


def _address(fields: list[tuple[Name, ...]]) -> Network | str:
    text = _one(_next(fields, "IP address specification"), "host address")
    if text in ("all", "samehost", "samenet"):
        return text
    try:
        if "/" in text:
            return ipaddress.ip_network(text, strict=False)
        ipaddress.ip_address(text)
    except ValueError:
        raise HbaError(f'invalid IP address or CIDR mask "{text}"; host names are not supported') from None
    mask = _one(_next(fields, "netmask specification"), "netmask")
    try:
        return ipaddress.ip_network(f"{text}/{mask}", strict=False)
    except ValueError:
        raise HbaError(f'invalid IP mask "{mask}"') from None


def _option(text: str, kind: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    if value not in OPTIONS.get(name, ()):
        raise HbaError(f'authentication option "{text}" is not supported')
    if kind != "hostssl":
        raise HbaError('clientcert can only be configured for "hostssl" rows')
    return name, value


def _check_expression(name: Name) -> None:
    if name.keyword.startswith("/"):
        try:
            re.compile(name.text[1:])
        except re.error as error:
            raise HbaError(f'invalid regular expression "{name.text[1:]}": {error}') from None
