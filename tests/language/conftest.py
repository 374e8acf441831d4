"""A tiny pack, written out, so that these tests say what the engine does and not what we sell."""

from collections.abc import Callable

import pytest

from app.language import Ear, Pack, parse_pack
from app.packs import load_ear, script_table

PACK = """
language: zh
gap: 6
letters: han
numerals: [一, 二, 三]
fillers: [那, 嗯]
clauses:
  ends: "。？！!?"
  soft: "，,；"
  short: 2
  connectives: [不过, 所以]
  depends: [如果, 要是, 因为]
  tails: ["(对吧|是吧) $"]
  starts: [顺便]
  binders: [要]
forms:
  question: ["(吗|什么|多少) ...", "有没有"]
  not_question: [没什么]
  imperative: ["^ 请"]
typos: {满义: 满意}
fold_phrases: {瞭解: 了解, 著: 着}
base: {question: {situation: 1}, statement: {other: 0.5}, imperative: {other: 0.5}}
"""
LEXICON = """
trouble: [麻烦, 坏, 担心]
result: [影响, 损失]
product: []
gain: ["省 ... {number}", 好处]
"""
RULES = """
- id: zh-problem
  move: problem
  form: question
  weight: 3
  any: ["{trouble}", 满意]
  why: {zh: 问难处, en: asks for trouble}
  hit: [麻烦吗？, 满意吗]
  miss: [麻烦。, 几个？]
- id: zh-implication
  move: implication
  form: question
  weight: 4
  any: ["{result}"]
  against: {problem: 2}
  why: {zh: 问后果, en: asks for the consequence}
  hit: [影响什么？, 损失多少]
  miss: [影响。, 麻烦吗]
- id: zh-benefit
  move: benefit
  any: ["您 ... {gain}"]
  unless: ["{trouble}"]
  why: {zh: 说到对方的好处, en: says what they gain}
  hit: [您能省三成, 您有好处]
  miss: [能省三成, 您担心省三成]
- id: zh-acknowledge
  move: acknowledge
  any: ["^ (理解|明白)"]
  max: 6
  why: {zh: 接住了, en: takes it up}
  hit: [理解您, 明白]
  miss: [我理解, 理解您但是也请您理解]
- id: zh-probe
  move: problem
  form: question
  probe: true
  any: ["^ 比如 ?"]
  why: {zh: 追问, en: a follow-up}
  hit: [比如？, 比如?]
  miss: [比如它？, 比如]
- id: zh-answer
  move: handle_objection
  any: ["{product}", 其实]
  when: {buyer: objection}
  weight: 5
  why: {zh: 回应异议, en: answers the objection}
  hit: [其实, 其实吧]
  miss: [不, 是]
- id: zh-echo
  move: acknowledge
  any: ["您说"]
  when: {echo: true}
  why: {zh: 复述, en: restates}
  hit: [您说, 您说呢]
  miss: [说, 您]
- id: zh-close-sign
  move: close:sign
  any: [签]
  why: {zh: 请签字, en: asks for a signature}
  hit: [签, 签吧]
  miss: [笔, 写]
- id: zh-close-hurry
  move: close:scarcity
  weight: 4
  any: [最后 ... 台]
  why: {zh: 说快没了, en: says it will be gone}
  hit: [最后一台, 最后 2 台]
  miss: [一台, 最后]
- id: zh-jargon
  fault: jargon
  any: [KPI]
  beside: [benefit, other]
  why: {zh: 术语, en: a term of trade}
  hit: [KPI, kpi]
  miss: [kpis, 指标]
- id: zh-act-trouble
  act: implied_need
  any: ["{trouble}"]
  why: {zh: 说出难处, en: states a trouble}
  hit: [很麻烦, 坏了]
  miss: [很好, 不]
- id: zh-act-objection
  act: objection
  any: [太贵]
  weight: 4
  why: {zh: 异议, en: an objection}
  hit: [太贵, 太贵了]
  miss: [贵, 便宜]
"""
CORPUS = """
- {move: problem, says: [麻烦吗？]}
- {move: handle_objection, buyer: 太贵了, says: [其实不贵]}
- text: "理解您，所以您能省三成"
  clauses: [[理解您, acknowledge], [所以您能省三成, benefit]]
"""
FILES = {
    "pack.yaml": PACK,
    "lexicon.yaml": LEXICON,
    "rules/all.yaml": RULES,
    "corpus/all.yaml": CORPUS,
}

Changed = Callable[..., tuple[Pack | None, list[str]]]


@pytest.fixture(scope="session")
def pack() -> Pack:
    found, findings = parse_pack(FILES, "zh", script_table())
    assert findings == []
    assert found is not None
    return found


@pytest.fixture(scope="session")
def ear(pack: Pack) -> Ear:
    return Ear({"zh": pack})


@pytest.fixture(scope="session")
def both() -> Ear:
    """The ear with the product's own packs."""
    return load_ear()[0]


@pytest.fixture(scope="session")
def files() -> dict[str, str]:
    return dict(FILES)
