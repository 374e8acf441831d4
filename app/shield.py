"""The outermost layer: what is not even looked at, and the headers that every answer carries."""

from collections.abc import Callable

from fastapi import Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import AppError, Missing, TooLarge
from app.page import HEADERS
from app.vocabulary import Wording

CARRIED = tuple(
    (name.lower().encode(), value.encode())
    for name, value in {**HEADERS, "X-Frame-Options": "DENY"}.items()
)


class Shield:
    """Wraps the application; `render` makes the answer to a body that is too large."""

    def __init__(
        self, app: ASGIApp, limit: int, render: Callable[[Request, AppError], Response]
    ) -> None:
        self.app = app
        self.limit = limit
        self.render = render

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, unless it announces more than is read or no address is written so.

        HEAD is answered as GET is, without the body.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        bodiless = scope["method"] == "HEAD"
        if bodiless:
            scope = {**scope, "method": "GET"}

        async def sent(message: Message) -> None:
            if bodiless and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            if message["type"] == "http.response.start":
                headers = message["headers"]
                there = {name for name, _ in headers}
                message["headers"] = [*headers, *(one for one in CARRIED if one[0] not in there)]
            await send(message)

        refusal: AppError | None = None
        if self._announced(scope) > self.limit:
            refusal = self._too_large()
        elif "\0" in scope["path"]:
            refusal = Missing()  # no id holds it, and PostgreSQL does not even look
        if refusal:
            await self.render(Request(scope, receive), refusal)(scope, receive, sent)
            return
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > self.limit:
                    raise self._too_large()
            return message

        await self.app(scope, limited, sent)

    def _announced(self, scope: Scope) -> int:
        for name, value in scope["headers"]:
            if name == b"content-length":
                return int(value) if value.isdigit() else self.limit + 1
        return 0

    def _too_large(self) -> TooLarge:
        most = self.limit // 1024
        return TooLarge(
            Wording(zh=f"最多可发送 {most} kB。", en=f"At most {most} kB are read at once.")
        )
