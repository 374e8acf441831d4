"""Load: wrk where it is installed, else connections of our own; turns played line by line.

Every request is the next line of the next attempt, so that no two requests in flight are of one
attempt and every attempt is a real talk.
"""

import asyncio
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import orjson

from benchmarks.server import HOST, Server, Wire

SCRIPT = Path(__file__).parents[1] / "tests/scripts/combs-to-monks/en/expert.txt"

LUA = """
local ids = {}
for line in io.lines("%(ids)s") do ids[#ids + 1] = line end
local lines = {}
for line in io.lines("%(lines)s") do lines[#lines + 1] = line end
local n = 0
request = function()
  local attempt = ids[n %% #ids + 1]
  local line = lines[math.floor(n / #ids) %% #lines + 1]
  n = n + 1
  return wrk.format("POST", "/api/v1/attempts/" .. attempt .. "/turns",
    {["Content-Type"] = "application/json", ["Authorization"] = "Bearer %(token)s"}, line)
end
local bad = 0
done = function(summary, latency, requests)
  io.write(string.format('{"requests": %%d, "seconds": %%f, "p50": %%f, "p99": %%f, "bad": %%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measurement: answers a second, latencies in milliseconds, answers that were not 2xx.

    `cpu` is the server's processor time for an answer, in microseconds: other programs on the
    machine slow the rest down, but hardly this.
    """

    rate: float
    p50: float
    p99: float
    bad: int
    count: int
    cpu: float = 0.0


async def make_attempts(port: int, count: int) -> tuple[str, list[str]]:
    """As many fresh attempts as told, all of one guest: the token and their ids."""
    body = {"scenario_id": "combs-to-monks", "lang": "en", "seed": 7}
    wire = await Wire.open(port)
    _, told = await wire.ask("POST", "/api/v1/attempts", body)
    begun = orjson.loads(told)
    token, ids = begun["token"], [begun["id"]]

    async def more(wire: Wire) -> None:
        while len(ids) < count:
            _, told = await wire.ask("POST", "/api/v1/attempts", body, token)
            ids.append(orjson.loads(told)["id"])

    wires = [wire, *[await Wire.open(port) for _ in range(31)]]
    await asyncio.gather(*(more(one) for one in wires))
    for one in wires:
        await one.close()
    return token, ids


def bodies() -> list[str]:
    """The expert's lines as request bodies."""
    lines = SCRIPT.read_text("utf-8").splitlines()
    return [
        orjson.dumps({"text": line}).decode()
        for line in lines
        if line.strip() and not line.startswith("/")
    ]


def load(
    server: Server, connections: int, seconds: float, token: str, ids: Sequence[str]
) -> Measure:
    """Put a server under load and measure it."""
    before = server.cpu()
    if shutil.which("wrk"):
        measured = _wrk(server.port, connections, seconds, token, ids)
    else:
        measured = asyncio.run(_own(server.port, connections, seconds, token, ids))
    cpu = (server.cpu() - before) / max(1, measured.count) * 1e6
    return replace(measured, cpu=cpu)


def _wrk(port: int, connections: int, seconds: float, token: str, ids: Sequence[str]) -> Measure:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "ids").write_text("\n".join(ids), "utf-8")
        (place / "lines").write_text("\n".join(bodies()), "utf-8")
        lua = LUA % {"ids": place / "ids", "lines": place / "lines", "token": token}
        (place / "turns.lua").write_text(lua, "utf-8")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout"]
        command += ["10s", "-s", str(place / "turns.lua"), f"http://{HOST}:{port}"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = orjson.loads(done.stdout.strip().splitlines()[-1])
    rate = (told["requests"] - told["bad"]) / told["seconds"]
    return Measure(rate, told["p50"], told["p99"], told["bad"], told["requests"])


async def _own(
    port: int, connections: int, seconds: float, token: str, ids: Sequence[str]
) -> Measure:
    lines = [orjson.loads(body) for body in bodies()]
    took: list[float] = []
    bad = count = 0
    until = time.perf_counter() + seconds

    async def speak(wire: Wire) -> None:
        nonlocal bad, count
        while time.perf_counter() < until:
            attempt, line = ids[count % len(ids)], lines[count // len(ids) % len(lines)]
            count += 1
            began = time.perf_counter()
            try:
                status, _ = await wire.ask("POST", f"/api/v1/attempts/{attempt}/turns", line, token)
            except ConnectionError:
                # After an error that nothing caught, a server hangs up; wrk connects anew as well.
                status = 0
                await wire.close()
                wire = await Wire.open(port)
            took.append(time.perf_counter() - began)
            bad += status != 200
        await wire.close()

    wires = [await Wire.open(port) for _ in range(connections)]
    began = time.perf_counter()
    await asyncio.gather(*(speak(wire) for wire in wires))
    whole = time.perf_counter() - began
    cuts = statistics.quantiles(took, n=100)
    return Measure((len(took) - bad) / whole, cuts[49] * 1e3, cuts[98] * 1e3, bad, len(took))
