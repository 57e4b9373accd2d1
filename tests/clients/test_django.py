"""Django: migrations of its contributed applications, introspection, and ORM reads and writes."""

import json
import subprocess
import sys
from typing import Any

from tests.clients.target import Target, Targets, assert_same


def application(target: Target) -> list[Any]:
    command = [sys.executable, "-m", "tests.clients.django_application", target.dsn]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stderr
    notes: list[Any] = json.loads(run.stdout)
    return notes


def test_django(targets: Targets) -> None:
    assert_same(application, targets)
