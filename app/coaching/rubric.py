"""What is scored and how, to be read before play."""

from dataclasses import dataclass

from app.coaching.lesson import Lesson
from app.coaching.observe import terms_of
from app.coaching.rules import RULES
from app.vocabulary import Language, Part, Rubric

_RACKHAM_ONLY = frozenset({"pitch-early", "benefit-unearned", "benefit-earned", "visit-frame"})
_CLASSIC_ONLY = frozenset({"benefit-put"})


@dataclass(frozen=True, slots=True)
class PublishedPart:
    """One part: its name, what it is about, its points, and what gives and takes them."""

    part: Part
    name: str
    about: str
    out_of: float
    gains: tuple[str, ...]
    losses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """The whole rubric in one language; nothing that scores is left out."""

    rubric: Rubric
    text: str
    rules_version: str
    parts: tuple[PublishedPart, ...]


def published(lesson: Lesson, language: Language) -> Published:
    """The rubric of a lesson's scenario, with the weights it gives the parts."""
    rubric, say = lesson.script.rubric, lesson.prompts.say
    points = terms_of(rubric, lesson.script.weights).points
    return Published(
        rubric,
        say(f"rubric.{rubric}", language),
        lesson.rules_version,
        tuple(
            PublishedPart(
                part,
                say(f"part.{part}", language),
                say(f"about.{part}", language),
                round(points[part], 1),
                _titles(lesson, language, part, good=True),
                _titles(lesson, language, part, good=False),
            )
            for part in Part
        ),
    )


def _titles(lesson: Lesson, language: Language, part: Part, *, good: bool) -> tuple[str, ...]:
    elsewhere = _CLASSIC_ONLY if lesson.script.rubric is Rubric.RACKHAM else _RACKHAM_ONLY
    return tuple(
        lesson.prompts.say(f"{key}.title", language)
        for key, rule in RULES.items()
        if rule.part is part and rule.good is good and key not in elsewhere
    )
