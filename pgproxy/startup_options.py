"""What a StartupMessage says, as the session's user, database and settings ("Start-up", and libpq's `options`)."""

from msgspec import Struct

from pgproxy.refusals import (
    invalid_replication,
    invalid_server_argument,
    missing_option_value,
    no_user_name,
    replication_not_supported,
)
from protocol.startup import OPTION_PREFIX, StartupMessage

MAX_NAME_BYTES = 63
NOT_SETTINGS = frozenset({"user", "database", "options", "replication"})


class StartupOptions(Struct, frozen=True):
    """Who connects, where to, and with which settings (by name, in the order given)."""

    user: str
    database: str
    settings: dict[str, str]


def read_startup(message: StartupMessage) -> StartupOptions:
    """The options of a startup message. Raises PgError (FATAL) for those that cannot be."""
    parameters = {
        _text(name): _text(value) for name, value in message.parameters.items() if not name.startswith(OPTION_PREFIX)
    }
    user = _truncated(parameters.get("user", ""))
    if not user:
        raise no_user_name()
    _check_replication(parameters.get("replication", "false"))
    settings = split_options(parameters.get("options", ""))
    settings |= {name: value for name, value in parameters.items() if name not in NOT_SETTINGS}
    return StartupOptions(user, _truncated(parameters.get("database", "")) or user, settings)


def split_options(options: str) -> dict[str, str]:
    """The settings in a string of command-line options: `-c name=value` or `--name=value`; a backslash quotes."""
    settings: dict[str, str] = {}
    arguments = iter(_arguments(options))
    for argument in arguments:
        if argument == "-c":
            assignment = next(arguments, "")
        elif argument.startswith(("-c", "--")):
            assignment = argument[2:]
        else:
            raise invalid_server_argument(argument)
        name, equals, value = assignment.partition("=")
        if not equals:
            raise missing_option_value(assignment)
        settings[name.replace("-", "_")] = value
    return settings


def _arguments(options: str) -> list[str]:
    """The words of the string, with backslashes taken away."""
    words: list[str] = []
    word: str | None = None
    characters = iter(options)
    for character in characters:
        if character.isspace():
            words += [] if word is None else [word]
            word = None
        else:
            word = (word or "") + (next(characters, "") if character == "\\" else character)
    return words if word is None else [*words, word]


def _check_replication(value: str) -> None:
    if value.lower() in ("database", "true", "on", "yes", "1"):
        raise replication_not_supported()
    if value.lower() not in ("false", "off", "no", "0"):
        raise invalid_replication(value)


def _truncated(name: str) -> str:
    """A name cut to what an identifier can hold."""
    return name.encode("utf-8", "surrogateescape")[:MAX_NAME_BYTES].decode("utf-8", "ignore")


def _text(value: bytes) -> str:
    return value.decode("utf-8", "surrogateescape")
