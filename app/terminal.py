"""A role-play in the terminal: what a person sees and types."""

from collections.abc import Mapping
from typing import Any

import typer

from app.coaching.answer import feedback_json, lines_json, score_json
from app.coaching.hints import hint
from app.coaching.transcript import said_of, score_of
from app.coaching.turn import Lesson, Turn, open_lesson, take_turn
from app.language import reading_json
from app.vocabulary import Language, Wording

SAYS: Mapping[str, Wording] = {
    "help": Wording(
        zh="直接输入要说的话。/wait 等待，/show ID 出示，/hint 提示，/leave 告辞，Ctrl-D 结束。",
        en="Type what you say. /wait, /show ID, /hint, /leave; Ctrl-D ends.",
    ),
    "materials": Wording(zh="可以出示：", en="You can show: "),
    "briefing": Wording(zh="简报", en="Briefing"),
    "you": Wording(zh="你", en="You"),
    "try": Wording(zh="可以这样说", en="You could say"),
    "ended": Wording(zh="结束", en="Ended"),
    "score": Wording(zh="得分", en="Score"),
}


def play_here(lesson: Lesson, language: Language, seed: int) -> list[Turn]:
    """Play until the talk ends or the input does; every turn, the opening first."""
    script = lesson.script
    typer.secho(script.title.to(language), bold=True)
    typer.echo(f"{SAYS['briefing'].to(language)}: {script.briefing.to(language).strip()}\n")
    if script.materials:
        shown = ", ".join(f"{one.id} ({one.name.to(language)})" for one in script.materials)
        typer.echo(SAYS["materials"].to(language) + shown)
    typer.secho(SAYS["help"].to(language) + "\n", dim=True)
    turns = [open_lesson(lesson, seed, language)]
    _show_lines(turns[-1], lesson, language)
    step = 0
    while turns[-1].outcome is None:
        try:
            line = input(f"\n{SAYS['you'].to(language)}> ")
        except (EOFError, KeyboardInterrupt):
            typer.echo()
            break
        if line.strip() == "/hint":
            step = min(step + 1, 3)
            typer.secho(hint(turns[-1].progress, lesson, language, step).text, fg="cyan")
            continue
        if not line.strip():
            continue
        step = 0
        turns.append(take_turn(said_of(line), turns[-1].progress, lesson, language))
        _show_turn(turns[-1], lesson, language)
    judged = score_of([turn.exchange for turn in turns], lesson)
    show_score(score_json(judged, lesson, language), judged.outcome, lesson, language)
    return turns


def _show_turn(turn: Turn, lesson: Lesson, language: Language) -> None:
    if turn.reading:
        typer.secho(chips(reading_json(turn.reading)).rstrip("\n"), dim=True)
    _show_lines(turn, lesson, language)
    show_feedback(feedback_json(turn.feedback), language)


def _show_lines(turn: Turn, lesson: Lesson, language: Language) -> None:
    for line in lines_json(turn.exchange, lesson, language):
        typer.echo(f"{line['name']}: {line['text']}")


def chips(reading: Mapping[str, Any] | None) -> str:
    """The moves of a turn and its faults, as one line."""
    if not reading:
        return ""
    chips = []
    for clause in reading["clauses"]:
        faults = "".join(f" !{fault}" for fault in clause["faults"])
        chips.append(f"[{clause['move']}{faults}]")
    return "  " + " ".join(chips) + "\n"


def show_feedback(feedback: Mapping[str, Any] | None, language: Language) -> None:
    """The line under a turn, and a better line where there is one."""
    if not feedback:
        return
    typer.secho(f"  * {feedback['text']}", fg="green" if feedback["good"] else "yellow")
    if feedback.get("suggestion"):
        typer.secho(f"    {SAYS['try'].to(language)}: {feedback['suggestion']}", fg="cyan")


def show_score(
    shape: Mapping[str, Any], outcome: object, lesson: Lesson, language: Language
) -> None:
    """How it ended, and the score by part."""
    say = lesson.prompts.say
    ending = say(f"outcome.{outcome or 'open'}", language)
    typer.secho(f"\n{SAYS['ended'].to(language)}: {ending}")
    typer.secho(f"{SAYS['score'].to(language)}: {shape['score']}", bold=True)
    for part, one in shape["parts"].items():
        typer.echo(f"  {say(f'part.{part}', language)}  {one['points']} / {one['out_of']}")
