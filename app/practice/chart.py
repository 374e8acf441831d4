"""The buyer's trust and patience over the talk, laid out for drawing."""

from dataclasses import dataclass

from app.coaching.debrief import Moment
from app.scenario.script import Script
from app.words.catalogue import Words

WIDTH, HEIGHT = 640, 180
LEFT, RIGHT, TOP, BOTTOM = 8, 8, 24, 22
LABELS = 12
"""At most so many turns are numbered under the chart."""


@dataclass(frozen=True, slots=True)
class Point:
    """A turn on the chart: where trust and patience lie, and their values."""

    turn: int
    x: float
    trust_y: float
    patience_y: float
    trust: str
    patience: str
    you: str
    enters: str
    labelled: bool
    turning: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The timeline, in the units of its drawing."""

    width: int
    height: int
    grid: tuple[float, ...]
    points: tuple[Point, ...]
    trust_path: str
    patience_path: str


def chart_of(
    timeline: tuple[Moment, ...], turning: set[int], script: Script, words: Words
) -> Chart:
    """The timeline drawn: turns from left to right, trust and patience 0..10 from the foot up."""
    span = max(1, len(timeline) - 1)
    every = max(1, -(-len(timeline) // LABELS))
    points = []
    several = len({moment.person for moment in timeline}) > 1
    facing = ""
    for place, moment in enumerate(timeline):
        person = script.person_by_id.get(moment.person)
        enters = moment.person if person is None else words.say(person.name)
        points.append(
            Point(
                turn=moment.turn,
                x=round(LEFT + (WIDTH - LEFT - RIGHT) * place / span, 1),
                trust_y=_height(moment.trust),
                patience_y=_height(moment.patience),
                trust=words.number(moment.trust),
                patience=words.number(moment.patience),
                you=moment.you,
                enters=enters if several and moment.person != facing else "",
                labelled=place % every == 0,
                turning=moment.turn in turning,
            )
        )
        facing = moment.person
    return Chart(
        width=WIDTH,
        height=HEIGHT,
        grid=tuple(_height(value) for value in (0, 5, 10)),
        points=tuple(points),
        trust_path=" ".join(f"{p.x},{p.trust_y}" for p in points),
        patience_path=" ".join(f"{p.x},{p.patience_y}" for p in points),
    )


def _height(value: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(10.0, max(0.0, value)) / 10), 1)
