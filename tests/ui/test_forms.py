from __future__ import annotations

import re

from django.utils import translation

from tests.ui.patterns import Correction


def drawn(data: dict[str, str] | None = None) -> str:
    with translation.override("sv"):
        return str(Correction(data))


def test_every_input_has_the_librarys_class_and_a_label() -> None:
    html = drawn()
    inputs = re.findall(r"<(?:input|select|textarea)[^>]*>", html)
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    assert len(inputs) == 10
    for tag in inputs:
        assert "ds-input" in tag, tag
        found = re.search(r' id="([^"]+)"', tag)
        assert found
        assert found[1] in labelled


def test_required_fields_say_so_in_words() -> None:
    assert drawn().count("(måste fyllas i)") == 5


def test_groups_are_fieldsets_with_a_legend() -> None:
    assert drawn().count("<fieldset") == drawn().count("<legend") == 2


def test_help_and_errors_are_tied_to_their_input() -> None:
    html = drawn({"on": "23/11"})
    found = re.search(r"<input[^>]*id_on[^>]*>", html)
    assert found
    described = re.search(r'aria-describedby="([^"]+)"', found[0])
    assert described
    assert 'aria-invalid="true"' in found[0]
    for name in described[1].split():
        assert f'id="{name}"' in html


def test_a_form_with_errors_begins_with_links_to_its_fields() -> None:
    html = drawn({"on": "23/11"})
    assert html.lstrip().startswith('<div class="ds-error-summary"')
    targets = re.findall(r'<a href="#([^"]+)"', html)
    assert targets == ["id_amount", "id_on", "id_kind_0", "id_member", "id_sure"]
    for target in targets:
        assert f'id="{target}"' in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert "error-summary" not in drawn()


def test_the_same_words_stand_in_the_summary_and_at_the_field() -> None:
    assert drawn({"on": "23/11"}).count("Fyll i ett giltigt datum.") == 2


def test_what_was_typed_comes_back_as_text() -> None:
    html = drawn({"amount": '"><script>alert(1)</script>', "on": "2026-11-23", "kind": "a", "member": "23", "sure": "on"})
    assert "<script" not in html
    assert 'value="2026-11-23"' in html
