"""The command line: `pgproxy serve [DATA]`, and `pgproxy health` beside a running server."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from pgproxy import __version__, config, health, log
from pgproxy.cluster import Cluster
from pgproxy.config import Config, ConfigError
from pgproxy.probe import ProbeFailed
from pgproxy.roles import StoredRoles
from pgproxy.server import Server, announce_ready
from pgproxy.session import Session
from pgproxy.sqlite_file import limit_memory
from protocol.errors import ProtocolViolation
from translator.errors import PgError

if sys.platform == "win32":
    from asyncio import run as run_loop
else:
    from uvloop import run as run_loop

EXIT_FAILURE = 1
EXIT_USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; gives the exit status: 0, 1 when it failed, 2 when it was called wrongly."""
    given = _parser().parse_args(arguments)
    try:
        given.run(config.load(given))
    except ConfigError as error:
        print(f"pgproxy: {error}", file=sys.stderr)
        return EXIT_USAGE
    except (OSError, PgError, ProbeFailed, ProtocolViolation) as error:
        print(f"pgproxy: {error}", file=sys.stderr)
        return EXIT_FAILURE
    return 0


def _serve(settings: Config) -> None:
    log.configure(settings.log_level, settings.log_format)
    limit_memory(settings.memory_limit << 20)
    cluster = Cluster(settings.data, settings.synchronous)
    try:
        roles = StoredRoles(cluster.shared, settings.password, settings.auth_method)
        run_loop(Server(settings, cluster, Session, roles).serve(lambda: announce_ready(settings)))
    finally:
        cluster.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "pgproxy", description="A server that speaks PostgreSQL's wire protocol and keeps its data in SQLite files."
    )
    parser.add_argument("--version", action="version", version=f"pgproxy {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    served = commands.add_parser(
        "serve",
        help="serve a folder of databases",
        description="Serves the databases of a folder. Every option can also be given as an environment variable "
        f"({config.ENVIRONMENT_PREFIX}PORT for --port) or as a key of the TOML file named by --config; an option wins "
        "over the environment, and that over the file.",
    )
    checked = commands.add_parser(
        "health",
        help="ask a running server a query",
        description="Connects to the server that runs with the same options, environment or file, and runs a query. "
        "The exit status is 0 when it answered.",
    )
    for command, run in ((served, _serve), (checked, health.check)):
        config.add_arguments(command)
        command.set_defaults(run=run)
    return parser
