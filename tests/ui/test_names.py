from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

HOSTILE = '<script>alert("1")</script>'


def show(source: str, language: str = "sv", **facts: Any) -> str:
    with translation.override(language):
        return Template("{% load samdrift %}" + source).render(Context(facts))


def test_a_name_is_shown_in_the_readers_language() -> None:
    service = SimpleNamespace(name="E-post", name_en="E-mail")
    assert show("{{ x|named }}", "sv", x=service) == "E-post"
    assert show("{{ x|named }}", "en", x=service) == "E-mail"


def test_a_missing_translation_shows_the_other_language_and_says_which() -> None:
    assert show("{{ x|named }}", "en", x=SimpleNamespace(name="E-post", name_en="")) == '<span lang="sv">E-post</span>'
    assert show("{{ x|named }}", "sv", x=SimpleNamespace(name=None, name_en="E-mail")) == '<span lang="en">E-mail</span>'
    assert show("{{ x|named }}", "sv", x=SimpleNamespace(name="", name_en="")) == ""


def test_other_fields_are_chosen_in_the_same_way() -> None:
    assert show('{{ x|named:"text" }}', "en", x=SimpleNamespace(text="Text", text_en="Words")) == "Words"


def test_a_plain_name_has_no_markup() -> None:
    assert show("{{ x|plainly_named }}", "en", x=SimpleNamespace(name="E-post", name_en="")) == "E-post"


def test_a_text_is_its_own_name() -> None:
    assert show("{{ x|named }}", x="Umeå & Luleå") == "Umeå &amp; Luleå"


def test_a_thing_without_the_field_is_a_bug_that_shows() -> None:
    with pytest.raises(AttributeError):
        show("{{ x|named }}", x=SimpleNamespace(nam="E-post"))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("thing", [SimpleNamespace(name=HOSTILE, name_en=""), SimpleNamespace(name="", name_en=HOSTILE)])
@pytest.mark.parametrize("part", ["{{ x|named }}", "{{ x|plainly_named }}", '<p title="{{ x|plainly_named }}">'])
def test_a_hostile_name_stays_text(language: str, thing: SimpleNamespace, part: str) -> None:
    assert "<script" not in show(part, language, x=thing)


@pytest.mark.parametrize(
    "part",
    [
        '{% state "ok" x %}',
        "{% why x %}{% step x x %}{{ x }}{% endstep %}{% endwhy %}",
        "{% why_link x x %}",
        '{% notice "risk" x %}{{ x }}{% endnotice %}',
        "{% nothing x %}{{ x }}{% endnothing %}",
        "{% post x x at seen_by=x %}{{ x }}{% endpost %}",
        '{% include "ui/views.html" with views=views label=x %}',
        '{% include "ui/slot.html" with url=x label=x %}',
        '{% include "ui/write.html" with readers=x text=x error=x action=x may_be_internal=True %}',
        '{% include "ui/crumbs.html" with crumbs=crumbs here=x %}',
    ],
)
def test_hostile_text_stays_text_in_every_part(part: str) -> None:
    from tests.ui.patterns import NOW

    shown = show(part, x=HOSTILE, at=NOW, views=[SimpleNamespace(label=HOSTILE, url=HOSTILE, count=None)], crumbs=[(HOSTILE, HOSTILE)])
    assert "script" in shown
    assert "<script" not in shown
    assert 'alert("' not in shown
