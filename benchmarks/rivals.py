"""What a durable turn is measured beside, each under uvicorn as the product is.

`minimal`: a FastAPI POST, pydantic in and out, no work. `memory`: the product's own turn with the
attempt in a dict. `textbook`: the same turn as the tutorials write it: SQLModel, a session per
request, a synchronous handler in the thread pool, a response model, one commit per turn.
"""

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import orjson
import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request, Response
from sqlalchemy import event
from sqlmodel import Session, create_engine, select

from app.accounts.models import TokenRow
from app.coaching.exchange import Said, dump_exchange_bytes
from app.coaching.turn import Lesson, dump_progress, load_progress, open_lesson, take_turn
from app.desk import clock, mint
from app.library import load_library
from app.main import freeze
from app.practice.answer import answer_turn
from app.practice.answers import TurnAnswer
from app.practice.bodies import TurnBody
from app.practice.models import AttemptRow, EventRow, TurnRow

SCENARIO = "combs-to-monks"


def minimal() -> FastAPI:
    """The least that FastAPI does for a POST."""
    app = FastAPI()

    @app.post("/api/v1/attempts/{attempt_id}/turns")
    async def take(attempt_id: str, body: TurnBody) -> TurnAnswer:
        return TurnAnswer(
            turn_no=1,
            text=body.text,
            action=None,
            reading=None,
            buyer="Mm.",
            lines=[],
            feedback=None,
            ledger={},
            ended=False,
            outcome=None,
            result={},
        )

    return app


def memory() -> FastAPI:
    """The product's turn, kept nowhere but in this process."""
    app, lesson = FastAPI(), shipped_lesson()
    opening = dump_progress(open_lesson(lesson, 7, "en").progress)
    kept: dict[str, bytes] = {}

    async def take(request: Request) -> Response:
        body = TurnBody.model_validate_json(await request.body())
        attempt_id = request.path_params["attempt_id"]
        progress = load_progress(kept.get(attempt_id, opening))
        turn = take_turn(Said(text=body.text), progress, lesson, "en")
        kept[attempt_id] = opening if turn.outcome else dump_progress(turn.progress)
        dump_exchange_bytes(turn.exchange)
        return Response(answer_turn(turn, lesson, "en"), media_type="application/json")

    app.router.add_route("/api/v1/attempts/{attempt_id}/turns", take, methods=["POST"])
    return app


def textbook() -> FastAPI:
    """The product's turn on the product's tables, written as the tutorials do."""
    engine = create_engine(f"sqlite:///{Path(os.environ['SPINFAB_DATA']) / 'spinfab.db'}")
    event.listen(engine, "connect", _durable)
    lesson = shipped_lesson()
    app = FastAPI()

    def session() -> Any:
        with Session(engine) as one:
            yield one

    @app.post("/api/v1/attempts/{attempt_id}/turns")
    def take(
        attempt_id: str, body: TurnBody, request: Request, db: Session = Depends(session)
    ) -> TurnAnswer:
        secret = request.headers["authorization"].removeprefix("Bearer ")
        token = db.get(TokenRow, hashlib.sha256(secret.encode()).hexdigest())
        attempt = db.exec(select(AttemptRow).where(AttemptRow.id == attempt_id)).first()
        if token is None or attempt is None or attempt.person_id != token.person_id:
            raise HTTPException(404)
        turn = take_turn(Said(text=body.text), load_progress(attempt.progress), lesson, "en")
        answer = answer_turn(turn, lesson, "en")
        attempt.turn_no = turn.no
        attempt.progress = dump_progress(turn.progress)
        attempt.ended = turn.outcome is not None
        db.add(attempt)
        own: dict[str, Any] = {
            "attempt_id": attempt.id,
            "organisation_id": attempt.organisation_id,
            "at": clock(),
        }
        said = body.text or ""
        exchange = dump_exchange_bytes(turn.exchange)
        db.add(
            TurnRow(no=turn.no, said=said, exchange=exchange, answer=answer, inherited=False, **own)
        )
        db.add(EventRow(id=mint("evt"), kind="turn.taken", data=b"{}", **own))
        db.commit()
        return TurnAnswer.model_validate(orjson.loads(answer))

    return app


def shipped_lesson() -> Lesson:
    """The lesson that every rival plays."""
    return load_library().scenarios[SCENARIO].lesson


def _durable(connection: Any, _record: object) -> None:
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def main() -> None:
    """Serve the rival named first on the port named second."""
    name, port = sys.argv[1], int(sys.argv[2])
    app = {"minimal": minimal, "memory": memory, "textbook": textbook}[name]()
    freeze()
    uvicorn.run(app, port=port, log_level="error", access_log=False, server_header=False)


if __name__ == "__main__":
    main()
