"""What pydantic says about a file, said to a trainer: where, what is wrong, how to mend it."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from pydantic_core import ErrorDetails

from app.findings import Finding
from app.scenario.script import schema
from app.scenario.source import Source
from app.vocabulary import VARIANTS, Move, Wording

_QUOTED = re.compile(r"'([^']*)'")
LABELS = (
    *map(str, Move),
    *(f"{move}:{name}" for move, names in VARIANTS.items() for name in names),
)


def meant(word: str, choices: Iterable[str]) -> Wording:
    """The mend for a word that is not known: the nearest that is, or the list of them."""
    known = sorted(set(choices))
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    if near:
        return Wording(zh=f"是不是想写 {near[0]}？", en=f"did you mean {near[0]!r}?")
    if not known:
        return Wording(zh="这里还没有定义任何名字", en="nothing of the kind is defined")
    listed = ", ".join(known[:30]) + (" …" if len(known) > 30 else "")
    return Wording(zh=f"可用的有：{listed}", en=f"there are: {listed}")


@cache
def _schema() -> dict[str, Any]:
    return schema()


def _within(part: Mapping[str, Any], step: str | int) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    for option in _options(part):
        if isinstance(step, int):
            found += [option["items"]] if isinstance(option.get("items"), dict) else []
        elif step in option.get("properties", {}):
            found.append(option["properties"][step])
        elif isinstance(option.get("additionalProperties"), dict):
            found.append(option["additionalProperties"])
    return found


def _options(part: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if "$ref" in part:
        return _options(_schema()["$defs"][part["$ref"].rsplit("/", 1)[-1]])
    inner = part.get("anyOf") or part.get("allOf")
    return [option for each in inner for option in _options(each)] if inner else [part]


def fields_at(loc: Sequence[str | int]) -> set[str]:
    """The names of the fields that may stand at a place of a scenario file."""
    parts: list[Mapping[str, Any]] = [_schema()]
    for step in loc:
        deeper = [found for part in parts for found in _within(part, step)]
        parts = deeper or parts
    return {
        name for part in parts for option in _options(part) for name in option.get("properties", {})
    }


def complain(error: ErrorDetails, source: Source) -> Finding:
    """The finding S010-S015 for one of pydantic's errors."""
    loc, kind = error["loc"], error["type"]
    shown = repr(error.get("input"))[:60]
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        name = str(loc[-1])
        message = Wording(zh=f"没有 {name} 这个字段", en=f"there is no field {name!r} here")
        return source.finding("S010", loc, message, meant(name, fields_at(loc[:-1])), key=True)
    if kind == "missing":
        name = str(loc[-1])
        message = Wording(zh=f"缺少字段 {name}", en=f"the field {name!r} is missing")
        mend = Wording(zh=f"请补上 {name}:", en=f"add `{name}:`")
        return source.finding("S011", loc[:-1], message, mend, key=True)
    if kind in ("enum", "literal_error") or _is_label(error):
        expected = str((error.get("ctx") or {}).get("expected", ""))
        choices = LABELS if _is_label(error) else _QUOTED.findall(expected) or [expected]
        message = Wording(zh=f"不认识 {shown}", en=f"{shown} is not a word known here")
        return source.finding("S012", loc, message, meant(str(error.get("input")), choices))
    if kind == "string_pattern_mismatch":
        return source.finding("S013", loc, *_malformed(error, shown))
    if kind.endswith(("_type", "_parsing", "_from_float", "from_attributes")):
        return source.finding("S014", loc, *_mistyped(kind, shown))
    return source.finding("S015", loc, *_out_of_range(error, shown))


def _out_of_range(error: ErrorDetails, shown: str) -> tuple[Wording, Wording]:
    limits = error.get("ctx") or {}
    mends = {
        "greater_than_equal": Wording(
            zh=f"不能小于 {limits.get('ge')}", en=f"it must be at least {limits.get('ge')}"
        ),
        "less_than_equal": Wording(
            zh=f"不能大于 {limits.get('le')}", en=f"it must be at most {limits.get('le')}"
        ),
        "too_long": Wording(
            zh=f"最多 {limits.get('max_length')} 项", en=f"at most {limits.get('max_length')} items"
        ),
        "too_short": Wording(zh="至少要写一项", en="write at least one"),
        "string_too_short": Wording(zh="不能是空的", en="it must not be empty"),
        "string_too_long": Wording(
            zh=f"不能超过 {limits.get('max_length')} 个字符",
            en=f"it must be at most {limits.get('max_length')} characters",
        ),
    }
    mend = mends.get(error["type"], Wording(zh="请改正", en=error["msg"]))
    return Wording(zh=f"{shown} 超出了范围", en=f"{shown} will not do here"), mend


def _is_label(error: ErrorDetails) -> bool:
    message = error["msg"]
    return error["type"] == "value_error" and ("Move" in message or "has no variant" in message)


def _malformed(error: ErrorDetails, shown: str) -> tuple[Wording, Wording]:
    if "[a-z]" in str((error.get("ctx") or {}).get("pattern", "")):
        return (
            Wording(zh=f"{shown} 不能做名字", en=f"{shown} cannot be an id"),
            Wording(
                zh="用小写字母开头，只含小写字母、数字、- 和 _",
                en="begin with a small letter; small letters, digits, - and _ only",
            ),
        )
    return (
        Wording(zh=f"{shown} 不是一个比较", en=f"{shown} is not a comparison"),
        Wording(zh='写成 ">=4"、"<2" 或 3', en='write ">=4", "<2" or 3'),
    )


def _mistyped(kind: str, shown: str) -> tuple[Wording, Wording]:
    wanted = {
        "string_type": Wording(zh="文字；数字请加引号", en="text; put a number in quotes"),
        "int_type": Wording(zh="整数", en="a whole number"),
        "int_parsing": Wording(zh="整数", en="a whole number"),
        "int_from_float": Wording(zh="整数", en="a whole number"),
        "float_type": Wording(zh="数字", en="a number"),
        "float_parsing": Wording(zh="数字", en="a number"),
        "bool_type": Wording(zh="true 或 false", en="true or false"),
        "bool_parsing": Wording(zh="true 或 false", en="true or false"),
        "tuple_type": Wording(zh="一个列表（- 开头的各行）", en="a list (lines that begin with -)"),
        "dataclass_type": Wording(
            zh="两种语言的文字 {zh: …, en: …}", en="text in both languages {zh: …, en: …}"
        ),
    }.get(kind, Wording(zh="“字段: 值”的结构", en="a mapping of fields"))
    return (
        Wording(zh=f"{shown} 放在这里类型不对", en=f"{shown} is not of the right kind here"),
        Wording(zh=f"这里要写{wanted.zh}", en=f"write {wanted.en}"),
    )
