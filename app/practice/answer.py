"""A turn as the API answers it; the pages' live chat reads the same JSON."""

import re
from collections.abc import Callable
from typing import Any

import orjson

from app.coaching.answer import turn_json
from app.coaching.exchange import Said
from app.coaching.turn import Lesson, Progress, Turn, load_progress
from app.errors import BadInput, Conflict
from app.scenario.script import Script
from app.vocabulary import Wording, language_of
from app.words.catalogue import traditional

LONGEST = 20_000
"""The most characters of a turn; a buyer loses patience long before."""
ACTION = re.compile(r"wait|leave|show:[a-z0-9][a-z0-9_-]{0,79}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that no page or column should be given; the record keeps them."""


def said_of(text: str | None, action: str | None) -> Said:
    """What the trainee gave, checked; BadInput that says what is wanted instead."""
    if (text is None) == (action is None):
        raise BadInput(
            Wording(
                zh="请给出 text（说的话）或 action（wait、show:ID、leave）其中之一。",
                en="Give either a text or an action (wait, show:ID, leave).",
            ),
            pointer="/text",
        )
    if action is not None:
        if not ACTION.fullmatch(action):
            raise BadInput(
                Wording(
                    zh="action 是 wait、leave 或 show:ID。",
                    en="An action is wait, leave or show:ID.",
                ),
                pointer="/action",
            )
        return Said(action=action)
    assert text is not None
    if not CONTROL.sub("", text).strip():
        raise BadInput(
            Wording(
                zh="还没有写内容。写一句您要对客户说的话，或点“等一等”。",
                en="There are no words yet. Write what you would say, or choose to wait.",
            ),
            pointer="/text",
        )
    if len(text) > LONGEST:
        raise BadInput(
            Wording(
                zh=f"一句话最多 {LONGEST} 个字，这里有 {len(text)} 个。请分几次说。",
                en=f"A turn holds up to {LONGEST} characters, this one has {len(text)}.",
            ),
            pointer="/text",
        )
    return Said(text=text)


def check_material(said: Said, script: Script) -> None:
    """Refuse to show what there is not; BadInput that names what there is."""
    kind, _, name = (said.action or "").partition(":")
    if kind == "show" and name not in script.material_by_id:
        there = ", ".join(f"show:{known}" for known in script.material_by_id) or "—"
        raise BadInput(
            Wording(
                zh=f"没有 {name} 可出示；有：{there}", en=f"No {name} to show; there are: {there}"
            ),
            pointer="/action",
        )


def progress_of(stored: bytes) -> Progress:
    """The snapshot of an attempt; Conflict for one that an older version left behind."""
    try:
        return load_progress(stored)
    except ValueError:
        raise Conflict(
            Wording(
                zh="这场对话是旧版本里开始的，不能再接着说；可以看复盘，或重新开始一场。",
                en="This talk began under an older version and cannot go on. "
                "Read its debrief, or start a new one.",
            )
        ) from None


def plain(value: Any) -> Any:
    """What orjson asks about values it does not know."""
    if isinstance(value, frozenset | set):
        return sorted(value)
    if isinstance(value, tuple):
        return list(value)
    raise TypeError(type(value).__name__)


def to_json(value: Any, default: Callable[[Any], Any] = plain) -> bytes:
    """A value of frozen dataclasses, mappings and tuples as JSON bytes."""
    return orjson.dumps(value, default=default, option=orjson.OPT_NON_STR_KEYS)


def answer_turn(turn: Turn, lesson: Lesson, locale: str) -> bytes:
    """The answer to a turn, as it is stored and sent: `turn_json` with what was said or done.

    For readers of Traditional characters, what the buyer and the coach say is in theirs; what the
    trainee wrote stays as it was written.
    """
    said = turn.said
    told = turn_json(turn, lesson, language_of(locale))
    if locale == "zh-Hant":
        told["buyer"] = traditional(told["buyer"])
        for line in told["lines"]:
            line.update((name, traditional(line[name])) for name in ("text", "name"))
        if feedback := told["feedback"]:
            shown = ("text", "suggestion")
            feedback.update(
                (name, traditional(feedback[name])) for name in shown if name in feedback
            )
    return to_json({**told, "text": said.text, "action": said.action})
