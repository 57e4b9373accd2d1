"""A client that vanishes behind any of its messages leaves nothing behind."""

import uvloop

from tests.hostile.findings import Findings, Watched
from tests.hostile.local import Hang, LocalServer
from tests.hostile.streams import recorded, start
from tests.wire import exchange


class _Plain:
    """Dice that always fall the same way: a startup packet without extras."""

    def random(self) -> float:
        return 1.0

    def choice(self, options: tuple[int, ...]) -> int:
        return options[0]


async def _vanish_everywhere(findings: Findings) -> int:
    tried = 0
    with Watched(findings), LocalServer(findings) as server:
        opening = start(_Plain())  # type: ignore[arg-type]  # what dice are asked for
        for name, messages in zip(exchange.names(), recorded(), strict=True):
            for count in range(len(messages) + 1):
                findings.input = f"{name} up to message {count}"
                whole = [opening, *messages[:count]]
                for sent in (whole, [*whole[:-1], whole[-1][:-1]]):
                    client = server.client()
                    try:
                        await client.ask(b"".join(sent))
                        await client.leave()
                    except Hang as hang:
                        findings.add_exception("hang", hang)
                    server.check_quiet()
                    tried += 1
    return tried


def test_a_client_vanishes_behind_any_message() -> None:
    findings = Findings()
    assert uvloop.run(_vanish_everywhere(findings)) > 300
    assert not findings.first, str(findings)
