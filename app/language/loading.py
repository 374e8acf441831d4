"""From the files of a pack, as texts, to the compiled pack and what was found wanting."""

from collections.abc import Mapping
from hashlib import sha256

from app.findings import Finding, Place
from app.language.compiling import compile_pack
from app.language.desk import Desk, Model
from app.language.leanings import Row, read_rows
from app.language.pack import Pack
from app.language.source import CorpusSource, LeaningSource, PackSource, RuleSource, TippingSource
from app.notation import PatternError, parse
from app.notation.classes import cycle
from app.vocabulary import Language, Move, Wording

PACK = "pack.yaml"
LEXICON = "lexicon.yaml"
LEANINGS, LEANING = "leanings.tsv", "leanings.yaml"
TIPPING = "tipping.yaml"
BUILT_IN = frozenset(("number", "product", "rival"))


def parse_pack(
    files: Mapping[str, str],
    language: Language,
    script: Mapping[str, str] | None = None,
    folder: str = "",
    *,
    proof: bool = True,
) -> tuple[Pack | None, list[Finding]]:
    """Compile a pack from its files (path inside the pack's folder → text).

    `script` maps single characters to the script the pack is written in. What is broken is reported
    and left out; None only when `pack.yaml` itself, or the word classes, cannot be used. Without
    `proof` the corpus is not read: it is for checking a pack, not for hearing with it.
    """
    desk = Desk(files, folder)
    settings = _settings(desk, language)
    lexicon = _lexicon(desk)
    if settings is None or lexicon is None:
        return None, desk.findings
    known = frozenset(lexicon)
    rules: list[tuple[str, int, RuleSource]] = []
    seen: dict[str, str] = {}
    for file in sorted(name for name in files if name.startswith("rules/")):
        for at, rule in _entries(desk, RuleSource, file):
            if rule.id in seen:
                desk.report(
                    "L007",
                    file,
                    [at, "id"],
                    f"编号 {rule.id} 与 {seen[rule.id]} 重复",
                    f"the id {rule.id} is taken in {seen[rule.id]}",
                )
            seen.setdefault(rule.id, file)
            good = [
                desk.pattern(source, known, file, [at, key, number]) is not None
                for key in ("any", "unless")
                for number, source in enumerate(getattr(rule, key))
            ]
            if all(good):
                rules.append((file, at, rule))
    corpus = _corpus(desk) if proof else []
    digest = sha256("\0".join(f"{name}\0{files[name]}" for name in sorted(files)).encode())
    try:
        pack = compile_pack(
            settings,
            {name: [parse(one) for one in sources] for name, sources in lexicon.items()},
            rules,
            corpus,
            script or {},
            _leanings(desk),
            leaning=_leaning(desk),
            tips=_tips(desk),
            digest=digest.hexdigest(),
            files=files,
            folder=folder,
        )
    except PatternError as error:
        desk.report("L003", PACK, [], f"规则写法有误：{error.message}", f"{error.message}")
        return None, desk.findings
    return pack, desk.findings


def parse_corpus(files: Mapping[str, str]) -> list[CorpusSource]:
    """The corpus of a pack by itself, from the pack's files; broken entries are left out."""
    return [entry for _, _, entry in _corpus(Desk(files, ""))]


def _corpus(desk: Desk) -> list[tuple[str, int, CorpusSource]]:
    return [
        (file, at, entry)
        for file in sorted(name for name in desk.files if name.startswith("corpus/"))
        for at, entry in _entries(desk, CorpusSource, file)
    ]


def _settings(desk: Desk, language: Language) -> PackSource | None:
    if PACK not in desk.files:
        desk.report("L015", PACK, [], "缺少 pack.yaml", "pack.yaml is missing")
        return None
    settings = desk.check(PackSource, desk.read(PACK), PACK, [])
    if settings and settings.language != language:
        desk.report(
            "L012",
            PACK,
            ["language"],
            f"这里应是 {language}",
            f"this folder is for {language}",
        )
    return settings


def _lexicon(desk: Desk) -> dict[str, tuple[str, ...]] | None:
    """The word classes, the built-in ones included; broken members are left out."""
    raw = desk.read(LEXICON) if LEXICON in desk.files else {}
    if not isinstance(raw, dict):
        desk.report(
            "L002", LEXICON, [], "应是词类到词表的映射", "classes with their members expected"
        )
        return None
    known = frozenset(map(str, raw)) | BUILT_IN
    lexicon: dict[str, tuple[str, ...]] = {name: () for name in BUILT_IN if name != "number"}
    for name, members in raw.items():
        if not isinstance(members, list):
            desk.report("L002", LEXICON, [name], f"{name}：应是列表", f"{name}: a list expected")
            members = []
        lexicon[str(name)] = tuple(
            str(one)
            for at, one in enumerate(members)
            if desk.pattern(str(one), known, LEXICON, [name, at]) is not None
        )
    uses = {
        name: frozenset(used for one in sources for used in parse(one).classes)
        for name, sources in lexicon.items()
    }
    if circle := cycle(uses):
        shown = " → ".join(circle)
        desk.report(
            "L005",
            LEXICON,
            [circle[0]],
            f"词类互相包含：{shown}",
            f"classes within themselves: {shown}",
        )
        return None
    return lexicon | {"number": ()}


def _leanings(desk: Desk) -> list[Row]:
    """The rows of fitted words; a line that cannot be read is reported and left out."""
    rows: list[Row] = []
    for one in read_rows(desk.files.get(LEANINGS, "")):
        if isinstance(one, Row):
            rows.append(one)
            continue
        desk.findings.append(
            Finding(
                "L016",
                Place(desk.folder + LEANINGS, one, 1),
                Wording(
                    zh="应是：词、制表符、成对的动作与分数",
                    en="expected: words, a tab, then pairs of a move and its points",
                ),
                Wording(zh="例：多久一次⇥problem 0.8", en="for example: how often⇥problem 0.8"),
            )
        )
    return rows


def _leaning(desk: Desk) -> dict[Move, Wording]:
    """Why words lean toward each move."""
    if LEANING not in desk.files:
        return {}
    source = desk.check(LeaningSource, desk.read(LEANING), LEANING, [])
    return dict(source.root) if source else {}


def _tips(desk: Desk) -> list[TippingSource]:
    """What would tip a clause to each move."""
    if TIPPING not in desk.files:
        return []
    return [tip for _, tip in _entries(desk, TippingSource, TIPPING)]


def _entries(desk: Desk, model: type[Model], file: str) -> list[tuple[int, Model]]:
    raw = desk.read(file)
    if raw is None:
        return []
    if not isinstance(raw, list):
        desk.report("L002", file, [], "应是列表", "a list expected")
        return []
    checked = ((at, desk.check(model, one, file, [at])) for at, one in enumerate(raw))
    return [(at, one) for at, one in checked if one is not None]
