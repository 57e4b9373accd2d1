"""psql's describing commands: what they print of a database with everything in it is what PostgreSQL's own prints."""

import re

import pytest

from tests.clients.everything import everything, run
from tests.oracle import Cluster
from tests.server import Server

COMMANDS = r"""
\d
\d+
\dS
\d item
\d+ item
\d line
\d+ line
\d+ public.*
\d stock.*
\d+ stock.place
\d+ expensive
\d+ checked
\d+ sums
\d+ sale
\d+ sale_rest
\d+ sale_north
\d+ hashed
\d+ hashed_0
\d+ animal
\d+ dog
\d+ "Odd Name"
\d+ tickets
\d+ pair
\d+ line_code
\d+ item_pkey
\d+ sale_at
\d+ loose
\d nothing
\dS+ pg_class
\d pg_type
\dt
\dt+
\dtS pg_c*
\di
\di+
\diS pg_class*
\ds
\ds+
\dv
\dv+
\dvS pg_s*
\dm
\dm+
\dE
\dn
\dn+
\dT
\dT+
\dTS
\dTS+
\dD
\dD+
\du every*
\du+ every*
\dg every*
\dp
\dl
\dl+
\dpS pg_class
\ddp
\dC
\dC+
\dCS+ int4
\dCS+
\do
\doS+
\doS || text text
\doS
\doS+ -
\da
\daS
\daS+
\df
\df+
\dfS abs
\dfS+
\dfaS s*
\dfwS
\dfnS json*
\dO
\dOS+ C*
\dc
\dcS+ utf8*
\dA
\dA+
\dAc+ btree int4
\dAo+ btree integer_ops
\dAp+ btree integer_ops
\dAf
\dAf+
\dAf btree int4
\dAc+
\dAo
\dAo+ gin
\dAp
\dAp brin
\db
\dconfig work_mem
\dd
\ddS *case*
\ddS
\des
\det
\deu
\dew
\dF
\dFd
\dFp
\dFt
\dl
\dL
\dLS+
\drds
\drg every*
\drg+ every*
\dP
\dP+
\dPt
\dPi+
\dPn+
\dRp
\dRp+
\dRs
\dx
\dx+
\dX
\dy
\dy+
\l
\l+
\sv expensive
\sv+ checked
\sv stock.written
\sf lower
\z
\z item
\z guarded
\zS pg_stat*
\dS+ pg_attribute
\d+ guarded
\d+ typed
\d+ refers
\d+ booking
\d+ visit
\d+ spelled
\d+ child
\d+ parent
\d+ shielded
\d+ kept
\d+ parted
\d+ parted_1
\d+ deduped
\d+ fast
\dT+ pair
\dTS+ *range
\df+ pg_reload_conf
\dO+ plain
\dt *.item
\dv information_schema.t*
\di stock.*
\dT+ stock.*
""".strip().splitlines()
MARK = "===="
UNORDERED = r"\dAf"
"""A command that lists types within a column, for which psql asks in no order."""


@pytest.fixture(scope="module")
def printed(oracle: Cluster, server: Server) -> list[list[str]]:
    """What every command prints on PostgreSQL and on pgproxy."""
    return [outputs(oracle), outputs(server)]


def outputs(server: Cluster | Server) -> list[str]:
    script = "".join(f"\\echo {MARK}\n{command}\n" for command in COMMANDS)
    with everything(server.host, server.port, "described") as target:
        text = run(target, "psql", "-X", given=script)
    parts = [plain(part) for part in text.split(f"{MARK}\n")[1:]]
    return [
        in_order(part) if command.startswith(UNORDERED) else part for command, part in zip(COMMANDS, parts, strict=True)
    ]


def plain(text: str) -> str:
    """The text without sizes, oids, and the widths of columns that follow from them."""
    text = re.sub(r"\d+ (bytes|kB|MB)\b", "SIZE", text)
    text = re.sub(r"'\d+'::oid", "OID", text)
    lines = (re.sub(r" +", " ", re.sub(r"-{3,}", "--", line)).rstrip(" ") for line in text.splitlines())
    return "\n".join(lines)


def in_order(text: str) -> str:
    """The text with the parts of each cell sorted."""
    lines = [
        " | ".join([", ".join(sorted(cell.split(", "))) for cell in line.split(" | ")]) for line in text.splitlines()
    ]
    return "\n".join(lines)


@pytest.mark.parametrize("number", range(len(COMMANDS)), ids=COMMANDS)
def test_a_description_is_postgresqls(printed: list[list[str]], number: int) -> None:
    assert printed[1][number] == printed[0][number]
