"""The stylesheet: contrast of every pair that carries meaning, fonts that hold every letter we promise, no file of another host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import samdrift

STATIC = Path(samdrift.__file__).parent / "ui" / "static" / "ui"
CSS = STATIC / "css"

TEXT, LINE = 4.5, 3.0
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("ink", "ink-soft", "link") for ground in ("page", "paper", "sunk")],
    *[(ink, "accent-wash", TEXT) for ink in ("ink", "link")],
    *[(ink, f"{state}-wash", TEXT) for state in ("ok", "risk", "miss") for ink in (f"{state}-ink", "ink", "link")],
    *[(ink, "rest-wash", TEXT) for ink in ("ink", "ink-soft")],
    *[("internal-ink", ground, TEXT) for ground in ("internal-wash", "internal-stripe")],
    *[(ink, "internal-wash", TEXT) for ink in ("ink", "link")],
    ("accent-ink", "accent", TEXT),
    ("top-ink", "top", TEXT),
    ("top-soft", "top", TEXT),
    *[(state, f"{state}-wash", LINE) for state in ("ok", "risk", "miss", "rest")],
    *[(color, ground, LINE) for color in ("ok", "risk", "miss", "rest", "accent", "more", "less") for ground in ("page", "paper")],
    *[(color, "paper", LINE) for color in ("line-strong", "internal-line", "miss-ink")],
    ("internal-line", "internal-wash", LINE),
    ("accent", "track", LINE),
]


def tokens() -> dict[str, str]:
    source = re.sub(r"/\*.*?\*/", "", (CSS / "tokens.css").read_text("utf-8"), flags=re.DOTALL)
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", source))


def color(name: str, side: int, known: dict[str, str]) -> str:
    """The hex value of a token, in light (0) or dark (1)."""
    value = known[name]
    if found := re.fullmatch(r"var\(--([\w-]+)\)", value):
        return color(found[1], side, known)
    pair = re.fullmatch(r"light-dark\((#\w+), (#\w+)\)", value)
    assert pair, f"{name} is not a pair of colors: {value}"
    return pair[side + 1]


def luminance(hexadecimal: str) -> float:
    """Relative luminance by WCAG 2.1."""
    digits = hexadecimal.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("side", [0, 1], ids=["light", "dark"])
def test_every_pair_of_colors_has_enough_contrast(side: int) -> None:
    known = tokens()
    poor = {
        f"{ink} on {ground}": round(found, 2)
        for ink, ground, least in PAIRS
        if (found := contrast(color(f"sd-{ink}", side, known), color(f"sd-{ground}", side, known))) < least
    }
    assert poor == {}


def test_the_stylesheets_name_only_tokens_that_exist() -> None:
    defined: set[str] = set()
    used: set[str] = set()
    for path in CSS.glob("*.css"):
        source = path.read_text("utf-8")
        defined |= set(re.findall(r"--([\w-]+)\s*:", source))
        used |= set(re.findall(r"var\(--([\w-]+)", source))
    assert used - defined == set()


def test_nothing_is_fetched_from_another_host() -> None:
    for path in (*CSS.glob("*.css"), STATIC / "samdrift.js", STATIC / "vendor" / "designsystemet.css"):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", path.read_text("utf-8")), path.name


def test_every_file_that_a_stylesheet_names_is_there() -> None:
    for path in CSS.glob("*.css"):
        for target in re.findall(r'url\("([^"#]+)"\)', path.read_text("utf-8")):
            assert (path.parent / target).is_file(), target


def test_the_fonts_declare_the_letters_of_the_countrys_names() -> None:
    source = (CSS / "tokens.css").read_text("utf-8")
    spans = [(int(low, 16), int(high or low, 16)) for low, high in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", source.split(":root")[0])]
    for letter in "åäöÅÄÖéüčđŋšŧžłČĐŊŠŦŽŁ–−·×÷…”’€":
        assert any(low <= ord(letter) <= high for low, high in spans), letter


@pytest.mark.parametrize("name", ["designsystemet.LICENSE", "htmx.LICENSE", "fonts/source-sans-3.LICENSE"])
def test_what_we_took_lies_beside_its_license(name: str) -> None:
    assert (STATIC / "vendor" / name).stat().st_size > 200
