"""The console script: starts quickly by leaving the garbage collector out of the imports."""

import gc

gc.disable()

from pgproxy.cli import main  # noqa: E402  the collector must be off before

gc.freeze()
gc.enable()

if __name__ == "__main__":
    raise SystemExit(main())
