"""What the coach says about the talk: remarks with their evidence, and the one line of feedback."""

from dataclasses import dataclass

from app.vocabulary import Part


@dataclass(frozen=True, slots=True)
class Remark:
    """A rule of the talk that spoke, with the turns and words it rests on.

    `share` is the part of the part's points it gains (positive) or costs (negative), before the
    part's ceiling and floor; `points` the same in points of the total. `start` and `end` are
    offsets into the trainee's text of turn `turns[-1]`; `quote` those words and `heard` the buyer's
    words it rests on. `detail` is the finer kind (`earned-it` + `implied`).
    """

    rule: str
    good: bool
    part: Part
    turns: tuple[int, ...]
    detail: str = ""
    clause: int | None = None
    start: int = 0
    end: int = 0
    quote: str = ""
    heard: str = ""
    need: str | None = None
    share: float = 0.0
    points: float = 0.0

    @property
    def key(self) -> str:
        """The rule with its finer kind, as wordings name it: `earned-it.implied`."""
        return f"{self.rule}.{self.detail}" if self.detail else self.rule

    def weighed(self, share: float, points: float) -> "Remark":
        """The same remark with what it counts for; written out, for it is made often."""
        return Remark(
            self.rule,
            self.good,
            self.part,
            self.turns,
            self.detail,
            self.clause,
            self.start,
            self.end,
            self.quote,
            self.heard,
            self.need,
            round(share, 4),
            round(points, 2),
        )


@dataclass(frozen=True, slots=True)
class Feedback:
    """The one line under a turn; `suggestion` is a line the trainee could have said instead.

    An empty `text` means that there is nothing worth saying about this turn.
    """

    rule: str = ""
    text: str = ""
    good: bool = True
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """One step of the ladder: 1 a nudge, 2 the kind of question, 3 an example.

    `need` is the need it leads to, where it leads to one; `last` is set on the third step.
    """

    step: int
    text: str
    need: str | None = None
    last: bool = False


@dataclass(frozen=True, slots=True)
class Wordings:
    """How a remark reads: what it is called, why it matters, what would do better."""

    title: str
    why: str
    better: str = ""
