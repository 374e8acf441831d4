"""Patterns: read, checked, compiled to one automaton for each language, and matched in one pass."""

from app.notation.fold import Folding, Units, Words, make_folding
from app.notation.heard import Heard
from app.notation.nodes import Node, Root
from app.notation.overlay import Overlay, compile_overlay
from app.notation.pattern import Pattern, PatternError, parse
from app.notation.vocabulary import Vocabulary, compile_vocabulary

__all__ = [
    "Folding",
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
