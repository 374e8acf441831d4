"""What a pack claims of itself, checked: every rule's hits and misses, every corpus line.

Most claims are promises: a hit, a miss, a fault, a buyer's act, a cut, a move that hangs on the
question before. A plain line with its move is a sample instead: fitted words weigh in on it, and
each fit hears a few such lines anew, so they are held as a share and not one by one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.language.classify import Ear, classify, hear_buyer
from app.language.clauses import segments
from app.language.pack import Pack, Rule
from app.language.source import CorpusSource, RuleSource
from app.language.surroundings import NOWHERE
from app.language.weigh import Hearing
from app.reading import Context, Reading
from app.vocabulary import Wording, split_label

HIT, MISS, CORPUS, LINE = "hit", "miss", "corpus", "line"
"""The kinds of claim; a line is a sample, the others are promises."""
ENOUGH_HEARD = 0.97
"""The share of a pack's plain lines that must be heard as labelled."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One line and what the pack says of it; `path` leads to it inside its file."""

    kind: str
    """HIT, MISS, CORPUS or LINE."""
    id: str
    file: str
    path: tuple[str | int, ...]
    line: str
    rule: Rule | None = None
    entry: CorpusSource | None = None


def claims(pack: Pack) -> Iterator[Claim]:
    """Everything the pack claims, in the order of its files."""
    for rule, source in zip(pack.rules, pack.sources, strict=True):
        yield from _rule_claims(rule, source)
    for file, at, entry in pack.corpus:
        if entry.clauses:
            yield Claim(CORPUS, f"{file}:{at}", file, (at,), entry.text, entry=entry)
        kind = LINE if entry.move is not None and entry.last_question is None else CORPUS
        for number, line in enumerate(entry.says):
            yield Claim(kind, f"{file}:{at}", file, (at, "says", number), line, entry=entry)


def fault_of(claim: Claim, pack: Pack, ear: Ear) -> Wording | None:
    """What is wrong with a claim; None when it holds."""
    if claim.rule is not None:
        return _fault_of_rule(claim, claim.rule, pack)
    assert claim.entry is not None
    return _fault_of_entry(claim.line, claim.entry, pack, ear)


def context_of(entry: CorpusSource) -> Context:
    """The surroundings that a corpus entry gives its lines."""
    return Context(buyer_said=entry.buyer, buyer_acts=entry.acts, last_question=entry.last_question)


def speaks(pack: Pack, rule: Rule, line: str) -> bool:
    """Whether a pack's rule speaks in a line or a part of it, whatever surroundings it asks for.

    It is heard as any turn is, so that a rule which is there but is never woken does not count.
    """
    at = next((at for at, one in enumerate(pack.rules) if one.place == rule.place), None)
    if at is None:
        return False
    rules = (*pack.rules[:at], replace(pack.rules[at], when=None), *pack.rules[at + 1 :])
    eager = replace(pack, rules=rules)
    units = pack.vocabulary.fold(line)
    hearing = Hearing(eager, units, NOWHERE, pack.acted if rule.act else None)
    parts = [(one.start, one.end) for one in segments(hearing)]
    return any(
        said.rule is rules[at]
        for start, end in dict.fromkeys((*parts, (0, len(units.codes))))
        for said in hearing.weigh(hearing.part(start, end)).spoken
    )


def _rule_claims(rule: Rule, source: RuleSource) -> Iterator[Claim]:
    file, at = rule.place
    for kind, lines in ((HIT, source.hit), (MISS, source.miss)):
        for number, line in enumerate(lines):
            yield Claim(kind, rule.id, file, (at, kind, number), line, rule=rule)


def _fault_of_rule(claim: Claim, rule: Rule, pack: Pack) -> Wording | None:
    spoke = speaks(pack, rule, claim.line)
    if claim.kind == HIT and not spoke:
        return Wording(zh="规则没有听出它该听出的这句", en="the rule does not hear its own hit")
    if claim.kind == MISS and spoke:
        return Wording(zh="规则把这句近似句也算上了", en="the rule hears its own near miss")
    return None


def _fault_of_entry(line: str, entry: CorpusSource, pack: Pack, ear: Ear) -> Wording | None:
    if entry.act is not None:
        acts = hear_buyer(line, ear, pack.language)
        return None if entry.act in acts else _differs(str(entry.act), ", ".join(acts))
    reading = classify(line, ear, pack.language, context_of(entry))
    if entry.fault is not None:
        heard = ", ".join(reading.faults) or "-"
        return None if entry.fault in reading.faults else _differs(str(entry.fault), heard)
    if entry.clauses:
        return _fault_of_cut(reading, entry)
    assert entry.move is not None
    leading = reading.leading
    same = leading.label == entry.move or str(leading.move) == entry.move
    rules = ", ".join(one.rule for one in leading.evidence) or "-"
    return None if same else _differs(entry.move, f"{leading.label} ({rules})")


def _fault_of_cut(reading: Reading, entry: CorpusSource) -> Wording | None:
    heard = [(_bare(clause.text), clause.label) for clause in reading.clauses]
    asked = [(_bare(text), label) for text, label in entry.clauses]
    for (text, label), (other, said) in zip(asked, heard, strict=False):
        move, variant = split_label(label)
        if text != other:
            return _differs(text, other)
        if said != label and (variant or said.partition(":")[0] != str(move)):
            return _differs(f"{text} = {label}", said)
    if len(heard) != len(asked):
        return _differs(f"{len(asked)} clauses", f"{len(heard)} clauses")
    return None


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def _differs(asked: str, heard: str) -> Wording:
    return Wording(zh=f"应听出 {asked}，却听成 {heard}", en=f"should be {asked}, heard as {heard}")
