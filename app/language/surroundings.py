"""What surrounds a turn, as far as rules ask for it."""

from collections.abc import Callable
from dataclasses import dataclass

from app.language.pack import When
from app.notation import Overlay
from app.reading import Context
from app.vocabulary import NEED_STATES, BuyerAct


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything outside the stretch that a rule may ask for."""

    context: Context
    overlay: Overlay | None
    text: str
    """The turn as typed."""
    listen: Callable[[], frozenset[BuyerAct]] = frozenset
    """What the buyer's last line did; asked only when a rule wants to know."""


NOWHERE = Surroundings(Context(), None, "")


def may_hold(when: When, context: Context) -> bool:
    """Whether the surroundings that are the same for a whole turn allow a rule."""
    if when.last_question and context.last_question not in when.last_question:
        return False
    if when.need is None:
        return True
    far = NEED_STATES.index(when.need)
    return any(NEED_STATES.index(state) >= far for state in context.needs.values())
