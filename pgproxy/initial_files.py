"""The files that every cluster begins with, which are the same for all: built once, then copied or attached.

They are kept in the user's cache, where every data folder finds them, and in the data folder where there is no such
place.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from pgproxy import catalog_files
from translator.catalog import bootstrap
from translator.catalog.system_relations import catalog_parts, database_catalogs

FORMAT = "34"
"""Changes when the layout of these files does, or what every database holds of PostgreSQL's own rows."""
_BUILDERS: dict[str, Callable[[Path], None]] = {
    "system": catalog_files.build_system,
    "shared": catalog_files.build_shared,
    "database": catalog_files.build_database,
    "sequences": catalog_files.build_sequences,
}


def initial_file(kind: str, directory: Path) -> Path:
    """The path of a file, built now unless it is there.

    kind: system, shared, database or sequences. directory: the data folder.
    """
    name = f"{kind}-{_digest()}.pgproxy"
    target = directory / name
    if not target.exists():
        target = _cache(directory) / name
    if not target.exists():
        building = target.with_suffix(f".{os.getpid()}")
        building.unlink(missing_ok=True)
        _BUILDERS[kind](building)
        building.replace(target)
    return target


@cache
def _digest() -> str:
    """Tells the facts that the files are made from, and which catalogs are in which."""
    with os.scandir(bootstrap.DATA) as files:
        facts = sorted(f"{file.name}:{file.stat().st_size}" for file in files)
    places = [f"{name}:{catalog_parts(name)}" for name in sorted(database_catalogs())]
    return hashlib.sha256("\n".join([FORMAT, *facts, *places]).encode()).hexdigest()[:12]


def _cache(otherwise: Path) -> Path:
    """The user's cache folder ("XDG Base Directory Specification"), or `otherwise` where that cannot be written to."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = Path(base) / "pgproxy"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return otherwise
    return folder if os.access(folder, os.W_OK) else otherwise
