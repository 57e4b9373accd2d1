"""The settings under which Django's tests run; they are copied beside those, and use nothing of this repository.

The test runner writes what becomes of each test to the file that OUTCOMES names, a line of JSON each.
"""

from __future__ import annotations

import faulthandler
import json
import os
import unittest
from pathlib import Path
from typing import Any

from django.test.runner import DiscoverRunner

SERVER = {
    "ENGINE": "django.db.backends.postgresql",
    "HOST": os.environ["PGHOST"],
    "PORT": os.environ["PGPORT"],
    "USER": os.environ["PGUSER"],
}
DATABASES = {"default": SERVER | {"NAME": "django"}, "other": SERVER | {"NAME": "django_other"}}
SECRET_KEY = "none"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = False
TEST_RUNNER = "suite_settings.Runner"

SECONDS_PER_TEST = 120
COLLATIONS = {"deterministic": "C", "non_default": "C", "swedish_ci": "C", "virtual": "C"}
"""The oracle is built without ICU, whose Swedish the tests would use."""


class Result(unittest.TextTestResult):
    """Notes every outcome; a test that hangs ends the process."""

    def startTest(self, test: unittest.TestCase) -> None:  # noqa: N802
        faulthandler.dump_traceback_later(SECONDS_PER_TEST, exit=True)
        super().startTest(test)

    def stopTest(self, test: unittest.TestCase) -> None:  # noqa: N802
        faulthandler.cancel_dump_traceback_later()
        super().stopTest(test)

    def addSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802
        _note(test, None)
        super().addSuccess(test)

    def addError(self, test: unittest.TestCase, err: Any) -> None:  # noqa: N802
        _note(test, err)
        super().addError(test, err)

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:  # noqa: N802
        _note(test, err)
        super().addFailure(test, err)

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:  # noqa: N802
        if err is not None:
            _note(test, err)
        super().addSubTest(test, subtest, err)


def _note(test: unittest.TestCase, err: Any) -> None:
    cause = None if err is None else f"{type(err[1]).__name__}: {err[1]}"
    with Path(os.environ["OUTCOMES"]).open("a") as file:
        file.write(json.dumps([test.id(), cause]) + "\n")


class Runner(DiscoverRunner):
    """Django's runner without what the oracle cannot do: extensions, and collations of ICU."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from django.contrib.postgres import operations  # noqa: PLC0415  models need the settings
        from django.db.backends.postgresql.features import DatabaseFeatures  # noqa: PLC0415

        operations.CreateExtension.database_forwards = lambda *_: None
        operations.CreateExtension.database_backwards = lambda *_: None
        DatabaseFeatures.test_collations = COLLATIONS
        super().__init__(*args, **kwargs)

    def get_resultclass(self) -> type[Result]:
        return Result
