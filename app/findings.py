"""What every checker yields: a coded finding at a place, with why it matters and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum

from app.signs import visible
from app.vocabulary import Language, Wording


class Severity(StrEnum):
    """An error keeps a file from being published; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in which file; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a checker found.

    `code` is stable for ever (S… scenarios, L… language packs, N… notation, P… prompts).
    """

    code: str
    place: Place
    message: Wording
    mend: Wording
    severity: Severity = Severity.ERROR
    path: str = ""
    """The place inside the document, such as `needs[0].about`."""

    def line(self, language: Language = "en") -> str:
        """The finding as a compiler would print it; what it quotes cannot steer a terminal."""
        mend = self.mend.to(language)
        tail = f" ({mend})" if mend else ""
        told = f"{self.place}: {self.severity} {self.code}: {self.message.to(language)}{tail}"
        return visible(told)
