"""An answer is a promise: killed under load, the server still has every turn it answered, once."""

import re
import shutil
from pathlib import Path

import orjson
import pytest

from benchmarks import kill
from benchmarks.server import Wire, start_product

pytestmark = pytest.mark.slow

CALLS = "read,recvfrom,recvmsg,write,writev,sendto,sendmsg,fsync,fdatasync"


async def test_a_killed_server_has_lost_and_doubled_nothing(
    database_url: str, tmp_path: Path
) -> None:
    trial, wrong = await kill.run(tmp_path, database_url, kills=3, clients=8, seconds=1.0)
    assert trial.kills == 3
    assert trial.acknowledged > 50
    assert wrong == []


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
async def test_a_turn_is_flushed_to_disk_before_it_is_answered(tmp_path: Path) -> None:
    """On SQLite, between reading the request and writing the answer there is a flush of the log."""
    traced = tmp_path / "trace"
    server = start_product(
        tmp_path / "data",
        prefix=["strace", "-f", "-o", str(traced), "-s", "400", "-e", f"trace={CALLS}"],
    )
    try:
        wire = await Wire.open(server.port)
        body = {"scenario_id": "combs-to-monks", "lang": "en"}
        _, told = await wire.ask("POST", "/api/v1/attempts", body)
        begun = orjson.loads(told)
        path = f"/api/v1/attempts/{begun['id']}/turns"
        for no in range(3):
            body = {"text": f"marked-{no}"}
            status, _ = await wire.ask("POST", path, body, begun["token"])
            assert status == 200
        await wire.close()
    finally:
        server.stop()
    calls = traced.read_text("utf-8", "replace").splitlines()
    for no in range(3):
        received = next(at for at, call in enumerate(calls) if f"marked-{no}" in call)
        answered = next(
            at
            for at, call in enumerate(calls)
            if at > received
            and "HTTP/1.1 200" in call
            and re.search(r"\b(write|sendto|sendmsg|writev)\(", call)
        )
        flushed = [
            call for call in calls[received:answered] if re.search(r"\b(fsync|fdatasync)\(", call)
        ]
        assert flushed, f"turn {no} was answered before it was flushed"
