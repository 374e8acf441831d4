"""Kill the server under load, again and again: what was answered is there, and nothing is twice.

`make soak` runs a long trial on SQLite; `--postgres URL` runs it there. The tests run a short one.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from benchmarks.server import Server, Wire, start_product

LINES = (
    "Good morning, Master. How many altars does the temple have?",
    "How do the pilgrims look when they have climbed up here?",
    "Thank you. And what do they say about it?",
    "Hm, I see.",
)


@dataclass
class Talk:
    """One attempt as its client knows it: what was answered, and what was not."""

    id: str
    answered: dict[str, int] = field(default_factory=dict)
    """client_turn_id → turn_no, for every turn that was answered."""
    texts: dict[str, str] = field(default_factory=dict)
    unanswered: str | None = None
    ended: bool = False


@dataclass
class Trial:
    """Everything that the clients of one trial were told."""

    token: str = ""
    talks: list[Talk] = field(default_factory=list)
    kills: int = 0

    @property
    def acknowledged(self) -> int:
        """How many turns were answered."""
        return sum(len(talk.answered) for talk in self.talks)


async def speak(port: int, trial: Trial, name: str) -> None:
    """One client: talk after talk, turn after turn, until the server goes away."""
    talk: Talk | None = None
    turn = 0
    wire = await Wire.open(port)
    try:
        while True:
            if talk is None or talk.ended:
                body = {"scenario_id": "combs-to-monks", "lang": "en"}
                _, told = await wire.ask("POST", "/api/v1/attempts", body, trial.token)
                talk = Talk(orjson.loads(told)["id"])
                trial.talks.append(talk)
            turn += 1
            client_id, text = f"{name}-{turn}", LINES[turn % len(LINES)]
            talk.texts[client_id], talk.unanswered = text, client_id
            path = f"/api/v1/attempts/{talk.id}/turns"
            body = {"text": text, "client_turn_id": client_id}
            status, told = await wire.ask("POST", path, body, trial.token)
            if status != 200:
                raise AssertionError(f"{status} {told!r}")
            answer = orjson.loads(told)
            talk.answered[client_id], talk.unanswered = answer["turn_no"], None
            talk.ended = answer["ended"]
    except ConnectionError:
        return
    finally:
        await wire.close()


async def load_and_kill(server: Server, trial: Trial, clients: int, seconds: float) -> None:
    """Let clients speak for a while, then kill the server under them."""
    if not trial.token:
        wire = await Wire.open(server.port)
        body = {"scenario_id": "combs-to-monks", "lang": "en"}
        _, told = await wire.ask("POST", "/api/v1/attempts", body)
        trial.token = orjson.loads(told)["token"]
        await wire.close()
    trial.kills += 1
    names = [f"k{trial.kills}-c{n}" for n in range(clients)]
    speaking = [asyncio.create_task(speak(server.port, trial, name)) for name in names]
    await asyncio.sleep(seconds)
    await asyncio.to_thread(server.kill)
    await asyncio.gather(*speaking)


async def check(server: Server, trial: Trial) -> list[str]:
    """What is wrong with what a restarted server remembers; unanswered turns are sent again."""
    wrong: list[str] = []
    wire = await Wire.open(server.port)
    for talk in trial.talks:
        path = f"/api/v1/attempts/{talk.id}"
        if (again := talk.unanswered) is not None and not talk.ended:
            body = {"text": talk.texts[again], "client_turn_id": again}
            status, told = await wire.ask("POST", f"{path}/turns", body, trial.token)
            if status == 200:
                talk.answered[again], talk.unanswered = orjson.loads(told)["turn_no"], None
            else:
                wrong.append(f"{talk.id}: sent again, {status}")
        status, told = await wire.ask("GET", f"{path}/transcript", None, trial.token)
        kept = orjson.loads(told)
        numbers = [turn["turn_no"] for turn in kept["turns"]]
        if numbers != list(range(len(numbers))):
            wrong.append(f"{talk.id}: the turns are {numbers}")
        if kept["turn_no"] != numbers[-1]:
            wrong.append(f"{talk.id}: the snapshot is of turn {kept['turn_no']}")
        if len(numbers) - 1 != len(talk.answered):
            wrong.append(f"{talk.id}: {len(numbers) - 1} turns, {len(talk.answered)} answered")
        said = {turn["turn_no"]: turn["you"] for turn in kept["turns"]}
        for client_id, no in talk.answered.items():
            if said.get(no) != talk.texts[client_id]:
                wrong.append(f"{talk.id}: turn {no} is lost or another")
    await wire.close()
    return wrong


async def run(
    data: Path, database: str = "", kills: int = 3, clients: int = 8, seconds: float = 1.0
) -> tuple[Trial, list[str]]:
    """A whole trial: load, kill, restart, check, as often as told."""
    trial, wrong = Trial(), []
    dice = random.Random(1)
    for _ in range(kills):
        server = await asyncio.to_thread(start_product, data, database)
        await load_and_kill(server, trial, clients, seconds * dice.uniform(0.5, 1.5))
        server = await asyncio.to_thread(start_product, data, database)
        try:
            wrong += await check(server, trial)
        finally:
            await asyncio.to_thread(server.stop)
    return trial, wrong


def main() -> int:
    """A long trial from the command line; exit status 1 when anything was lost or doubled."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--clients", type=int, default=32)
    options.add_argument("--postgres", default="", help="the address of an empty database")
    told = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trial, wrong = asyncio.run(
            run(Path(folder), told.postgres, told.kills, told.clients, seconds=3.0)
        )
    print(
        f"{trial.kills} kills under {told.clients} clients: {trial.acknowledged} turns answered "
        f"in {len(trial.talks)} talks, {len(wrong)} wrong"
    )
    for one in wrong[:20]:
        print(" ", one)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
