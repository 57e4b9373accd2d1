"""`python -m tools.drivers [PROGRAM ...]`: what clients in Java, JavaScript and Ruby see on PostgreSQL and on pgproxy.

Java's driver is Debian's (libpostgresql-jdbc-java), with a JDK, and so are Ruby's (ruby-activerecord, ruby-pg); those
for node are fetched by npm. Every program prints sections of lines; a section that differs is shown, unless all its
differences are known.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

from tests.clients.everything import everything
from tests.clients.target import Target, fresh
from tests.oracle import Cluster
from tests.server import Server

HERE = Path(__file__).parent
JDBC = "/usr/share/java/postgresql.jar"
NODE_PACKAGES = (
    "pg", "sequelize", "typeorm", "reflect-metadata",
    "prisma@7.10.0", "@prisma/client@7.10.0", "@prisma/adapter-pg@7.10.0", "@prisma/driver-adapter-utils@7.10.0",
    "@prisma/schema-engine-wasm@7.10.0-7.561d7b42579a2459cc8edf3788918b626c640023",
)  # fmt: skip
SECTION = "## "
KNOWN = (
    (r"\|(A|D|null)\|\d+\|\d+\|", r"|\1|"),  # what an index holds, in rows and pages of the heap
    (r"_\d{5,}$", "_OID"),  # functions are told apart by their oids
    (r"\(node:\d+\)", "(node)"),
)
"""Parts of lines that differ for a reason, and what stands for them."""

Program = Callable[[Target, Path], str]


def main(words: Sequence[str]) -> int:
    """Print the sections that differ; 1 if there are any."""
    differing = 0
    with Cluster() as oracle, Server() as server, tempfile.TemporaryDirectory() as folder:
        for name in words or PROGRAMS:
            program, prepare, database = PROGRAMS[name]
            prepare(Path(folder))
            outputs = []
            for running in (oracle, server):
                with database(running.host, running.port, name) as target:
                    outputs.append(dict(sections(program(target, Path(folder)))))
            for section in outputs[0].keys() | outputs[1].keys():
                expected, actual = (sorted(output.get(section, [])) for output in outputs)
                if expected != actual:
                    differing += 1
                    print("\n".join(unified_diff(expected, actual, f"{name} {section}", "pgproxy", lineterm="", n=0)))
            print(f"{name}: {len(outputs[0])} sections")
    return int(differing > 0)


def sections(output: str) -> Iterator[tuple[str, list[str]]]:
    """The lines behind each heading, without what is known to differ."""
    for part in re.split(f"^{SECTION}", output, flags=re.MULTILINE):
        heading, _, lines = part.partition("\n")
        for pattern, replacement in KNOWN:
            lines = re.sub(pattern, replacement, lines, flags=re.MULTILINE)
        yield heading, lines.splitlines()


def _javac(folder: Path) -> None:
    subprocess.run(["javac", "-d", str(folder), str(HERE / "Metadata.java")], check=True)


def _java(target: Target, folder: Path) -> str:
    command = ["java", "-cp", f"{JDBC}:{folder}", "Metadata", str(target.port), target.database]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _npm(folder: Path) -> None:
    scripts = [script for pattern in ("*.js", "*.mjs", "*.prisma") for script in HERE.glob(pattern)]
    for script in scripts:
        shutil.copy(script, folder)
    if not (folder / "node_modules").exists():  # without their scripts, which fetch Prisma's engines for one system
        command = ["npm", "install", "--silent", "--ignore-scripts", "--prefix", str(folder), *NODE_PACKAGES]
        subprocess.run(command, check=True)
        engine = {"PRISMA_SCHEMA_ENGINE_BINARY": shutil.which("true") or ""}  # generating needs none
        command = ["npx", "prisma", "generate", "--schema", "schema.prisma"]
        subprocess.run(command, cwd=folder, env=os.environ | engine, stdout=subprocess.DEVNULL, check=True)


def _node(script: str) -> Program:
    def run(target: Target, folder: Path) -> str:
        command = ["node", script, str(target.port), target.database]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout

    return run


def _nothing(folder: Path) -> None:
    """There is nothing to prepare."""


def _ruby(target: Target, folder: Path) -> str:
    command = ["ruby", str(HERE / "active_record.rb"), str(target.port), target.database]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


PROGRAMS = {
    "jdbc": (_java, _javac, everything),
    "sequelize": (_node("sequelize.js"), _npm, fresh),
    "typeorm": (_node("typeorm.js"), _npm, fresh),
    "prisma": (_node("prisma.mjs"), _npm, fresh),
    "prisma_migrate": (_node("prisma_migrate.mjs"), _npm, fresh),
    "active_record": (_ruby, _nothing, fresh),
}
"""Program -> what runs it, what prepares a folder for it, and what makes its database."""


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
