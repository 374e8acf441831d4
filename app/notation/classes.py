"""Which word classes lean on which: unknown ones and circles are refused."""

from collections.abc import Mapping, Sequence

from app.notation.pattern import Pattern, PatternError

NUMBER_CLASS = "number"
"""The built-in class: digits, and the pack's numerals."""


def uses_of(classes: Mapping[str, Sequence[Pattern]]) -> dict[str, frozenset[str]]:
    """Which classes the members of each class mention."""
    return {
        name: frozenset(used for one in patterns for used in one.classes)
        for name, patterns in classes.items()
    }


def refuse_unknown(
    patterns: Sequence[Pattern],
    fillers: Sequence[Pattern],
    uses: Mapping[str, frozenset[str]],
    known: set[str],
) -> None:
    """Raise PatternError for a class that is not defined, or within itself."""
    named = (written.classes for written in (*patterns, *fillers))
    for names in (*named, *uses.values()):
        if unknown := sorted(names - known):
            raise PatternError(f"no class {unknown[0]!r}", 1)
    if circle := cycle(uses):
        raise PatternError(f"classes within themselves: {' > '.join(circle)}", 1)


def cycle(uses: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Classes that contain themselves by way of each other, in order; none when all is well."""
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if name in path:
            return (*path[path.index(name) :], name)
        if name in done:
            return ()
        for used in sorted(uses.get(name, ())):
            if found := visit(used, (*path, name)):
                return found
        done.add(name)
        return ()

    for name in uses:
        if found := visit(name, ()):
            return found
    return ()
