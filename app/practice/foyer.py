"""What is read before play: the cards of the lobby and the briefing of a scenario."""

from dataclasses import dataclass
from functools import lru_cache

from app.page import HERE, TONGUES
from app.practice.line import FAMILIES
from app.practice.views import Briefing, Card
from app.scenario.script import Script
from app.vocabulary import QUESTIONS, Locale, Part, Wording, language_of, split_label
from app.words.catalogue import Words

LEVELS = 3


@dataclass(frozen=True, slots=True)
class Trained:
    """A move that a scenario trains, in its colour."""

    label: str
    family: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A scenario in the lobby."""

    id: str
    title: str
    summary: str
    level: int
    levels: int
    level_name: str
    minutes: str
    trains: tuple[Trained, ...]
    art: str
    unfinished: str | None
    played: int


@dataclass(frozen=True, slots=True)
class LobbyView:
    """The lobby."""

    cards: tuple[CardView, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """A name or fact and what there is to say about it."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the briefing, or with `items` a list."""

    text: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeightView:
    """A part of the score, what it asks for, and its points of 100."""

    name: str
    about: str
    points: int


@dataclass(frozen=True, slots=True)
class TongueView:
    """A language that the scenario can be played in."""

    locale: Locale
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class BriefingView:
    """Everything that may be read before playing; `fresh` names the attempt that may begin here."""

    card: CardView
    fresh: str
    story: tuple[Paragraph, ...]
    people: tuple[Telling, ...]
    product: str
    features: tuple[Telling, ...]
    facts: tuple[str, ...]
    materials: tuple[str, ...]
    drawn: bool
    rubric: str
    rubric_about: str
    weights: tuple[WeightView, ...]
    heaviest: int
    tongues: tuple[TongueView, ...]


@lru_cache(maxsize=1)
def _drawn_art() -> frozenset[str]:
    return frozenset(path.stem for path in (HERE / "templates" / "art").glob("*.svg"))


def card_of(card: Card, words: Words) -> CardView:
    """A scenario's card in the reader's words."""
    return CardView(
        id=card.id,
        title=words.say(card.title),
        summary=words.say(card.summary),
        level=card.level,
        levels=LEVELS,
        level_name=words(f"level.{card.level}"),
        minutes=words("minutes", n=card.minutes),
        trains=tuple(_trained(label, words) for label in card.trains),
        art=card.id if card.id in _drawn_art() else "talk",
        unfinished=card.unfinished,
        played=card.played,
    )


def _trained(label: str, words: Words) -> Trained:
    move, _ = split_label(label)
    kind = "question" if move in QUESTIONS else "move"
    return Trained(words(f"{kind}.{move}"), FAMILIES[move])


def lobby_of(cards: tuple[Card, ...], words: Words) -> LobbyView:
    """The lobby in the reader's words."""
    return LobbyView(tuple(card_of(card, words) for card in cards))


def briefing_of(
    briefing: Briefing, weights: dict[Part, float], words: Words, fresh: str
) -> BriefingView:
    """A scenario's briefing in the reader's words; `weights` are points of 100 by part."""
    script = briefing.script

    def tell(text: Wording) -> str:
        return with_ranges(words.say(text), script)

    product = script.product
    told = [
        tell(fact.says) if fact.says.zh != fact.says.en else f"{name}: {tell(fact.says)}"
        for name, fact in product.facts.items()
    ]
    return BriefingView(
        card=card_of(briefing.card, words),
        fresh=fresh,
        story=paragraphs(tell(script.briefing)),
        people=tuple(
            Telling(tell(person.name), tell(person.role) or words(f"seat.{person.seat}"))
            for person in script.people
            if person.presence == "start"
        ),
        product=tell(product.name),
        features=tuple(Telling(tell(f.says), tell(f.advantage)) for f in product.features),
        facts=tuple(told),
        materials=tuple(tell(material.name) for material in script.materials),
        drawn=bool(script.draws),
        rubric=words(f"rubric.{script.rubric}"),
        rubric_about=words(f"rubric.{script.rubric}_about"),
        weights=tuple(
            WeightView(words(f"part.{part}"), words(f"part_about.{part}"), round(points))
            for part, points in weights.items()
        ),
        heaviest=round(max(weights.values(), default=0)) or 1,
        tongues=tuple(_tongues(briefing.card, words)),
    )


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The text by its lines; lines that begin with `-` make a list."""
    found: list[Paragraph] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if not line.startswith("- "):
            found.append(Paragraph(line, ()))
        elif found and found[-1].items:
            found[-1] = Paragraph("", (*found[-1].items, line[2:].strip()))
        else:
            found.append(Paragraph("", (line[2:].strip(),)))
    return tuple(found)


def with_ranges(text: str, script: Script) -> str:
    """The text with every number that the seed will draw shown as its range."""
    for draw in script.draws:
        text = text.replace(f"{{{draw.id}}}", f"{draw.low}–{draw.high}")
    return text


def _tongues(card: Card, words: Words) -> list[TongueView]:
    offered = [tongue for tongue in TONGUES if language_of(tongue) in card.languages]
    chosen = words.locale if words.locale in offered else offered[0]
    return [TongueView(tongue, TONGUES[tongue], tongue == chosen) for tongue in offered]
