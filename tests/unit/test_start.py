"""What a start leaves for later: the modules that only a statement needs."""

import subprocess
import sys

LATER = ["translator.builtins.all", "translator.analyze.utility"]


def test_the_library_is_not_loaded_before_a_statement_needs_it() -> None:
    told = "import sys, pgproxy.cli; print(*sys.modules, sep='\\n')"
    loaded = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True).stdout.split()
    assert "translator.builtins.declare" in loaded
    assert not set(LATER) & set(loaded)
