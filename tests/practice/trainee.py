"""A trainee at the other end of the API, for the tests."""

from typing import Any

import httpx

NAME = "combs-to-monks"
HELLO = "Good morning, Master. How many altars does the temple have?"


class Trainee:
    """Starts attempts and speaks in them, by a bearer token, as a program would."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http
        self.headers: dict[str, str] = {}
        self.attempt = ""
        self.opening: dict[str, Any] = {}

    async def start(self, lang: str = "en", **body: Any) -> dict[str, Any]:
        """Begin a role-play; the answer."""
        sent = {"scenario_id": NAME, "lang": lang, "seed": 7, **body}
        answer = await self.http.post("/api/v1/attempts", json=sent, headers=self.headers)
        assert answer.status_code == 201, answer.text
        self.http.cookies.clear()
        self.opening = answer.json()
        self.attempt = self.opening["id"]
        if token := self.opening.get("token"):
            self.headers = {"Authorization": f"Bearer {token}"}
        return self.opening

    async def post(self, attempt: str = "", **body: Any) -> httpx.Response:
        """Send a turn as it is; the response, whatever it is."""
        url = f"/api/v1/attempts/{attempt or self.attempt}/turns"
        return await self.http.post(url, json=body, headers=self.headers)

    async def say(self, text: str, **body: Any) -> dict[str, Any]:
        """Say something that is taken; the answer."""
        answer = await self.post(text=text, **body)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def get(self, what: str = "", **query: Any) -> Any:
        """Read something of the attempt."""
        url = f"/api/v1/attempts/{self.attempt}{what}"
        answer = await self.http.get(url, headers=self.headers, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()
