"""The colours, each named by what it is for, and which text stands on which ground: a test computes every contrast.

The console is dark, for a wall; the gateway is light, for a desk. Both know the same names.
"""

DARK = {
    "ground": "#10161d",
    "panel": "#19222c",
    "raised": "#243140",
    "line": "#7a8b9d",
    "text": "#f2f6fa",
    "quiet": "#b4c2d0",
    "accent": "#ffd54a",
    "action": "#8fd0ff",
    "on-action": "#08131d",
    "good": "#7fe0a0",
    "warn": "#ffb454",
    "late": "#ff9b94",
    "major": "#a31621",
    "on-major": "#ffffff",
    "general": "#8a4b00",
    "on-general": "#ffffff",
    "drill": "#1d5b8f",
    "on-drill": "#ffffff",
    "bar": "#c4101f",
    "on-bar": "#ffffff",
}
LIGHT = {
    "ground": "#f4f6f8",
    "panel": "#ffffff",
    "raised": "#e6ecf1",
    "line": "#66788a",
    "text": "#16202a",
    "quiet": "#465666",
    "accent": "#7a4e00",
    "action": "#0b5394",
    "on-action": "#ffffff",
    "good": "#14632f",
    "warn": "#8a4300",
    "late": "#a31621",
    "major": "#a31621",
    "on-major": "#ffffff",
    "general": "#8a4b00",
    "on-general": "#ffffff",
    "drill": "#1d5b8f",
    "on-drill": "#ffffff",
    "bar": "#c4101f",
    "on-bar": "#ffffff",
}
LINEAR = 0.04045
GROUNDS = ("ground", "panel", "raised")
# Text needs 4.5 (WCAG 2.2, 1.4.3), borders that mean something and the focus ring 3 (1.4.11).
TEXT = [(text, ground) for text in ("text", "quiet", "accent", "action", "good", "warn", "late") for ground in GROUNDS]
TEXT += [(f"on-{ground}", ground) for ground in ("action", "major", "general", "drill", "bar")]
MARKS = [(mark, ground) for mark in ("line", "accent") for ground in GROUNDS]


def css_variables(colours: dict[str, str]) -> str:
    """A palette as a style sheet reads it."""
    return ":root{" + "".join(f"--{name}:{value};" for name, value in colours.items()) + "}"


def contrast(one: str, other: str) -> float:
    """The ratio of two colours as WCAG defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
