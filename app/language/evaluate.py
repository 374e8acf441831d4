"""Measuring the ear against labelled lines: per-label figures, confusion, calibration, misses."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.language.calibration import error
from app.vocabulary import FAB, SPIN

SPIN_LABELS = tuple(map(str, SPIN))
FAB_LABELS = ("feature", "advantage", "benefit")
SEVEN = (*SPIN_LABELS, *FAB_LABELS)
_MERIT = frozenset(map(str, (*SPIN, *FAB)))


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled line and how it was heard; `group` is a language, a kind of row, a play."""

    group: str
    gold: str
    heard: str
    confidence: float
    text: str
    flag: str = ""
    rules: str = ""
    lang: str = ""

    @property
    def right(self) -> bool:
        """Whether it was heard as labelled."""
        return self.gold == self.heard


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 of one label, with how many lines have it."""

    precision: float
    recall: float
    f1: float
    support: int


def figures(judged: Sequence[Judged], label: str) -> Figures:
    """The figures of one label; an empty share counts 0."""
    both = sum(one.right and one.gold == label for one in judged)
    said = sum(one.heard == label for one in judged)
    meant = sum(one.gold == label for one in judged)
    precision = both / said if said else 0.0
    recall = both / meant if meant else 0.0
    f1 = 2 * both / (said + meant) if both else 0.0
    return Figures(precision, recall, f1, meant)


def macro(judged: Sequence[Judged], labels: Sequence[str]) -> float | None:
    """Mean F1 over the labels among the lines that have one of them; None when none has."""
    among = [one for one in judged if one.gold in labels]
    present = [label for label in labels if any(one.gold == label for one in among)]
    if not present:
        return None
    return sum(figures(among, label).f1 for label in present) / len(present)


def accuracy(judged: Sequence[Judged]) -> float:
    """Share heard as labelled."""
    return sum(one.right for one in judged) / len(judged) if judged else 0.0


def move_accuracy(judged: Sequence[Judged]) -> float:
    """Share heard as the labelled move, whatever the finer kind (`close:sign` as `close`)."""
    same = (one.gold.partition(":")[0] == one.heard.partition(":")[0] for one in judged)
    return sum(same) / len(judged) if judged else 0.0


def taken_for_merit(judged: Sequence[Judged]) -> float | None:
    """Share of lines with another move that were taken for a SPIN question or a F/A/B statement."""
    others = [one for one in judged if one.gold not in _MERIT]
    if not others:
        return None
    return sum(one.heard in _MERIT for one in others) / len(others)


def calibration(judged: Sequence[Judged], bins: int = 10) -> list[dict[str, float]]:
    """For each band of confidence: how many lines, mean confidence, share right."""
    bands: dict[int, list[Judged]] = defaultdict(list)
    for one in judged:
        bands[min(bins - 1, int(one.confidence * bins))].append(one)
    return [
        {
            "from": band / bins,
            "lines": len(inside),
            "confidence": sum(one.confidence for one in inside) / len(inside),
            "right": accuracy(inside),
        }
        for band, inside in sorted(bands.items())
    ]


def confusion(judged: Sequence[Judged]) -> Mapping[str, Mapping[str, int]]:
    """For each label, what its lines were heard as."""
    out: dict[str, Counter[str]] = defaultdict(Counter)
    for one in judged:
        out[one.gold][one.heard] += 1
    return {gold: dict(heard.most_common()) for gold, heard in sorted(out.items())}


def summary(judged: Sequence[Judged]) -> dict[str, Any]:
    """Every figure of one set of lines, ready for JSON."""
    labels = sorted({one.gold for one in judged} | {one.heard for one in judged})
    per_label = {}
    for label in labels:
        found = figures(judged, label)
        per_label[label] = {
            "precision": round(found.precision, 4),
            "recall": round(found.recall, 4),
            "f1": round(found.f1, 4),
            "support": found.support,
        }
    return {
        "lines": len(judged),
        "accuracy": round(accuracy(judged), 4),
        "move_accuracy": round(move_accuracy(judged), 4),
        "spin_macro_f1": _rounded(macro(judged, SPIN_LABELS)),
        "fab_macro_f1": _rounded(macro(judged, FAB_LABELS)),
        "seven_macro_f1": _rounded(macro(judged, SEVEN)),
        "macro_f1": _rounded(macro(judged, sorted({one.gold for one in judged}))),
        "others_taken_for_spin_or_fab": _rounded(taken_for_merit(judged)),
        "labels": per_label,
        "confusion": confusion(judged),
        "calibration": calibration(judged),
        "calibration_error": round(error([(one.confidence, one.right) for one in judged]), 4),
    }


def by_group(judged: Iterable[Judged]) -> dict[str, list[Judged]]:
    """The lines of each group, in the order they came."""
    out: dict[str, list[Judged]] = {}
    for one in judged:
        out.setdefault(one.group, []).append(one)
    return out


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
