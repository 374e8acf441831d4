"""Patterns: read, checked, compiled to one automaton for each language, and matched in one pass."""

from app.notation.fold import Folding, Units, Words, make_folding
from app.notation.match import Found, Heard, Node, Root
from app.notation.pattern import Pattern, PatternError, parse
from app.notation.vocabulary import Overlay, Vocabulary, compile_overlay, compile_vocabulary

__all__ = [
    "Folding",
    "Found",
    "Heard",
    "Node",
    "Overlay",
    "Pattern",
    "PatternError",
    "Root",
    "Units",
    "Vocabulary",
    "Words",
    "compile_overlay",
    "compile_vocabulary",
    "make_folding",
    "parse",
]
