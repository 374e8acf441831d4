"""What a lesson is played with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.coaching.prompts import Prompts
from app.language import Ear
from app.notation import Overlay
from app.scenario.script import Script
from app.scenario.stock import StockLines
from app.vocabulary import Language


@dataclass(frozen=True, slots=True)
class Lesson:
    """Everything a turn is played with: who hears, who answers, who comments; made once and shared.

    Make it with `make_lesson`. `lures` are folded texts of hint lines: said word for word, they
    earn nothing.
    """

    ear: Ear
    script: Script
    stock: StockLines
    overlays: Mapping[Language, Overlay]
    prompts: Prompts
    rules_version: str
    lures: frozenset[str] = field(default_factory=frozenset)
