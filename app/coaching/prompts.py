"""Everything the coach says: templates with a sample and what they give, compiled once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.findings import Finding, Place
from app.vocabulary import Language, Wording

STOCK_FILE = "buyer.yaml"
"""The buyer's stock lines lie beside the coach's prompts but have a form of their own."""

UNPROVEN, UNTRANSLATED = "P004", "P005"
"""The codes of a sample that gives something else, and of a text missing in one language."""

_FIELDS = frozenset({"id", "text", "sample", "gives"})
_PLACEHOLDER = re.compile(r"\{[{%]")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One text of the coach's; a text without placeholders is its own proof."""

    id: str
    text: str
    template: Template | None
    sample: Mapping[str, Any]
    gives: str
    place: Place
    needs: frozenset[str] = frozenset()
    """The names the text asks for."""

    def render(self, values: Mapping[str, Any]) -> str:
        """The text with `values` filled in; raises `jinja2.TemplateError` where one is missing."""
        return self.template.render(values).strip() if self.template else self.text


@dataclass(frozen=True, slots=True)
class Prompts:
    """Every text in every language."""

    texts: Mapping[Language, Mapping[str, Prompt]]

    def say(self, prompt: str, language: Language, /, **values: Any) -> str:
        """The text `prompt` in `language`; an unknown prompt gives an empty text."""
        found = self.texts.get(language, {}).get(prompt)
        return found.render(values) if found else ""

    def needs(self, prompt: str, language: Language) -> frozenset[str]:
        """The names that a text asks for."""
        found = self.texts.get(language, {}).get(prompt)
        return found.needs if found else frozenset()

    def has(self, prompt: str, language: Language) -> bool:
        """Whether there is such a text."""
        return prompt in self.texts.get(language, {})


def parse_prompts(files: Mapping[str, str]) -> tuple[Prompts, list[Finding]]:
    """Read prompt files, keyed by a path that ends in `LANGUAGE/NAME.yaml`.

    A broken entry is left out and yields a finding; so does one whose sample does not give what it
    says, and one that another language has and this one lacks.
    """
    room = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
    )
    texts: dict[Language, dict[str, Prompt]] = {}
    findings: list[Finding] = []
    for file, source in sorted(files.items()):
        language, _, name = "/".join(file.split("/")[-2:]).partition("/")
        if name == STOCK_FILE:
            continue
        shelf = texts.setdefault(language, {})  # type: ignore[arg-type]
        for prompt in _read(file, source, room, findings):
            if prompt.id in shelf:
                findings.append(_finding("P003", prompt.place, prompt.id))
            shelf[prompt.id] = prompt
    findings += _unproven(texts)
    findings += _untranslated(texts)
    return Prompts(texts), findings


def _read(
    file: str, source: str, room: ImmutableSandboxedEnvironment, findings: list[Finding]
) -> list[Prompt]:
    try:
        root = yaml.compose(source, Loader=yaml.CSafeLoader)
        entries = yaml.load(source, Loader=yaml.CSafeLoader) or []
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        findings.append(_finding("P001", place, str(getattr(error, "problem", error))))
        return []
    marks = [node.start_mark.line + 1 for node in root.value] if root else []
    read = []
    for line, entry in zip(marks, entries, strict=True):
        place = Place(file, line, 1)
        if not isinstance(entry, dict) or not {"id", "text"} <= entry.keys() <= _FIELDS:
            findings.append(_finding("P002", place, str(entry)[:80]))
            continue
        text = str(entry["text"]).strip()
        try:
            template = room.from_string(text) if _PLACEHOLDER.search(text) else None
            needs = frozenset(meta.find_undeclared_variables(room.parse(text)))
        except TemplateError as error:
            findings.append(_finding("P001", place, f"{entry['id']}: {error}"))
            continue
        gives = str(entry.get("gives", "" if template else text)).strip()
        read.append(
            Prompt(entry["id"], text, template, entry.get("sample") or {}, gives, place, needs)
        )
    return read


def _unproven(texts: Mapping[Language, Mapping[str, Prompt]]) -> list[Finding]:
    findings = []
    for shelf in texts.values():
        for prompt in shelf.values():
            try:
                given = prompt.render(prompt.sample)
            except TemplateError as error:
                given = f"({error})"
            if given != prompt.gives:
                findings.append(_finding(UNPROVEN, prompt.place, f"{prompt.id}: {given}"))
    return findings


def _untranslated(texts: Mapping[Language, Mapping[str, Prompt]]) -> list[Finding]:
    every = {prompt.id: prompt for shelf in texts.values() for prompt in shelf.values()}
    return [
        _finding(UNTRANSLATED, prompt.place, f"{name} ({language})")
        for language, shelf in texts.items()
        for name, prompt in every.items()
        if name not in shelf
    ]


_SAYS: Mapping[str, tuple[Wording, Wording]] = {
    "P001": (
        Wording(zh="读不懂", en="cannot be read"),
        Wording(zh="检查缩进、引号与花括号。", en="Check indentation, quotes and braces."),
    ),
    "P002": (
        Wording(zh="每条只能有 id、text、sample、gives", en="an entry has id, text, sample, gives"),
        Wording(zh="补上缺的，去掉多的。", en="Add what is missing, drop what is more."),
    ),
    "P003": (
        Wording(zh="同一个 id 出现两次", en="the same id twice"),
        Wording(zh="改一个 id，或删去一条。", en="Rename one of them or drop it."),
    ),
    "P004": (
        Wording(zh="按样例填出来的和 gives 不一样", en="the sample gives something else"),
        Wording(zh="改 text、sample 或 gives。", en="Mend text, sample or gives."),
    ),
    "P005": (
        Wording(zh="另一种语言有、这里没有", en="missing in one language"),
        Wording(zh="用同一个 id 补上。", en="Add it under the same id."),
    ),
}


def _finding(code: str, place: Place, about: str) -> Finding:
    message, mend = _SAYS[code]
    return Finding(
        code, place, Wording(zh=f"{message.zh}：{about}", en=f"{message.en}: {about}"), mend
    )
