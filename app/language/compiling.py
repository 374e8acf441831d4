"""Compiling a checked pack: one vocabulary, its rules as nodes, and what wakes each of them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app.language.inflection import make_inflect, uninflected
from app.language.leanings import Row, compile_leanings, settle
from app.language.pack import Clauses, Cue, Pack, Rule, When
from app.language.source import (
    CorpusSource,
    PackSource,
    RuleSource,
    TippingSource,
    WhenSource,
)
from app.notation import (
    Folding,
    Pattern,
    Root,
    Vocabulary,
    compile_vocabulary,
    make_folding,
    parse,
)
from app.notation.fold import UNKNOWN
from app.vocabulary import Form, Move, Wording, split_label

_SCRIPTS = {"han": "[\u3400-\u9fff\uf900-\ufaff]", "latin": "[A-Za-z\u00c0-\u024f]+"}
_SAMPLE = 400
"""Lines of the pack's own proof from which the frequency of its words is taken."""


class _Gathered:
    """Patterns in the order they were asked for; afterwards their nodes in the same order."""

    def __init__(self) -> None:
        self.patterns: list[Pattern] = []
        self.nodes: tuple[Root, ...] = ()

    def add(self, sources: Iterable[str]) -> slice:
        first = len(self.patterns)
        self.patterns.extend(map(parse, sources))
        return slice(first, len(self.patterns))


def compile_pack(
    settings: PackSource,
    lexicon: Mapping[str, Sequence[Pattern]],
    rules: Sequence[tuple[str, int, RuleSource]],
    corpus: Sequence[tuple[str, int, CorpusSource]],
    script: Mapping[str, str],
    leanings: Sequence[Row] = (),
    *,
    leaning: Mapping[Move, Wording],
    tips: Sequence[TippingSource] = (),
    digest: str,
    files: Mapping[str, str],
    folder: str,
) -> Pack:
    """The compiled pack; raises PatternError when a pattern of the settings cannot be used."""
    folding = make_folding(script, {**settings.fold_phrases, **settings.typos})
    inflect = make_inflect(settings.inflect.irregular) if settings.inflect else uninflected
    gathered = _Gathered()
    cutting = settings.clauses
    cues = [
        (cue, gathered.add(sources))
        for cue, sources in (
            (Cue.CONNECTIVE, cutting.connectives),
            (Cue.START, cutting.starts),
            (Cue.DEPENDS, cutting.depends),
            (Cue.TAIL, cutting.tails),
        )
    ]
    forms = [
        (form, gathered.add(sources))
        for form, sources in (
            (Form.STATEMENT, settings.forms.not_question),
            (Form.QUESTION, settings.forms.question),
            (Form.IMPERATIVE, settings.forms.imperative),
        )
    ]
    parts = [(gathered.add(rule.any), gathered.add(rule.unless)) for _, _, rule in rules]
    leans = compile_leanings(leanings, folding)
    vocabulary, gathered.nodes = compile_vocabulary(
        folding,
        {name: members for name, members in lexicon.items() if name != "number"},
        gathered.patterns,
        inflect=inflect,
        gap=settings.gap,
        numerals=settings.numerals,
        fillers=tuple(map(parse, settings.fillers)),
        sample=_sample(rules, corpus),
    )
    compiled = tuple(
        _compile_rule(rule, (file, at), gathered.nodes[spoken], gathered.nodes[silencing])
        for (file, at, rule), (spoken, silencing) in zip(rules, parts, strict=True)
    )
    patterns = tuple((at, node) for at, rule in enumerate(compiled) for node in rule.nodes)
    shapes = tuple((form, node) for form, cut in forms for node in gathered.nodes[cut])
    own = settings.letters or ("latin" if settings.word_boundaries else "han")
    return Pack(
        language=settings.language,
        settings=settings,
        letters=re.compile(_SCRIPTS[own]),
        vocabulary=vocabulary,
        clauses=_clauses(
            settings,
            vocabulary,
            tuple((cue, node) for cue, part in cues for node in gathered.nodes[part]),
        ),
        forms=shapes,
        formed=vocabulary.wakes((at, node) for at, (_, node) in enumerate(shapes)),
        rules=compiled,
        said=vocabulary.wakes(
            (at, node) for at, (rule, node) in enumerate(patterns) if compiled[rule].act is None
        ),
        acted=vocabulary.wakes(
            (at, node) for at, (rule, node) in enumerate(patterns) if compiled[rule].act is not None
        ),
        patterns=patterns,
        stop=frozenset(_stop(folding, settings.stop)),
        leanings=settle(leans, vocabulary),
        leaning=leaning,
        tipping={(heard, tip.to): tip.says for tip in tips for heard in tip.heard or (None,)},
        tips=tuple(tips),
        sources=tuple(rule for _, _, rule in rules),
        lexicon={name: tuple(one.source for one in members) for name, members in lexicon.items()},
        corpus=tuple(corpus),
        digest=digest,
        files=files,
        folder=folder,
    )


def _compile_rule(
    rule: RuleSource, place: tuple[str, int], nodes: tuple[Root, ...], unless: tuple[Root, ...]
) -> Rule:
    move, variant = split_label(rule.move) if rule.move else (None, None)
    return Rule(
        id=rule.id,
        move=move,
        variant=variant,
        fault=rule.fault,
        act=rule.act,
        form=None if rule.form == "any" else rule.form,
        weight=rule.weight,
        nodes=nodes,
        unless=unless,
        against=tuple(rule.against.items()),
        when=_when(rule.when) if rule.when else None,
        probe=rule.probe,
        beside=frozenset(rule.beside),
        low=rule.min or 0,
        high=rule.max or 10**6,
        why=rule.why,
        place=place,
    )


def _stop(folding: Folding, words: Iterable[str]) -> Iterator[str]:
    """Characters as they fold; words as they are typed, in lower case."""
    for word in words:
        codes = folding.fold(word).codes
        yield word.lower() if codes[:1] >= UNKNOWN else codes


def _when(when: WhenSource) -> When:
    return When(
        buyer=frozenset(when.buyer),
        last_question=frozenset(when.last_question),
        topic=when.topic,
        need=when.need,
        echo=when.echo,
        after=frozenset(when.after),
    )


def _clauses(
    settings: PackSource, vocabulary: Vocabulary, cues: tuple[tuple[Cue, Root], ...]
) -> Clauses:
    cutting = settings.clauses
    fold = vocabulary.folding.fold
    ends = frozenset("".join(fold(mark).codes for mark in cutting.ends))
    soft = frozenset("".join(fold(mark).codes for mark in cutting.soft))
    marks = "".join(map(re.escape, sorted(ends | soft)))
    return Clauses(
        marks=re.compile(f"[{marks}]+"),
        ends=ends,
        keep=frozenset(fold(word).codes[-1] for word in cutting.keep),
        binders=frozenset(fold(word).codes[-1] for word in cutting.binders),
        cues=cues,
        wakes=vocabulary.wakes((at, node) for at, (_, node) in enumerate(cues)),
        short=cutting.short,
        costs=cutting.costs,
    )


def _lines(
    rules: Sequence[tuple[str, int, RuleSource]], corpus: Sequence[tuple[str, int, CorpusSource]]
) -> Iterator[str]:
    for _, _, entry in corpus:
        yield from entry.says
    for _, _, rule in rules:
        yield from rule.hit
        yield from rule.miss


def _sample(
    rules: Sequence[tuple[str, int, RuleSource]], corpus: Sequence[tuple[str, int, CorpusSource]]
) -> list[str]:
    """Lines of the pack's own proof that show which of its words are common."""
    every = list(_lines(rules, corpus))
    return every[:: max(1, len(every) // _SAMPLE)]
