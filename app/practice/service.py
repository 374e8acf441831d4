"""What a trainee can do: choose, start, speak, ask for a hint, read the debrief, try again.

Every function takes the desk and who asks; an attempt of somebody else's is Missing.
"""

from app.accounts.models import Person
from app.coaching import Debrief, Hint, Score
from app.desk import Desk
from app.practice.views import AttemptView, Briefing, Card
from app.vocabulary import Locale


async def lobby(desk: Desk, who: Person | None) -> tuple[Card, ...]:
    """The scenarios on offer, easiest first; with what `who` has played of them."""
    raise NotImplementedError


async def briefing(desk: Desk, who: Person | None, scenario_id: str) -> Briefing:
    """What may be read before playing; Missing."""
    raise NotImplementedError


async def start(
    desk: Desk, who: Person, scenario_id: str, locale: Locale, seed: int | None = None
) -> AttemptView:
    """A new attempt with the buyer's opening recorded; Missing, BadInput."""
    raise NotImplementedError


async def attempt(desk: Desk, who: Person, attempt_id: str) -> AttemptView:
    """An attempt with all its turns; Missing."""
    raise NotImplementedError


async def take(
    desk: Desk,
    who: Person,
    attempt_id: str,
    *,
    text: str | None = None,
    action: str | None = None,
    client_turn_id: str | None = None,
    expects: int | None = None,
) -> bytes:
    """One trainee turn, answered once it is on disk; the JSON of the API's answer.

    Exactly one of `text` and `action` (`wait`, `show:ID`, `leave`). A `client_turn_id` recorded
    before gets the first answer again. `expects` is the number of the last turn that the trainee
    saw. Missing, BadInput, Ended, OutOfTurn.
    """
    raise NotImplementedError


async def hint(desk: Desk, who: Person, attempt_id: str, step: int) -> Hint:
    """A hint for the next turn, step 1 (a nudge) to 3 (an example); Missing, Ended, BadInput."""
    raise NotImplementedError


async def score(desk: Desk, who: Person, attempt_id: str) -> Score:
    """The score of the turns so far, inherited ones not counted; Missing."""
    raise NotImplementedError


async def debrief(desk: Desk, who: Person, attempt_id: str) -> Debrief:
    """What the whole talk was worth and what would change it most; Missing."""
    raise NotImplementedError


async def branch(desk: Desk, who: Person, attempt_id: str, turn_no: int) -> AttemptView:
    """A new attempt that goes on after turn `turn_no` of this one, never graded; Missing, BadInput."""
    raise NotImplementedError
