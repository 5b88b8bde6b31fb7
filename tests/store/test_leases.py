from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
from types import SimpleNamespace

import pytest

from sendcode.errors import ProjectError
from sendcode.store import Store, leases
from tests.conftest import AT, LATER
from tests.processes import start


def put(store: Store, host: str, pid: int, at: str = AT) -> None:
    store.database.execute("INSERT INTO lease VALUES ('code', 'ben', ?, ?, ?)", (host, pid, at))


def held(store: Store) -> list[str]:
    return [row["coder"] for row in store.database.rows("SELECT coder FROM lease")]


def test_a_lease_is_held_for_the_block_and_given_back_on_any_exit(store: Store) -> None:
    with store.leases.hold("code", coder="anna", at=AT):
        assert held(store) == ["anna"]
    assert held(store) == []
    with pytest.raises(KeyboardInterrupt), store.leases.hold("code", coder="anna", at=AT):
        raise KeyboardInterrupt
    assert held(store) == []


def test_two_leases_of_different_names_are_held_at_once(store: Store) -> None:
    with (
        store.leases.hold("code", coder="anna", at=AT),
        store.leases.hold("ingest", coder="anna", at=AT),
    ):
        assert len(held(store)) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_a_lease_of_a_living_process_is_refused_and_of_a_dead_one_taken_over(
    store: Store,
) -> None:
    code = """
with open_store(path, at=AT) as store, store.leases.hold("code", coder="ben", at=AT):
    print("held", flush=True)
    sys.stdin.readline()
"""
    with start(code, store.path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(ProjectError, match="already running") as raised,
            store.leases.hold("code", coder="anna", at=AT),
        ):
            pass
        assert f"by ben on {socket.gethostname()}, process {other.pid}" in raised.value.message
        assert store.coders.names() == ()
        other.send_signal(signal.SIGKILL)
    with store.leases.hold("code", coder="anna", at=AT):
        assert held(store) == ["anna"]


def test_a_lease_left_by_this_very_process_is_taken_over(store: Store) -> None:
    put(store, socket.gethostname(), os.getpid())
    with store.leases.hold("code", coder="anna", at=AT):
        assert held(store) == ["anna"]


def test_a_lease_of_another_computer_is_respected_for_a_day(store: Store) -> None:
    put(store, "elsewhere", 1)
    with (
        pytest.raises(ProjectError, match="by ben on elsewhere"),
        store.leases.hold("code", coder="anna", at="2024-03-02T09:59:59Z"),
    ):
        pass
    with store.leases.hold("code", coder="anna", at=LATER):
        assert held(store) == ["anna"]


@pytest.mark.skipif(sys.platform == "win32", reason="os.kill asks on POSIX only")
def test_a_process_of_another_user_is_alive(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(pid: int, number: int) -> None:
        raise PermissionError

    monkeypatch.setattr(leases.os, "kill", kill)
    put(store, socket.gethostname(), os.getpid() + 1)
    with (
        pytest.raises(ProjectError, match="already running"),
        store.leases.hold("code", coder="anna", at=AT),
    ):
        pass


@pytest.mark.parametrize(("handle", "alive"), [(7, True), (0, False)])
def test_on_windows_a_process_is_asked_for_and_not_ended(
    monkeypatch: pytest.MonkeyPatch, handle: int, alive: bool
) -> None:
    closed: list[int] = []
    kernel = SimpleNamespace(OpenProcess=lambda *_: handle, CloseHandle=closed.append)
    with monkeypatch.context() as windows:
        windows.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
        windows.setattr(sys, "platform", "win32")
        windows.setattr(os, "name", "nt")
        found = leases._alive(socket.gethostname(), os.getpid() + 1, 0)
    assert found is alive
    assert closed == [handle] * alive
