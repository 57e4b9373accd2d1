"""Settings that PostgreSQL does not have, in the form of the recorded facts about its own."""

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
)
