"""Functions that objects are made of, found by name and the very types of their arguments: LookupFuncName."""

from __future__ import annotations

from collections.abc import Sequence

from translator.analyze.other_database import refuse_name_elsewhere
from translator.analyze.state import Analysis
from translator.catalog.rows import PgProc
from translator.errors import PgError
from translator.errors.objects import undefined_schema


def existing_function(analysis: Analysis, names: Sequence[str], types: Sequence[int]) -> PgProc:
    """Raises PgError 42883, 3F000."""
    refuse_name_elsewhere(analysis, names)
    schema = names[-2] if len(names) > 1 else None
    if schema is not None and analysis.catalog.namespace(schema) is None:
        raise undefined_schema(schema)
    for proc in analysis.catalog.procs_named(names[-1], schema):
        if tuple(proc.proargtypes) == tuple(types):
            return proc
    shown = ", ".join(map(analysis.catalog.format_type, types))
    raise PgError("42883", f"function {'.'.join(names)}({shown}) does not exist")
