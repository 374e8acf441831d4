"""What is not even looked at, and what every answer is like, whatever the route."""

from collections.abc import AsyncIterator

import httpx
import pytest

PATHS = ("/", "/healthz", "/api/v1/scenarios", "/static/css/base.css", "/nowhere")


@pytest.mark.parametrize("path", PATHS)
async def test_head_is_answered_as_get_is_without_the_body(
    http: httpx.AsyncClient, path: str
) -> None:
    head, get = await http.head(path), await http.get(path)
    assert head.status_code == get.status_code
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.content == b""


@pytest.mark.parametrize(
    "path",
    [
        "/attempts/%00", "/scenarios/a%00b", "/problems/%00",
        "/api/v1/attempts/%00", "/api/v1/attempts/%00/transcript", "/api/v1/scenarios/%00",
    ],
)  # fmt: skip
async def test_no_address_holds_a_nul(http: httpx.AsyncClient, path: str) -> None:
    await http.post("/api/v1/attempts", json={"scenario_id": "combs-to-monks"})
    answer = await http.get(path)
    assert answer.status_code == 404
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def flood() -> AsyncIterator[bytes]:
    for _ in range(40):
        yield b"a" * 10_000


@pytest.mark.parametrize("path", ["/api/v1/classify", "/locale"])
async def test_more_than_is_read_is_refused_though_unannounced(
    http: httpx.AsyncClient, path: str
) -> None:
    kind = "application/json" if "api" in path else "application/x-www-form-urlencoded"
    answer = await http.post(
        path,
        content=flood(),
        headers={"content-type": kind, "accept": "application/json"},
    )
    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-large"


async def test_what_the_framework_refuses_has_a_page_too(http: httpx.AsyncClient) -> None:
    json = {"accept": "application/json"}
    put = await http.put("/api/v1/scenarios")
    unreadable = await http.post(
        "/locale", content=b"zz", headers={"content-type": "multipart/form-data", **json}
    )
    for answer, status in ((put, 405), (unreadable, 400)):
        assert answer.status_code == answer.json()["status"] == status
        assert (await http.get(answer.json()["type"])).status_code == 200
    assert put.headers["allow"] == "GET"


async def test_no_answer_leads_to_the_host_that_a_request_names(http: httpx.AsyncClient) -> None:
    for path in ("/healthz/", "/scenarios/combs-to-monks/", "/api/v1/scenarios/"):
        answer = await http.get(path, headers={"host": "evil.example"})
        assert answer.status_code == 404
        assert "evil" not in answer.headers.get("location", "")
