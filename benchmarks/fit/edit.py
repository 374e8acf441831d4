"""New numbers written into a pack's YAML: comments, order and layout stay as they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.fit.curve import Curve
from benchmarks.fit.numbers import Number, Numbers, against_of, base_of

# The loader that packs are read with: the other one refuses some of what this one reads.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FORMS = ("question", "statement", "imperative")


class NotEdited(ValueError):
    """The text would not have said what was meant; nothing was written."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Characters of a text and what stands in their place."""

    start: int
    end: int
    text: str


def edit_rules(text: str, before: Numbers, after: Numbers) -> str:
    """A file of rules with the weights and `against` that differ; raises NotEdited."""

    def change(entry: dict[str, Any]) -> None:
        weight = Number("weight", entry["id"])
        if before.get(weight) != after.get(weight):
            entry["weight"] = after[weight]
        rivals = against_of(after, entry["id"])
        if against_of(before, entry["id"]) != rivals:
            entry.pop("against", None)
            if rivals:
                entry["against"] = rivals

    def change_all(values: Any) -> None:
        for entry in values:
            change(entry)

    splices: list[Splice] = []
    root: Any = yaml.compose(text, Loader=_LOADER)
    for node in root.value:
        fields = _fields(node)
        rule = fields["id"].value
        weight = Number("weight", rule)
        if before.get(weight) != after.get(weight):
            splices.append(_set(text, node, "weight", _shown(after[weight])))
        rivals = against_of(after, rule)
        if against_of(before, rule) != rivals:
            if rivals:
                splices.append(_set(text, node, "against", _mapping(rivals)))
            elif "against" in fields:
                splices.append(_drop(text, node, "against"))
    return _checked(text, splices, change_all)


def edit_settings(text: str, before: Numbers, after: Numbers, curve: Curve | None) -> str:
    """`pack.yaml` with other base points, confidence curve and floor; raises NotEdited."""
    root = yaml.compose(text, Loader=_LOADER)
    forms = {
        form: base_of(after, form)
        for form in _FORMS
        if base_of(before, form) != base_of(after, form)
    }
    splices: list[Splice] = []
    base = _fields(root).get("base")
    if forms and base is None:
        splices.append(_set(text, root, "base", _nested(forms)))
    elif forms:
        splices += [_set(text, base, form, _mapping(points)) for form, points in forms.items()]
    if curve is not None:
        drawn = {"slope": curve.slope, "intercept": curve.intercept}
        splices.append(_set(text, root, "calibration", _mapping(drawn)))
        splices.append(_set(text, root, "floor", _shown(curve.floor)))

    def change(values: Any) -> None:
        if forms:
            values["base"] = {**values.get("base", {}), **forms}
        if curve is not None:
            values["calibration"] = drawn
            values["floor"] = curve.floor

    return _checked(text, splices, change)


def write(folder: Path, before: Numbers, after: Numbers, curve: Curve | None) -> list[str]:
    """Edit a pack's files in place; the names of those that changed."""
    edited: dict[Path, str] = {}
    for path in sorted((folder / "rules").glob("*.yaml")):
        edited[path] = edit_rules(path.read_text("utf-8"), before, after)
    settings = folder / "pack.yaml"
    edited[settings] = edit_settings(settings.read_text("utf-8"), before, after, curve)
    changed = [path for path, text in edited.items() if text != path.read_text("utf-8")]
    for path in changed:
        path.write_text(edited[path], "utf-8")
    return [path.relative_to(folder).as_posix() for path in changed]


def _checked(text: str, splices: list[Splice], change: Callable[[Any], None]) -> str:
    """The text with its splices, if it then says what it said, changed as meant."""
    out = text
    for one in sorted(splices, key=lambda one: (one.start, one.end), reverse=True):
        out = out[: one.start] + one.text + out[one.end :]
    meant = yaml.load(text, Loader=_LOADER)
    change(meant)
    if yaml.load(out, Loader=_LOADER) != meant:
        raise NotEdited("the edited text does not say what was meant")
    return out


def _fields(node: Any) -> dict[str, Any]:
    return {key.value: value for key, value in node.value}


def _set(text: str, node: Any, name: str, shown: str) -> Splice:
    """Another value for a field of a mapping; a field it lacks comes after its last but one."""
    fields = _fields(node)
    if name in fields:
        value = fields[name]
        return Splice(value.start_mark.index, _end(value), shown)
    first, value = next(
        ((key, value) for key, value in node.value if key.value == "move"), node.value[-1]
    )
    if node.flow_style:
        return Splice(_end(value), _end(value), f", {name}: {shown}")
    end = text.find("\n", _end(value))
    end = len(text) if end < 0 else end
    return Splice(end, end, f"\n{' ' * first.start_mark.column}{name}: {shown}")


def _drop(text: str, node: Any, name: str) -> Splice:
    """A field taken out, with its line where it has one of its own."""
    at = next(i for i, (key, _) in enumerate(node.value) if key.value == name)
    key, value = node.value[at]
    if node.flow_style:
        return Splice(_end(node.value[at - 1][1]), _end(value), "")
    start = text.rfind("\n", 0, key.start_mark.index)
    end = text.find("\n", _end(value))
    return Splice(start, len(text) if end < 0 else end, "")


def _end(node: Any) -> int:
    """Where a value ends; a block's mark is past the blank that follows it."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _shown(value: float) -> str:
    return f"{value:g}"


def _mapping(points: Mapping[str, float]) -> str:
    return "{" + ", ".join(f"{name}: {_shown(value)}" for name, value in points.items()) + "}"


def _nested(forms: Mapping[str, Mapping[str, float]]) -> str:
    return "{" + ", ".join(f"{form}: {_mapping(points)}" for form, points in forms.items()) + "}"
