"""The running service with workers: they die and are replaced, end with it, and hold nothing."""

import asyncio
import os
import re
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import orjson
import pytest

from app.workers import DEATHS, can_fork, frame, split
from benchmarks.server import Server, Wire, running, start_product

from .test_thinking import SCRIPTS, said_in

forking = pytest.mark.skipif(not can_fork(), reason="workers are forked on Linux only")
BODY = {"scenario_id": "combs-to-monks", "lang": "en", "seed": 7}
HELLO = "Good morning, Master. How many altars does the temple have?"
HELPERS = 3
"""The nursery and its two workers."""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The product with two workers."""
    monkeypatch.setenv("SPINFAB_THINKERS", "2")
    with running(start_product(tmp_path)) as one:
        yield one
        for process in one.processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)


def workers_of(server: Server) -> list[int]:
    """The processes that think, children of the nursery; one that ends meanwhile is left out."""
    helpers = server.processes()[1:]
    return [one for one in helpers if parent_of(one) in helpers]


def parent_of(process: int) -> int | None:
    """The parent of a process; None when it is gone."""
    try:
        told = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(told.rpartition(")")[2].split()[1])


async def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something holds; fail where it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to be"
        await asyncio.sleep(0.02)


async def begin(wire: Wire, lang: str = "en", token: str = "") -> tuple[str, str]:
    """A new attempt: its id and whose it is."""
    _, told = await wire.ask("POST", "/api/v1/attempts", {**BODY, "lang": lang}, token)
    begun = orjson.loads(told)
    return begun["id"], token or begun["token"]


async def play(server: Server, lines: list[dict[str, Any]], lang: str) -> list[bytes]:
    """The answers to the lines of one talk."""
    wire = await Wire.open(server.port)
    attempt, token = await begin(wire, lang)
    answers = []
    for line in lines:
        status, told = await wire.ask("POST", f"/api/v1/attempts/{attempt}/turns", line, token)
        if status == 409:
            break
        assert status == 200, told
        answers.append(told)
    await wire.close()
    return answers


@forking
@pytest.mark.slow
async def test_the_service_keeps_the_same_bytes_with_and_without_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[list[bytes]] = []
    kept: list[list[tuple[Any, ...]]] = []
    for count in ("0", "2"):
        monkeypatch.setenv("SPINFAB_THINKERS", count)
        data = tmp_path / count
        with running(start_product(data)) as server:
            await until(lambda s=server, n=int(count): len(workers_of(s)) == n)  # type: ignore[misc]
            told.append([])
            for script in SCRIPTS:
                said = [{"text": one.text, "action": one.action} for one in said_in(script)]
                told[-1] += await play(server, said, script.parts[-2])
        with closing(sqlite3.connect(data / "spinfab.db")) as held:
            turns = held.execute(
                "SELECT no, said, exchange, answer FROM turns ORDER BY attempt_id, no"
            )
            ends = held.execute("SELECT progress, ended, outcome FROM attempts ORDER BY id")
            kept.append([*turns.fetchall(), *ends.fetchall()])
    assert len(told[0]) > 50
    assert told[0] == told[1]
    assert kept[0] == kept[1]


@forking
@pytest.mark.slow
async def test_workers_that_are_killed_under_load_lose_nothing_and_are_replaced(
    server: Server,
) -> None:
    wires = [await Wire.open(server.port) for _ in range(8)]
    first, token = await begin(wires[0])
    attempts = [first, *[(await begin(wire, token=token))[0] for wire in wires[1:]]]
    await until(lambda: len(workers_of(server)) == 2)
    expert = next(one for one in SCRIPTS if one.parts[-2:] == ("en", "expert.txt"))
    lines = [one.text for one in said_in(expert) if one.text][:15]
    killed: list[int] = []

    async def speak(wire: Wire, attempt: str) -> None:
        for no, line in enumerate(lines, 1):
            path = f"/api/v1/attempts/{attempt}/turns"
            status, told = await wire.ask("POST", path, {"text": line}, token)
            assert status == 200, told
            assert orjson.loads(told)["turn_no"] == no
            if attempt == first and no in (4, 8):
                killed.append(workers_of(server)[0])
                os.kill(killed[-1], signal.SIGKILL)

    await asyncio.gather(*(speak(*one) for one in zip(wires, attempts, strict=True)))
    assert len(set(killed)) == 2
    await until(lambda: len(workers_of(server)) == 2)
    assert not set(killed) & set(workers_of(server))
    for wire in wires:
        await wire.close()


@forking
@pytest.mark.slow
async def test_when_all_keep_dying_the_service_goes_on_alone(server: Server) -> None:
    wire = await Wire.open(server.port)
    attempt, token = await begin(wire)
    for _ in range(DEATHS + 2):
        await until(lambda: bool(workers_of(server)))
        victim = workers_of(server)[0]
        os.kill(victim, signal.SIGKILL)
        await until(lambda gone=victim: gone not in workers_of(server))  # type: ignore[misc]
        await asyncio.sleep(0.2)
    assert workers_of(server) == []
    path = f"/api/v1/attempts/{attempt}/turns"
    status, told = await wire.ask("POST", path, {"text": HELLO}, token)
    assert (status, orjson.loads(told)["turn_no"]) == (200, 1)
    await wire.close()


@forking
@pytest.mark.slow
async def test_a_lost_nursery_costs_no_turn(server: Server) -> None:
    wire = await Wire.open(server.port)
    attempt, token = await begin(wire)
    await until(lambda: len(server.processes()) == 1 + HELPERS)
    _, nursery, *_ = server.processes()
    os.kill(nursery, signal.SIGKILL)
    for no, victim in enumerate([0, *server.processes()[-2:]], 1):
        if victim:
            os.kill(victim, signal.SIGKILL)
        path = f"/api/v1/attempts/{attempt}/turns"
        status, told = await wire.ask("POST", path, {"text": HELLO}, token)
        assert (status, orjson.loads(told)["turn_no"]) == (200, no)
    await wire.close()


@forking
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
async def test_workers_end_with_the_service_however_it_ends(
    server: Server, number: signal.Signals
) -> None:
    await until(lambda: len(server.processes()) == 1 + HELPERS)
    os.kill(server.process.pid, number)
    await asyncio.to_thread(server.process.communicate, timeout=20)
    await until(lambda: server.processes() == [], 5)


@forking
@pytest.mark.slow
async def test_workers_hold_no_socket_but_their_own_line(server: Server) -> None:
    await until(lambda: len(server.processes()) == 1 + HELPERS)
    wire = await Wire.open(server.port)
    await begin(wire)
    for helper in server.processes()[1:]:
        held = [os.readlink(one) for one in Path(f"/proc/{helper}/fd").iterdir() if one.exists()]
        opened = [one for one in held if re.match(r"socket:|anon_inode:|.*spinfab\.db", one)]
        assert len(opened) == 1, opened
        assert opened[0].startswith("socket:")
    await wire.close()


def test_frames_are_found_however_they_are_cut() -> None:
    sent = [b"", b"a", b"\x00" * 70_000, "句子".encode()]
    stream = b"".join(map(frame, sent))
    for size in (1, 3, 4, 5, 1000, len(stream)):
        got, rest = [], b""
        for at in range(0, len(stream), size):
            frames, rest = split(rest + stream[at : at + size])
            got += frames
        assert (got, rest) == (sent, b"")
