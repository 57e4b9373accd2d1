"""The startup message as user, database and settings."""

import pytest

from pgproxy.startup_options import read_startup, split_options
from protocol.startup import VERSION_3_0, StartupMessage
from translator.errors import PgError


def test_the_database_defaults_to_the_user() -> None:
    options = read_startup(StartupMessage(VERSION_3_0, {b"user": b"alice"}))
    assert (options.user, options.database, options.settings) == ("alice", "alice", {})


def test_long_names_are_cut() -> None:
    options = read_startup(StartupMessage(VERSION_3_0, {b"user": b"u" * 70, b"database": "ä".encode() * 40}))
    assert (options.user, options.database) == ("u" * 63, "ä" * 31)


def test_parameters_win_over_options() -> None:
    parameters = {b"user": b"u", b"options": b"-c a=1 -c b=2", b"b": b"3", b"replication": b"off", b"_pq_.x": b"1"}
    assert read_startup(StartupMessage(VERSION_3_0, parameters)).settings == {"a": "1", "b": "3"}


@pytest.mark.parametrize(
    ("options", "settings"),
    [
        ("", {}),
        ("  ", {}),
        ("-c geqo=off", {"geqo": "off"}),
        ("-cgeqo=off", {"geqo": "off"}),
        ("--work-mem=1MB", {"work_mem": "1MB"}),
        (r"-c search_path=a,\ b", {"search_path": "a, b"}),
        (r"-c x=\\ -c y=", {"x": "\\", "y": ""}),
    ],
)
def test_options_are_split(options: str, settings: dict[str, str]) -> None:
    assert split_options(options) == settings


@pytest.mark.parametrize("options", ["-x", "geqo=off", "-c geqo", "-c"])
def test_bad_options(options: str) -> None:
    with pytest.raises(PgError) as caught:
        split_options(options)
    assert (caught.value.sqlstate, caught.value.severity) == ("42601", "FATAL")
