"""A durable turn beside a minimal FastAPI POST, the same turn in memory, and the textbook way.

Rounds are interleaved and the median of the ratios is printed: the machine drifts, ratios do not.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks.load import Measure, load, make_attempts
from benchmarks.server import Server, running, start_product, start_rival

BASE = "minimal"
MEANT = {
    ("sqlite", 32): 0.35,
    ("sqlite", 256): 0.35,
    ("postgres", 32): 0.30,
    ("postgres", 256): 0.30,
}
"""The least ratio to the minimal POST that is aimed at."""


def main(words: list[str] | None = None) -> None:
    """Measure, print the table, then the ratios."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=3)
    options.add_argument("--connections", type=int, nargs="+", default=[1, 32, 256])
    options.add_argument(
        "--postgres",
        default=os.environ.get("SPINFAB_BENCH_POSTGRES", ""),
        help="the address of an empty database; without one PostgreSQL is left out",
    )
    told = options.parse_args(words)
    print(f"a flush of the disk (fdatasync of 4 kB): {flush_time():.0f} µs")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        starts: dict[str, Callable[[], Server]] = {
            BASE: lambda: start_rival("minimal", folder / "none"),
            "memory": lambda: start_rival("memory", folder / "none"),
            "sqlite": lambda: start_product(folder / "sqlite"),
        }
        if told.postgres:
            starts["postgres"] = lambda: start_product(folder / "postgres", told.postgres)
        servers = {name: stack.enter_context(running(make())) for name, make in starts.items()}
        # The textbook server writes to tables that a product made and then left alone.
        with running(start_product(folder / "textbook")) as product:
            pool = asyncio.run(make_attempts(product.port, 5_000))
        textbook = stack.enter_context(running(start_rival("textbook", folder / "textbook")))
        servers["textbook"] = textbook
        measured = {
            connections: rounds(servers, pool, connections, told.rounds, told.seconds)
            for connections in told.connections
        }
    for connections, table in measured.items():
        show(connections, table)


def rounds(
    servers: dict[str, Server],
    pool: tuple[str, list[str]],
    connections: int,
    count: int,
    seconds: float,
) -> dict[str, list[Measure]]:
    """Every server in turn, round after round; each time with attempts that are fresh."""
    table: dict[str, list[Measure]] = {name: [] for name in servers}
    for _ in range(count):
        for name, server in servers.items():
            if name == "textbook":
                token, ids = pool[0], [pool[1].pop() for _ in range(300)]
            elif name in ("sqlite", "postgres"):
                token, ids = asyncio.run(make_attempts(server.port, 300))
            else:
                token, ids = "none", [f"a{n}" for n in range(300)]
            table[name].append(load(server, connections, seconds, token, ids))
    return table


def show(connections: int, table: dict[str, list[Measure]]) -> None:
    """One table: rates, latencies, and the median of the paired ratios to the minimal POST."""
    print(f"\n{connections} connections")
    print(
        f"{'':10}{'turns/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'bad':>6}{'of minimal':>12}"
        f"{'cpu µs':>9}{'of minimal':>12}"
    )
    for name, measures in table.items():
        ratio = paired(measures, table[BASE])
        cpu = statistics.median(m.cpu for m in measures)
        of_cpu = statistics.median(m.cpu for m in table[BASE]) / cpu
        meant = MEANT.get((name, connections))
        aim = f"  (aim {meant:.2f})" if meant else ""
        print(
            f"{name:10}{statistics.median(m.rate for m in measures):>10.0f}"
            f"{statistics.median(m.p50 for m in measures):>9.2f}"
            f"{statistics.median(m.p99 for m in measures):>9.2f}"
            f"{sum(m.bad for m in measures):>6}{ratio:>12.2f}"
            f"{cpu:>9.0f}{of_cpu:>12.2f}{aim}"
        )
    for name in ("sqlite", "postgres"):
        if name in table:
            print(f"{name} over textbook: {paired(table[name], table['textbook']):.1f}x")
            print(f"{name} over memory:   {paired(table[name], table['memory']):.2f}x")


def paired(ones: list[Measure], others: list[Measure]) -> float:
    """The median of the ratios of measurements taken in the same round.

    Rounds in which the other answered nothing well, as the textbook's locks make it do now and
    then, have no ratio.
    """
    pairs = zip(ones, others, strict=True)
    ratios = [one.rate / other.rate for one, other in pairs if other.rate]
    return statistics.median(ratios) if ratios else float("nan")


def flush_time() -> float:
    """What one flush of the disk takes here, in microseconds: the price of every promise."""
    with tempfile.NamedTemporaryFile() as file:
        took = []
        for _ in range(200):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
    return statistics.median(took) * 1e6


if __name__ == "__main__":
    main()
