"""The plays of a scenario run as its proof: what each turn and the end must come to."""

from collections.abc import Iterator, Sequence

from app.coaching.exchange import Said
from app.coaching.lesson import Lesson
from app.coaching.transcript import closed, score_of, talk
from app.coaching.turn import Turn
from app.findings import Finding, Place, Severity
from app.scenario.condition import holds
from app.scenario.script import Play, PlayTurn
from app.scenario.source import Source, read_source
from app.vocabulary import Language, NeedState, Wording, split_label

CODES = {
    "S201": Wording(zh="这一轮听成了别的", en="this turn is heard as something else"),
    "S202": Wording(zh="买家没有说到该说的", en="the buyer does not say what was expected"),
    "S203": Wording(zh="信任不在要求的范围", en="trust is outside the bound"),
    "S204": Wording(zh="需要没有走到这一步", en="a need has not come that far"),
    "S205": Wording(zh="结局不对", en="the talk ends otherwise"),
    "S206": Wording(zh="得分不在要求的范围", en="the score is outside the bound"),
    "S207": Wording(zh="得到的结果不对", en="the result is not the expected one"),
    "S208": Wording(zh="还没演完就结束了", en="the talk ends before the play does"),
    "S209": Wording(zh="缺这种语言的台词", en="the play lacks this language"),
}
_MEND = Wording(
    zh="改台词、改话题词，或改这里的要求。",
    en="Change the line, the topic words, or what is expected here.",
)


Found = tuple[str, tuple[str | int, ...], str]
"""A code, the place inside the document, and what was wanted and found."""


def run_plays(lesson: Lesson, file: str = "", text: str = "") -> list[Finding]:
    """Play every play in every language; what does not come out as written is a finding.

    With the file's `text` the findings carry lines and columns.
    """
    source = read_source(text, file)[0] if text else None
    return [
        _finding(found, file, source)
        for number, play in enumerate(lesson.script.plays)
        for language in lesson.ear.packs
        for found in _run(lesson, play, language, ("plays", number))
    ]


def _run(
    lesson: Lesson, play: Play, language: Language, path: tuple[str | int, ...]
) -> Iterator[Found]:
    where = f"{play.name} ({language})"
    missing = [
        number
        for number, turn in enumerate(play.turns)
        if not (turn.action or _words(turn, language))
    ]
    if missing:
        yield "S209", (*path, "turns", missing[0]), where
        return
    saids = [
        Said(None, turn.action) if turn.action else Said(_words(turn, language))
        for turn in play.turns
    ]
    turns, ignored = talk(saids, lesson, language, play.seed)
    for number, (wanted, turn) in enumerate(zip(play.turns, turns[1:], strict=False)):
        at = f"{where}, {number + 1}: {turn.said.text or turn.said.action}"
        for code, detail in _differences(wanted, turn):
            yield code, (*path, "turns", number), f"{at}\n    {detail}"
    if ignored:
        line = f"{where}: {len(turns) - 1} / {len(play.turns)}"
        yield "S208", (*path, "turns", len(turns) - 1), line
    for code, key, detail in _ending(lesson, play, closed(turns, lesson, language)):
        yield code, (*path, key), f"{where}: {detail}"


def _words(turn: PlayTurn, language: Language) -> str:
    return getattr(turn.you, language, "")


def _differences(wanted: PlayTurn, turn: Turn) -> Iterator[tuple[str, str]]:
    """What of a turn came out otherwise: the code, and `wanted → found`."""
    if wanted.move and turn.reading:
        move, variant = split_label(wanted.move)
        labels = [clause.label for clause in turn.reading.clauses]
        heard = [clause.move for clause in turn.reading.clauses]
        if (wanted.move not in labels) if variant else (move not in heard):
            yield "S201", f"{wanted.move} → {', '.join(labels)}"
    if wanted.buyer:
        said = [line.id for line in turn.lines]
        topics = [line.topic for line in turn.lines]
        if wanted.buyer not in said and wanted.buyer not in topics:
            yield "S202", f"{wanted.buyer} → {', '.join(said) or '-'}: {turn.exchange.heard}"
    trust = turn.exchange.standing.trust
    if wanted.trust and not holds(wanted.trust, trust):
        yield "S203", f"{wanted.trust} → {trust:g}"
    for need, state in wanted.need.items():
        record = turn.progress.ledger.need(need)
        if record is None or not record.reached(NeedState(state)):
            yield "S204", f"{need}: {state} → {record.state if record else '-'}"


def _ending(lesson: Lesson, play: Play, turns: Sequence[Turn]) -> Iterator[tuple[str, str, str]]:
    """What of the end came out otherwise: the code, the key, and `wanted → found`."""
    last = turns[-1]
    if play.ends and last.outcome is not play.ends:
        yield "S205", "ends", f"{play.ends} → {last.outcome}"
    for name, amount in play.result.items():
        if last.result.get(name) != amount:
            yield "S207", "result", f"{name} {amount} → {last.result.get(name)}"
    total = score_of([turn.exchange for turn in turns], lesson).total
    if play.score and not holds(play.score, total):
        yield "S206", "score", f"{play.score} → {total}"


def _finding(found: Found, file: str, source: Source | None) -> Finding:
    code, path, about = found
    says = CODES[code]
    message = Wording(zh=f"{says.zh}：{about}", en=f"{says.en}: {about}")
    severity = Severity.WARNING if code == "S209" else Severity.ERROR
    if source:
        return source.finding(code, path, message, _MEND, severity)
    return Finding(code, Place(file), message, _MEND, severity)
