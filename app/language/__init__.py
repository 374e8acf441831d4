"""Hearing: a text and its surroundings in, a Reading out."""

from app.language.classify import (
    Ear,
    classify,
    compile_overlay,
    folded,
    hear_buyer,
)
from app.language.lint import lint_pack
from app.language.loading import parse_pack
from app.language.pack import Pack
from app.language.shape import reading_json

__all__ = [
    "Ear",
    "Pack",
    "classify",
    "compile_overlay",
    "folded",
    "hear_buyer",
    "lint_pack",
    "parse_pack",
    "reading_json",
]
