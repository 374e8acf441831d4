"""What a pack claims of itself, checked: every rule's hits and misses, every corpus line."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.language.classify import Ear, classify, hear_buyer
from app.language.clauses import segments
from app.language.pack import Pack, Rule
from app.language.source import CorpusSource, RuleSource
from app.language.surroundings import NOWHERE
from app.language.weigh import Hearing
from app.notation import Units
from app.reading import Context, Reading
from app.vocabulary import Wording, split_label


@dataclass(frozen=True, slots=True)
class Claim:
    """One line and what the pack says of it; `path` leads to it inside its file."""

    kind: str
    """hit, miss or corpus."""
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
            yield Claim("corpus", f"{file}:{at}", file, (at,), entry.text, entry=entry)
        for number, line in enumerate(entry.says):
            yield Claim("corpus", f"{file}:{at}", file, (at, "says", number), line, entry=entry)


def fault_of(claim: Claim, pack: Pack, ear: Ear) -> Wording | None:
    """What is wrong with a claim; None when it holds."""
    if claim.rule is not None:
        return _fault_of_rule(claim, claim.rule, pack)
    assert claim.entry is not None
    return _fault_of_entry(claim.line, claim.entry, pack, ear)


def context_of(entry: CorpusSource) -> Context:
    """The surroundings that a corpus entry gives its lines."""
    return Context(buyer_said=entry.buyer, buyer_acts=entry.acts, last_question=entry.last_question)


def speaks(pack: Pack, rule: Rule, units: Units, start: int, end: int) -> bool:
    """Whether a rule's words and form are there, whatever it asks of the surroundings."""
    hearing = Hearing(pack, units, NOWHERE)
    heard = hearing.part(start, end)
    return (
        (rule.form is None or rule.form is hearing.form_of(heard))
        and rule.low <= heard.length <= rule.high
        and any(map(heard.matches, rule.nodes))
        and not any(map(heard.matches, rule.unless))
    )


def _rule_claims(rule: Rule, source: RuleSource) -> Iterator[Claim]:
    file, at = rule.place
    for kind, lines in (("hit", source.hit), ("miss", source.miss)):
        for number, line in enumerate(lines):
            yield Claim(kind, rule.id, file, (at, kind, number), line, rule=rule)


def _fault_of_rule(claim: Claim, rule: Rule, pack: Pack) -> Wording | None:
    units = pack.vocabulary.fold(claim.line)
    parts = [(one.start, one.end) for one in segments(Hearing(pack, units, NOWHERE))]
    spoke = any(
        speaks(pack, rule, units, start, end) for start, end in (*parts, (0, len(units.codes)))
    )
    if claim.kind == "hit" and not spoke:
        return Wording(zh="规则没有听出它该听出的这句", en="the rule does not hear its own hit")
    if claim.kind == "miss" and spoke:
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
