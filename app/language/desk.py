"""The files of a pack as they are read: their values, and what was found wanting so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.findings import Finding, Place, Severity
from app.language import document
from app.notation import Pattern, PatternError, parse
from app.vocabulary import Wording

Model = TypeVar("Model", bound=BaseModel)


@dataclass(slots=True)
class Desk:
    """The files being read and the findings so far."""

    files: Mapping[str, str]
    folder: str
    findings: list[Finding] = field(default_factory=list)

    def report(
        self,
        code: str,
        file: str,
        path: document.Path,
        zh: str,
        en: str,
        mend: Wording | None = None,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a finding at a place inside a file."""
        line, column = document.locate(self.files[file], path) if file in self.files else (0, 0)
        self.findings.append(
            Finding(
                code,
                Place(self.folder + file, line, column),
                Wording(zh=zh, en=en),
                mend or Wording(),
                severity,
                ".".join(map(str, path)),
            )
        )

    def read(self, file: str) -> Any:
        """A file's values; None when it cannot be read."""
        try:
            return document.read(self.files[file])
        except document.Unreadable as error:
            self.findings.append(
                Finding(
                    "L001",
                    Place(self.folder + file, error.line, error.column),
                    Wording(
                        zh=f"不是可读的 YAML：{error.message}",
                        en=f"cannot be read as YAML: {error.message}",
                    ),
                    Wording(zh="检查缩进、引号和冒号。", en="check indentation, quotes and colons"),
                )
            )
            return None

    def check(
        self, model: type[Model], value: object, file: str, path: document.Path
    ) -> Model | None:
        """The value as a model; None, with findings, when it does not fit."""
        try:
            return model.model_validate(value)
        except ValidationError as error:
            for one in error.errors():
                where = [*path, *one["loc"]]
                self.report(
                    "L002",
                    file,
                    where,
                    f"{_shown(one['loc'])}：{one['msg']}",
                    f"{_shown(one['loc'])}: {one['msg']}",
                )
            return None

    def pattern(
        self, source: str, known: frozenset[str], file: str, path: document.Path
    ) -> Pattern | None:
        """The pattern; None, with a finding, when it cannot be read or names an unknown class."""
        try:
            read = parse(source)
        except PatternError as error:
            self.report(
                "L003",
                file,
                path,
                f"规则写法有误：{source!r} 第 {error.column} 个字符：{error.message}",
                f"pattern cannot be read: {source!r} at character {error.column}: {error.message}",
            )
            return None
        unknown = sorted(read.classes - known)
        for name in unknown:
            self.report(
                "L004",
                file,
                path,
                f"词类 {{{name}}} 不存在",
                f"there is no class {{{name}}}",
                Wording(zh="在 lexicon.yaml 里加上它。", en="add it to lexicon.yaml"),
            )
        return None if unknown else read


def _shown(loc: tuple[int | str, ...]) -> str:
    return ".".join(map(str, loc)) or "entry"
