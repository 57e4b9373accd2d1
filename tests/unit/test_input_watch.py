"""Input counts once, and only until somebody has read it."""

import socket
import sys

import pytest

from pgproxy.input_watch import InputWatch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no epoll")


def test_tells_of_what_has_arrived_since_it_told_last() -> None:
    watch = InputWatch()
    ours, theirs = socket.socketpair()
    other, its_client = socket.socketpair()
    with ours, theirs, other, its_client:
        watch.add(ours.fileno())
        watch.add(other.fileno())
        assert not watch.has_input()
        theirs.send(b"1")
        assert watch.has_input()
        assert not watch.has_input()
        its_client.send(b"2")
        assert watch.has_input()
        theirs.send(b"3")
        assert ours.recv(8) == b"13"
        assert not watch.has_input()
    assert not watch.has_input()
