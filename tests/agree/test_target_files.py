"""What a version promises comes into a draft from a file, whole or not at all, and goes out with the same columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samdrift.agree import actions
from samdrift.agree.models import Draft, DraftTarget, Target
from samdrift.agree.target_files import COLUMNS, read_targets
from samdrift.catalog.models import Level
from tests.agree.builders import a_calendar, a_version, an_agreement, some_levels
from tests.builders import NOW, Cast, everywhere

Browser = Callable[[str], Client]
HEAD = ";".join(COLUMNS)


@pytest.fixture
def level() -> Level:
    return some_levels("Guld", "Silver")[0]


@pytest.fixture
def draft(cast: Cast, level: Level) -> Draft:
    """A draft with a clause and nothing promised, and a calendar called Kontorstid."""
    a_calendar("Kontorstid")
    agreement = an_agreement(cast)
    with everywhere() as samdrift:
        draft = actions.start_draft(agreement, from_on=date(2027, 1, 1), by=samdrift, at=NOW)
        actions.write_clause(draft, "4.1", heading="Tjänsten", text="Parterna hjälps åt.", by=samdrift, at=NOW)
    return draft


def sent(as_: Browser, draft: Draft, *rows: str) -> Any:
    content = "\n".join((HEAD, *rows)).encode()
    file = SimpleUploadedFile("targets.csv", content, content_type="text/csv")
    return as_("elin").post(reverse("import_targets", args=[draft.agreement_id]), {"file": file})


def promised(draft: Draft) -> list[tuple[str, int | None, int | None, int]]:
    with everywhere():
        return list(DraftTarget.objects.filter(draft=draft).values_list("measure", "priority", "within_seconds", "share_ppm"))


def test_a_file_of_targets_is_promised_and_sent_again_changes_only_what_differs(draft: Draft, level: Level, as_: Browser) -> None:
    up = f"4.1;{level.service.name};{level.name};availability;99,8;Kontorstid;;"
    solved = f"4.1;{level.service.name};{level.name};resolution;95;Kontorstid;2;240"
    assert sent(as_, draft, up, solved).status_code == 302
    assert promised(draft) == [("availability", None, None, 998_000), ("resolution", 2, 4 * 3600, 950_000)]
    assert sent(as_, draft, up, solved.replace("240", "120")).status_code == 302
    assert promised(draft) == [("availability", None, None, 998_000), ("resolution", 2, 2 * 3600, 950_000)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_of_a_version_is_what_a_draft_reads(cast: Cast, draft: Draft, as_: Browser, kind: str) -> None:
    version = a_version(cast)
    out = as_("anna").get(reverse("targets_table", args=[version.pk, kind])).content
    rows, wrong = read_targets(out)
    assert not wrong
    with everywhere():
        assert {(r.measure, r.priority, r.within_seconds, r.share_ppm, r.clause) for r in rows} == set(
            Target.objects.filter(version=version).values_list("measure", "priority", "within_seconds", "share_ppm", "clause")
        )
    upload = SimpleUploadedFile(f"targets.{kind}", out)
    assert as_("elin").post(reverse("import_targets", args=[draft.agreement_id]), {"file": upload}).status_code == 302
    again = as_("elin").get(reverse("draft_targets_table", args=[draft.agreement_id, kind])).content
    assert [(r.service, r.level, r.share_ppm) for r in read_targets(again)[0]] == [(r.service, r.level, r.share_ppm) for r in rows]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("4.1;{service};Guld;resolution;95;Kontorstid;;240", "prioritet"),
        ("4.1;{service};Guld;resolution;95;Kontorstid;2;", "tid"),
        ("4.1;{service};Guld;availability;99,8;Kontorstid;;60", "illgänglighet"),
        ("4.1;{service};Guld;uppe;99,8;Kontorstid;;", "”uppe” är inget av"),
        ("4.1;{service};Guld;availability;99,88888;Kontorstid;;", "högst fyra decimaler"),
        ("4.1;{service};Guld;availability;0;Kontorstid;;", "ndelen "),
        ("4.1;{service};Brons;availability;99,8;Kontorstid;;", "ingen nivå ”Brons”"),
        ("4.1;{service};Guld;availability;99,8;Nattid;;", "ingen kalender som heter ”Nattid”"),
        ("9.9;{service};Guld;availability;99,8;Kontorstid;;", "ingen klausul 9.9"),
        ("4.1;{service};Silver;availability;99;Kontorstid;;", "Rad 2 gäller samma sak"),
    ],
)
def test_refuses_the_whole_file_when_a_row_is_wrong(draft: Draft, level: Level, as_: Browser, row: str, said: str) -> None:
    good = f"4.1;{level.service.name};Silver;availability;99,5;Kontorstid;;"
    answer = sent(as_, draft, good, row.format(service=level.service.name))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert promised(draft) == []


def test_refuses_a_file_for_a_draft_that_was_offered_meanwhile(draft: Draft, level: Level, as_: Browser) -> None:
    row = f"4.1;{level.service.name};{level.name};availability;99,8;Kontorstid;;"
    assert sent(as_, draft, row).status_code == 302
    with everywhere() as samdrift:
        actions.offer_version(draft, by=samdrift, at=NOW)
    assert sent(as_, draft, row).status_code == 404
