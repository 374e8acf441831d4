"""Work in processes of its own, so that the event loop never waits for a long thought.

The processes are forked by a nursery: a process that is itself forked before there are threads,
sockets or a loop, and does nothing but fork again when it is asked. So a worker that died can be
replaced at any time, and no worker ever holds what the service opened: the listening socket, the
database, the line to another worker. Everybody ends when their line closes, however the service
ended.
"""

import asyncio
import logging
import os
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import NoReturn, cast

log = logging.getLogger(__name__)

Work = Callable[[bytes], bytes]
"""What a worker does: a request's bytes in, its answer's bytes out; it must not raise."""
Waiting = tuple[bytes, "asyncio.Future[bytes | None]"]

AHEAD = 8
"""How many requests one worker is handed at once: enough to keep it busy while the loop is not
looking, few enough that they need not wait long behind a slow one."""
DEATHS = 5
WITHIN = 60.0
"""More deaths than `DEATHS` within so many seconds, and the dead are no longer replaced."""
GATHER = 0.005
"""For so many seconds a worker that has more to do keeps its answers, to send them together: the
loop is woken less often, and what it then writes shares a flush of the disk."""
SIZE = 4
"""The bytes of a frame's length."""


def best_count() -> int:
    """How many workers serve this machine best: one a core, at most 4; none on a single core.

    To think a turn takes several times what it takes to receive, store and answer it: a core kept
    for that would idle.
    """
    cores = len(os.sched_getaffinity(0)) if can_fork() else 1
    return 0 if cores == 1 else min(4, cores)


def can_fork() -> bool:
    """Whether this is a platform on which a forked process can be relied on."""
    return sys.platform == "linux"


class Workers:
    """Worker processes and the loop's lines to them; without any, `ask` always gives None."""

    def __init__(self, control: socket.socket | None = None, nursery: int = 0, count: int = 0):
        self._control = control
        self._nursery = nursery
        self._count = count
        self._lines: list[_Line] = []
        self._waiting: deque[Waiting] = deque()
        self._deaths: deque[float] = deque(maxlen=DEATHS + 1)
        self._joining: set[asyncio.Task[None]] = set()
        self._closing = False

    @classmethod
    def fork(cls, count: int, work: Work) -> "Workers":
        """Fork the nursery of `count` workers; before any thread, loop or listening socket."""
        if count < 1 or not can_fork():
            return cls()
        ours, theirs = socket.socketpair()
        sys.stdout.flush()
        sys.stderr.flush()
        nursery = os.fork()
        if nursery == 0:
            _nurse(theirs, work)
        theirs.close()
        return cls(ours, nursery, count)

    @property
    def ready(self) -> bool:
        """Whether anybody is there to be asked."""
        return bool(self._lines)

    async def open(self) -> None:
        """Have the workers made, and wait until the lines to them stand."""
        for _ in range(self._count):
            await self._add()

    async def ask(self, request: bytes) -> bytes | None:
        """The answer to a request; None where no worker is left, or the one that had it died."""
        if not self._lines:
            return None
        answered: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, answered))
        self._hand_out()
        return await answered

    async def close(self) -> None:
        """End the workers; return once they are gone."""
        self._closing = True
        for task in self._joining:
            task.cancel()
        for line in self._lines:
            line.hang_up()
        if self._control is not None:
            self._control.close()
            with suppress(ChildProcessError):
                await asyncio.to_thread(os.waitpid, self._nursery, 0)

    def _hand_out(self) -> None:
        """Give what waits to whoever has least to do."""
        while self._waiting:
            line = min(self._lines, key=_Line.load)
            if line.load() >= AHEAD:
                return
            line.send(*self._waiting.popleft())

    async def _add(self) -> None:
        """One more worker, if the nursery is still there."""
        assert self._control is not None
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._control, [b"+"], [theirs.fileno()])
        except OSError as error:
            ours.close()
            log.error("no worker can be made any more (%s); the service does it all", error)
            return
        loop = asyncio.get_running_loop()
        await loop.create_unix_connection(lambda: _Line(self), sock=ours)

    def joined(self, line: "_Line") -> None:
        """A line stands."""
        self._lines.append(line)

    def freed(self) -> None:
        """A worker has answered."""
        if self._waiting:
            self._hand_out()

    def lost(self, line: "_Line") -> None:
        """A worker is gone: what it had is given back, and another is made unless many died."""
        self._lines.remove(line)
        if not self._lines:
            _give_back(self._waiting)
        if self._closing:
            return
        now = time.monotonic()
        self._deaths.append(now)
        if len(self._deaths) > DEATHS and now - self._deaths[0] < WITHIN:
            log.error(
                "%d workers died within %.0f s; this one is not replaced, %d are left",
                len(self._deaths),
                now - self._deaths[0],
                len(self._lines),
            )
            return
        log.warning("a worker died with %d requests in hand; making another", line.load())
        task = asyncio.get_running_loop().create_task(self._add())
        self._joining.add(task)
        task.add_done_callback(self._joining.discard)


class _Line(asyncio.Protocol):
    """The loop's end of the line to one worker, which answers in the order it is asked."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._transport: asyncio.Transport | None = None
        self._asked: deque[asyncio.Future[bytes | None]] = deque()
        self._rest = b""

    def load(self) -> int:
        """How many requests the worker has in hand."""
        return len(self._asked)

    def send(self, request: bytes, answered: "asyncio.Future[bytes | None]") -> None:
        """Hand a request over."""
        assert self._transport is not None
        self._asked.append(answered)
        self._transport.write(frame(request))

    def hang_up(self) -> None:
        """Let the worker end."""
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The line stands."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is of no such class
        self._workers.joined(self)

    def data_received(self, data: bytes) -> None:
        """Answers, or parts of one."""
        answers, self._rest = split(self._rest + data)
        for answer in answers:
            answered = self._asked.popleft()
            if not answered.done():
                answered.set_result(answer)
        self._workers.freed()

    def connection_lost(self, error: Exception | None) -> None:
        """The worker is gone."""
        self._workers.lost(self)
        _give_back((b"", answered) for answered in self._asked)


def _give_back(waiting: Iterable[Waiting]) -> None:
    """Tell those who wait that nobody will do it for them."""
    for _, answered in waiting:
        if not answered.done():
            answered.set_result(None)


def frame(data: bytes) -> bytes:
    """A message as it goes over a line: its length, then itself."""
    return len(data).to_bytes(SIZE, "big") + data


def split(data: bytes) -> tuple[list[bytes], bytes]:
    """The whole frames at the beginning of what was received, and the rest."""
    frames, at = [], 0
    while len(data) - at >= SIZE:
        end = at + SIZE + int.from_bytes(data[at : at + SIZE], "big")
        if end > len(data):
            break
        frames.append(data[at + SIZE : end])
        at = end
    return frames, data[at:]


def _nurse(control: socket.socket, work: Work) -> NoReturn:
    """Fork a worker for every line that comes in; end, after them, when the service has ended."""
    # The terminal's Ctrl-C and a supervisor's SIGTERM reach the whole group; who ends is for the
    # service to say, which may still have turns to answer. The kernel buries the workers.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    held = control.fileno()
    os.closerange(3, held)
    os.closerange(held + 1, os.sysconf("SC_OPEN_MAX"))
    with suppress(OSError):
        while lines := socket.recv_fds(control, 1, 1)[1]:
            child = -1
            with suppress(OSError):  # no room for one more: the closed line tells
                child = os.fork()
            if child == 0:
                control.close()
                _serve(socket.socket(fileno=lines[0]), work)
            os.close(lines[0])
    with suppress(OSError):
        os.wait()  # as the kernel buries them, it returns when the last is gone
    os._exit(0)


def _serve(line: socket.socket, work: Work) -> NoReturn:
    """Answer what is asked until the line closes."""
    rest = b""
    try:
        while data := line.recv(1 << 18):
            requests, rest = split(rest + data)
            answers, since = [], time.monotonic()
            for request in requests:
                answers.append(frame(work(request)))
                if time.monotonic() - since > GATHER:
                    line.sendall(b"".join(answers))
                    answers, since = [], time.monotonic()
            line.sendall(b"".join(answers))
    except BaseException:
        os._exit(1)  # nothing of the process it was forked from may run its endings here
    os._exit(0)
