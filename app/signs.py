"""Signs for characters that steer a page or a terminal instead of being read."""

_STEERING = (
    *range(0x80, 0xA0),
    *range(0x202A, 0x202F),  # embed and override the direction of what follows
    *range(0x2066, 0x206A),
)
_SIGNS = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n\r"}
_SIGNS |= {0x7F: 0x2421, **dict.fromkeys(_STEERING, 0xFFFD)}


def visible(text: str) -> str:
    """The text, of the same length, with a sign in place of every control character.

    Line ends and tabs stay; marks that turn the direction of writing do not.
    """
    return text.translate(_SIGNS)
