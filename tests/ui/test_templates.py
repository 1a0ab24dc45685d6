"""Every template of the house: nothing that the Content-Security-Policy refuses, and no text outside translation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import samdrift

HOUSE = Path(samdrift.__file__).parent
TEMPLATES = sorted(HOUSE.glob("**/templates/**/*.html"))
TEMPLATE_IDS = [str(path.relative_to(HOUSE)) for path in TEMPLATES]
# Names that are the same in every language, and units that need no translation
SAME_EVERYWHERE = {"Samdrift", "CSV", "XLSX"}

CLASS_BLOCK = re.compile(r"{% block main_class %}[\w\s-]*{% endblock %}")
COMMENTS = re.compile(r"{% comment.*?{% endcomment %}|{#.*?#}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)
DJANGO = re.compile(r"{[{%].*?[}%]}", re.DOTALL)
ATTRIBUTE = re.compile(r'\s(?:alt|title|placeholder|aria-label|aria-description|content)="([^"]*)"')
MARKUP = re.compile(r"<[^>]*>", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")


def without_comments(path: Path) -> str:
    return COMMENTS.sub("", path.read_text("utf-8"))


def bare_words(source: str) -> set[str]:
    """The words of a template that reach the reader without passing through translation."""
    source = re.sub(r"<code>[^<]*</code>", " ", source)  # what one types is the same in every language
    bare = DJANGO.sub(" ", TRANSLATED.sub(" ", CLASS_BLOCK.sub(" ", source)))
    in_attributes = " ".join(words for words in ATTRIBUTE.findall(re.sub(r"<meta[^>]*>", "", bare)))
    entities = re.sub(r"&\w+;", " ", MARKUP.sub(" ", bare))
    return set(WORD.findall(entities + " " + in_attributes)) - SAME_EVERYWHERE


@pytest.mark.parametrize("path", TEMPLATES, ids=TEMPLATE_IDS)
def test_no_template_has_what_the_content_security_policy_refuses(path: Path) -> None:
    source = without_comments(path)
    assert not re.search(r"\sstyle\s*=", source), "a style attribute; use a class, or an SVG width"
    assert not re.search(r"<style\b", source, re.IGNORECASE), "a style element"
    assert not re.search(r"<script(?![^>]*\ssrc=)", source, re.IGNORECASE), "a script without src"
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", source, re.IGNORECASE), "an event handler"
    assert not re.search(r"\shx-(on|vals='js)", source), "htmx code that needs eval"
    assert "javascript:" not in source
    assert not re.search(r'(?:src|href)="(?:https?:)?//', source) or "rel=" in source, "something fetched from another host"


@pytest.mark.parametrize("path", TEMPLATES, ids=TEMPLATE_IDS)
def test_every_word_of_a_template_passes_through_translation(path: Path) -> None:
    assert not bare_words(without_comments(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=TEMPLATE_IDS)
def test_every_class_of_a_template_is_in_the_stylesheet(path: Path) -> None:
    known = set(re.findall(r"\.(sd-[\w-]+)", "".join(css.read_text("utf-8") for css in HOUSE.glob("ui/static/ui/css/*.css"))))
    named = {
        name
        for classes in re.findall(r'class="([^"]*)"', DJANGO.sub(" ", without_comments(path)))
        for name in classes.split()
        if name.startswith("sd-") and not name.endswith("-")
    }
    assert named - known == set()


def test_finds_words_that_are_not_translated() -> None:
    source = '<p title="Bare title">Bare {% translate "fine" %} {{ fine }}</p>{% blocktranslate %}fine{% endblocktranslate %}'
    assert bare_words(source) == {"Bare", "title"}
