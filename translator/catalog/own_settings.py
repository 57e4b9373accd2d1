"""Settings that PostgreSQL does not have, and those that its pg_settings hides, in the form of the recorded facts."""

from __future__ import annotations

from typing import Any

OWN_SETTINGS: tuple[dict[str, Any], ...] = (
    {
        "name": "pgproxy.idle_writer_timeout",
        "boot_val": "30000",
        "setting": "30000",
        "unit": "ms",
        "category": "Customized Options",
        "context": "user",
        "vartype": "integer",
        "min_val": "0",
        "max_val": "2147483647",
        "enumvals": None,
        "flags": [],
    },
    {
        "name": "seed",
        "boot_val": "",
        "setting": "",
        "unit": None,
        "category": "Customized Options",
        "context": "user",
        "vartype": "real",
        "min_val": "-1",
        "max_val": "1",
        "enumvals": None,
        "flags": ["NO_RESET", "NO_RESET_ALL", "NO_SHOW_ALL", "NOT_IN_SAMPLE"],
    },
    {
        "name": "default_with_oids",
        "boot_val": "off",
        "setting": "off",
        "unit": None,
        "category": "Customized Options",
        "context": "user",
        "vartype": "bool",
        "min_val": None,
        "max_val": None,
        "enumvals": None,
        "flags": ["NO_SHOW_ALL", "NOT_IN_SAMPLE"],
    },
)
