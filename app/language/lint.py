"""What is wrong with a pack beyond its being readable: proofs that fail, rules nobody needs.

L006 too few hits or misses, L008 a hit not heard, L009 a miss heard, L010 a corpus entry that
promises (fault, act, cut, a move after a question) not heard, L011 a rule without a corpus line,
L012 an id of another language, L013 a reason in one language only, L014 an unused class. A plain
corpus line that is misheard is a warning, L017; too many of them are an error, L018. L019 and L020
are in `gaps`.
"""

from collections.abc import Iterable

from app.findings import Finding, Place, Severity
from app.language import document
from app.language.classify import Ear, classify, hear_buyer
from app.language.gaps import gaps
from app.language.loading import LEXICON, PACK
from app.language.pack import Pack
from app.language.proof import (
    CORPUS,
    ENOUGH_HEARD,
    HIT,
    LINE,
    MISS,
    Claim,
    claims,
    context_of,
    fault_of,
)
from app.notation import parse
from app.vocabulary import Wording

ENOUGH = 2
"""So many hits, and so many near misses, every rule must show."""
_CODES = {HIT: "L008", MISS: "L009", CORPUS: "L010", LINE: "L017"}
_FREE = frozenset(("product", "rival", "number"))


def lint_pack(pack: Pack, ear: Ear | None = None) -> list[Finding]:
    """Every finding about a compiled pack, in the order of its files' names and lines."""
    ear = ear or Ear({pack.language: pack})
    found = [*_thin_proofs(pack), *_failed(pack, ear), *_twice(pack)]
    found += [*_idle_rules(pack, ear), *_idle_classes(pack)]
    found += [_finding(pack, *gap) for gap in gaps(pack, ear)]
    return sorted(found, key=lambda finding: (finding.place, finding.code))


def _thin_proofs(pack: Pack) -> Iterable[Finding]:
    for rule, source in zip(pack.rules, pack.sources, strict=True):
        file, at = rule.place
        for kind, lines in ((HIT, source.hit), (MISS, source.miss)):
            if len(lines) < ENOUGH:
                yield _finding(
                    pack,
                    "L006",
                    file,
                    (at, kind),
                    Wording(
                        zh=f"{rule.id} 的 {kind} 只有 {len(lines)} 句，至少要 {ENOUGH} 句",
                        en=f"{rule.id} has {len(lines)} lines of {kind}, {ENOUGH} are needed",
                    ),
                    Wording(
                        zh="补上应命中的句子和相近但不该命中的句子。",
                        en="add lines it must hear, and near misses it must not",
                    ),
                )
        if not (source.why.zh and source.why.en):
            yield _finding(
                pack,
                "L013",
                file,
                (at, "why"),
                Wording(zh=f"{rule.id} 的理由缺一种语言", en=f"{rule.id}: why lacks a language"),
                Wording(zh="中英文都要写。", en="write it in zh and en"),
            )
        if not rule.id.startswith(f"{pack.language}-"):
            yield _finding(
                pack,
                "L012",
                file,
                (at, "id"),
                Wording(
                    zh=f"编号应以 {pack.language}- 开头",
                    en=f"an id here begins with {pack.language}-",
                ),
                Wording(),
            )


def _failed(pack: Pack, ear: Ear) -> Iterable[Finding]:
    lines = misheard = 0
    for claim in claims(pack):
        plain = claim.kind == LINE
        lines += plain
        fault = fault_of(claim, pack, ear)
        if fault is None:
            continue
        misheard += plain
        line = claim.line if len(claim.line) < 60 else claim.line[:57] + "…"
        yield _finding(
            pack,
            _CODES[claim.kind],
            claim.file,
            claim.path,
            Wording(zh=f"{claim.id}：{fault.zh}：{line}", en=f"{claim.id}: {fault.en}: {line}"),
            Wording(zh="改规则，或改这句例子。", en="mend the rule, or the example"),
            Severity.WARNING if plain else Severity.ERROR,
        )
    if lines - misheard < ENOUGH_HEARD * lines:
        yield _finding(
            pack,
            "L018",
            PACK,
            (),
            Wording(
                zh=f"{lines} 句语料里有 {misheard} 句没听准，至少要听准 {ENOUGH_HEARD:.0%}",
                en=f"{misheard} of {lines} plain corpus lines are misheard, "
                f"{ENOUGH_HEARD:.0%} must be heard",
            ),
            Wording(
                zh="看 L017 的各句：改规则，或重新拟合词的分数。",
                en="see the lines of L017: mend rules, or fit the words anew",
            ),
        )


def _twice(pack: Pack) -> Iterable[Finding]:
    for file, text in pack.files.items():
        for key, line, column in document.repeated_keys(text):
            yield Finding(
                "L007",
                Place(pack.folder + file, line, column),
                Wording(zh=f"键 {key} 写了两次", en=f"the key {key} is written twice"),
                Wording(zh="只有后一个生效：合并它们。", en="only the last one counts: merge them"),
            )


def _idle_rules(pack: Pack, ear: Ear) -> Iterable[Finding]:
    """Rules that no corpus line hears: nothing would notice if they went."""
    needed: set[str] = set()
    for claim in claims(pack):
        if claim.entry is not None:
            needed |= _rules_heard(claim, pack, ear)
    for rule in pack.rules:
        if rule.act is None and rule.id not in needed:
            file, at = rule.place
            yield _finding(
                pack,
                "L011",
                file,
                (at, "id"),
                Wording(
                    zh=f"没有一句语料用到 {rule.id}", en=f"no corpus line is heard by {rule.id}"
                ),
                Wording(
                    zh="为它写一句语料，或删去它。", en="write a corpus line for it, or drop it"
                ),
                Severity.WARNING,
            )


def _rules_heard(claim: Claim, pack: Pack, ear: Ear) -> set[str]:
    assert claim.entry is not None
    if claim.entry.act is not None:
        hear_buyer(claim.line, ear, pack.language)
        return set()
    reading = classify(claim.line, ear, pack.language, context_of(claim.entry))
    return {
        evidence.rule
        for clause in reading.clauses
        for evidence in (*clause.evidence, *(mark.evidence for mark in clause.faults))
    }


def _idle_classes(pack: Pack) -> Iterable[Finding]:
    """Word classes that no pattern names."""
    settings = pack.settings
    sources = [*settings.fillers]
    cutting, forms = settings.clauses, settings.forms
    for group in (cutting.connectives, cutting.starts, cutting.depends, cutting.tails):
        sources += group
    for group in (forms.question, forms.imperative, forms.not_question):
        sources += group
    for rule in pack.sources:
        sources += [*rule.any, *rule.unless]
    for members in pack.lexicon.values():
        sources += members
    named = {name for source in sources for name in parse(source).classes}
    for name in pack.lexicon:
        if name not in named and name not in _FREE:
            yield _finding(
                pack,
                "L014",
                LEXICON,
                (name,),
                Wording(zh=f"没有规则用到词类 {{{name}}}", en=f"no rule uses the class {{{name}}}"),
                Wording(zh="用上它，或删去它。", en="use it, or drop it"),
                Severity.WARNING,
            )


def _finding(
    pack: Pack,
    code: str,
    file: str,
    path: tuple[str | int, ...],
    message: Wording,
    mend: Wording,
    severity: Severity = Severity.ERROR,
) -> Finding:
    text = pack.files.get(file, "")
    line, column = document.locate(text, path) if text else (0, 0)
    where = ".".join(map(str, path))
    return Finding(code, Place(pack.folder + file, line, column), message, mend, severity, where)
