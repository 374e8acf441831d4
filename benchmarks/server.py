"""A real server in a process of its own, and a thin client for it."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import orjson

HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """A process that serves HTTP on a port of its own until it is stopped or killed."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], port: int) -> None:
        self.port = port
        self.process = subprocess.Popen(
            command,
            env={**os.environ, **env},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def wait(self, seconds: float = 60) -> Self:
        """Return once it answers; RuntimeError with its last words where it does not."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection((HOST, self.port), timeout=1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return self
        self._signal(signal.SIGKILL)
        _, said = self.process.communicate()
        raise RuntimeError(f"the server did not start: {said.decode()[-2000:]}")

    def cpu(self) -> float:
        """The seconds of processor time that it and its workers used; not a number off Linux."""
        if not Path("/proc/self/stat").exists():
            return float("nan")
        ticks = 0
        for process in self.processes():
            with suppress(OSError):
                told = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
                fields = told.rpartition(")")[2].split()
                ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def processes(self) -> list[int]:
        """It and all it has forked, oldest first: those of its session; empty off Linux."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                told = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                if int(told[3]) == self.process.pid and told[0] != "Z":
                    found.append(int(entry.name))
        return sorted(found)

    def kill(self) -> None:
        """End it at once, as a power switch would end the process (SIGKILL)."""
        self._signal(signal.SIGKILL)
        self.process.communicate()

    def stop(self) -> None:
        """Ask it to finish, and wait until it has."""
        self._signal(signal.SIGTERM)
        try:
            self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill()

    def _signal(self, number: signal.Signals) -> None:
        """Tell the process and what it runs under; it may be gone already."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def start_product(data: Path, database: str = "", prefix: Sequence[str] = ()) -> Server:
    """The product itself, as `spinfab run` starts it; `prefix` runs it under another program."""
    port = free_port()
    command = [*prefix, sys.executable, "-m", "app.cli", "run", "--port", str(port)]
    env = {"SPINFAB_DATA": str(data), "SPINFAB_DATABASE": database, "SPINFAB_LOG": "error"}
    return Server(command, env, port).wait()


def start_rival(name: str, data: Path) -> Server:
    """One of the applications of `benchmarks.rivals`, under the same server program."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.rivals", name, str(port)]
    return Server(command, {"SPINFAB_DATA": str(data)}, port).wait()


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """The server, stopped at the end."""
    try:
        yield server
    finally:
        server.stop()


class Wire:
    """One connection that stays open; speaks just enough HTTP to post and get JSON."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def open(cls, port: int) -> "Wire":
        """Connect to a server of ours."""
        return cls(*await asyncio.open_connection(HOST, port))

    async def ask(
        self, method: str, path: str, body: Any = None, token: str = ""
    ) -> tuple[int, bytes]:
        """Send a request; the status and the body. ConnectionError when the server goes away."""
        sent = b"" if body is None else orjson.dumps(body)
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(sent)}\r\n"
        )
        if token:
            head += f"Authorization: Bearer {token}\r\n"
        try:
            self.writer.write(head.encode() + b"\r\n" + sent)
            await self.writer.drain()
            top = await self.reader.readuntil(b"\r\n\r\n")
            status = int(top.split(b" ", 2)[1])
            length = int(top.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            return status, await self.reader.readexactly(length)
        except asyncio.IncompleteReadError as error:
            raise ConnectionError from error

    async def close(self) -> None:
        """Hang up."""
        self.writer.close()
        with suppress(ConnectionError):
            await self.writer.wait_closed()
