"""The ear: a trainee's turn, or a buyer's line, heard by the rules of its language's pack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.language.calibration import confidence
from app.language.clauses import cut, segments, stretches, whole
from app.language.pack import Pack, evidence_of
from app.language.reasons import leaning, tipping, unmarked
from app.language.surroundings import NOWHERE, Surroundings
from app.language.turn import turn_faults
from app.language.weigh import Hearing
from app.language.weighing import Weighing
from app.notation import Overlay
from app.notation.fold import UNKNOWN
from app.notation.overlay import compile_overlay as compile_words
from app.reading import EMPTY, Clause, Context, Evidence, FaultMark, Reading
from app.vocabulary import BuyerAct, Form, Language, Move

ENOUGH_REASONS = 2


@dataclass(frozen=True, slots=True)
class Ear:
    """The packs of every language the product hears."""

    packs: Mapping[Language, Pack]

    def language(self, text: str) -> Language:
        """The language whose script fills most of the text; the first pack's when none does."""
        return max(self.packs, key=lambda one: len(self.packs[one].letters.findall(text)))

    def pack(self, language: Language | None, text: str) -> Pack:
        """The pack to hear a text with: that of `language`, else of the text's own script."""
        if language is None or language not in self.packs:
            language = self.language(text)
        return self.packs[language]


def compile_overlay(
    topics: Mapping[str, Sequence[str]], classes: Mapping[str, Sequence[str]], pack: Pack
) -> Overlay:
    """A scenario's topics and a trainer's words on top of a pack; raises PatternError."""
    return compile_words(topics, classes, pack.vocabulary)


def classify(
    text: str,
    ear: Ear,
    lang: Language | None = None,
    context: Context = EMPTY,
    overlay: Overlay | None = None,
    *,
    one_clause: bool = False,
) -> Reading:
    """Hear a trainee's turn; any text gives a reading with at least one clause.

    A text that is known to be `one_clause`, as a labelled line is, is not cut. Without `lang` the
    script decides. `overlay` belongs to the pack of `lang`; a clause wholly in another language is
    heard by that language's pack, without it.
    """
    pack = ear.pack(lang, text)
    language = pack.language
    around = surroundings(text, pack, context, overlay)
    clauses: list[Clause] = []
    for units in stretches(pack, pack.vocabulary.fold(text, overlay)):
        hearing = Hearing(pack, units, around)
        for weighing in whole(hearing) if one_clause else cut(hearing):
            start, end = units.starts[weighing.start], units.ends[weighing.end - 1]
            other = _foreign(text[start:end], ear, language)
            if other is None:
                clauses.append(_clause(hearing, weighing))
            else:
                clauses.extend(_heard_abroad(text, start, end, ear, other, context))
    if not clauses:
        nothing = Clause(text, 0, len(text), Move.OTHER, 0.5, Form.STATEMENT)
        return Reading(text, language, (nothing,))
    return Reading(text, language, turn_faults(pack, clauses, context))


def hear_buyer(
    text: str, ear: Ear, lang: Language | None = None, overlay: Overlay | None = None
) -> tuple[BuyerAct, ...]:
    """What a buyer's line does, strongest first; never nothing."""
    pack = ear.pack(lang, text)
    units = pack.vocabulary.fold(text, overlay)
    hearing = Hearing(pack, units, replace(NOWHERE, overlay=overlay), pack.acted)
    points: dict[BuyerAct, float] = {}
    silent = True
    whole = (0, len(units.codes))
    for start, end in dict.fromkeys((*((s.start, s.end) for s in segments(hearing)), whole)):
        if start == end:
            continue
        silent = silent and not any(c.isalnum() or c >= UNKNOWN for c in units.codes[start:end])
        for act, more in hearing.weigh_acts(hearing.part(start, end)).items():
            points[act] = max(points.get(act, 0.0), more)
    if silent:
        return (BuyerAct.SILENCE,)
    for act, least in pack.settings.base.buyer.items():
        points[act] = points.get(act, 0.0) + least
    order = list(BuyerAct)
    ranked = sorted(points.items(), key=lambda one: (-one[1], order.index(one[0])))
    if not ranked:
        return (BuyerAct.FACT,)
    return tuple(act for act, more in ranked if more * 2 >= ranked[0][1])


def folded(text: str, ear: Ear, lang: Language | None = None) -> str:
    """A text as the ear compares it: for Context.asked."""
    return _key(ear.pack(lang, text), text)


def _key(pack: Pack, text: str) -> str:
    units = pack.vocabulary.fold(text)
    return "".join(
        text[start:end].lower() if code >= UNKNOWN else code
        for code, start, end in zip(units.codes, units.starts, units.ends, strict=True)
        if code.isalnum() or code >= UNKNOWN
    )


def surroundings(
    text: str, pack: Pack, context: Context, overlay: Overlay | None = None
) -> Surroundings:
    """What a pack's rules may ask of a turn's surroundings; an unheard buyer's line is heard."""

    def listen() -> frozenset[BuyerAct]:
        if context.buyer_said and not context.buyer_acts:
            return _acts_heard(context.buyer_said, pack)
        return frozenset(context.buyer_acts)

    return Surroundings(context, overlay, text, listen)


@lru_cache(maxsize=4096)
def _acts_heard(said: str, pack: Pack) -> frozenset[BuyerAct]:
    """A buyer's line is heard once, however many trainees answer it."""
    return frozenset(hear_buyer(said, Ear({pack.language: pack}), pack.language))


def _foreign(stretch: str, ear: Ear, language: Language) -> Language | None:
    """The other language that a stretch is wholly in, if any."""
    if ear.packs[language].letters.search(stretch):
        return None
    for other, pack in ear.packs.items():
        if other != language and len(pack.letters.findall(stretch)) > 1:
            return other
    return None


def _heard_abroad(
    text: str, start: int, end: int, ear: Ear, language: Language, context: Context
) -> tuple[Clause, ...]:
    pack = ear.packs[language]
    part = text[start:end]
    around = surroundings(part, pack, context)
    hearing = Hearing(pack, pack.vocabulary.fold(part), around)
    return tuple(_shifted(_clause(hearing, one), start) for one in cut(hearing))


def _shifted(clause: Clause, by: int) -> Clause:
    return replace(
        clause,
        start=clause.start + by,
        end=clause.end + by,
        evidence=tuple(_moved(one, by) for one in clause.evidence),
        faults=tuple(FaultMark(one.fault, _moved(one.evidence, by)) for one in clause.faults),
    )


def _moved(evidence: Evidence, by: int) -> Evidence:
    return replace(evidence, start=evidence.start + by, end=evidence.end + by)


def _clause(hearing: Hearing, weighing: Weighing) -> Clause:
    units, around = hearing.units, hearing.around
    move, points = weighing.best
    second, rest = weighing.second(move)
    settings = hearing.pack.settings
    curve = settings.calibration
    chance = confidence(points - rest, curve.slope, curve.intercept)
    variants: dict[str, tuple[float, float]] = {}
    evidence: list[Evidence] = []
    faults: list[FaultMark] = []
    probe = False
    for spoken in weighing.spoken:
        rule = spoken.rule
        first, last = unmarked(units.codes, spoken.start, spoken.end)
        where = evidence_of(rule, units.starts[first], units.ends[last - 1])
        if rule.fault is not None:
            if not rule.beside or move in rule.beside:
                faults.append(FaultMark(rule.fault, where))
            continue
        probes = rule.probe and move is (around.context.last_question or rule.move)
        if rule.move is move or probes:
            evidence.append(where)
            probe = probe or probes
            if rule.variant and rule.move is move:
                total, top = variants.get(rule.variant, (0.0, 0.0))
                variants[rule.variant] = total + rule.weight, max(top, rule.weight)
    # Two reasons that rules give are enough to read; words that lean are told where they lack.
    if len(evidence) < ENOUGH_REASONS:
        evidence.extend([*leaning(hearing, weighing.heard, move, second, evidence)])
    variant = max(variants, key=variants.__getitem__) if variants else None
    if chance < settings.floor:
        move, variant, second = Move.ABSTAIN, None, move
    start, end = units.starts[weighing.start], units.ends[weighing.end - 1]
    return Clause(
        text=around.text[start:end],
        start=start,
        end=end,
        move=move,
        confidence=chance,
        form=weighing.form,
        variant=variant,
        runner_up=second,
        tipping=tipping(hearing.pack, move, second, chance),
        probe=probe,
        evidence=tuple(evidence),
        faults=_each_once(faults),
        topics=hearing.topics(weighing.heard),
    )


def _each_once(faults: Sequence[FaultMark]) -> tuple[FaultMark, ...]:
    return tuple({mark.fault: mark for mark in reversed(faults)}.values())[::-1]
