"""How fast a method is found among 5,000 in two languages, beside a search for the words as written: `python -m benchmarks.methods`.

Each has a text of 120 words in each language; words are drawn so that some are in most methods and some in a few.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import numpy as np

from benchmarks._database import in_a_database
from benchmarks.settlement import AT, line
from benchmarks.timing import first_fifty, timed

METHODS, WORDS, VOCABULARY = 5_000, 120, 8_000
SEED = 20261125
TODAY = AT.date()
SYLLABLES = ["da", "tor", "nät", "kon", "to", "ser", "vi", "ce", "sä", "ker", "het", "kop", "ia", "möt", "pla", "ner", "ing", "lös", "ord"]


def many_methods() -> Any:
    """This will write the methods and what they are found by; return the cast."""
    from samdrift.catalog import methods_heads
    from samdrift.catalog.models import Method, MethodHead, MethodVersion
    from tests.builders import a_cast, everywhere

    drawn = np.random.default_rng(SEED)
    vocabulary = ["".join(drawn.choice(SYLLABLES, drawn.integers(3, 6))) for _word in range(VOCABULARY)]
    ranks = 1 / np.arange(1, VOCABULARY + 1)
    cast = a_cast()

    def text(words: int) -> str:
        return " ".join(vocabulary[n] for n in drawn.choice(VOCABULARY, words, p=ranks / ranks.sum()))

    with everywhere():
        facts = {"method_owner": cast.employee("elin"), "reviewed_on": TODAY, "review_on": date(2028, 1, 1)}
        methods = Method.objects.bulk_create(
            Method(kind="how_to", title=f"{text(4)} {number}"[:120], title_en=text(3)[:120], purpose=text(8)[:200], **facts)
            for number in range(METHODS)
        )
        versions = MethodVersion.objects.bulk_create(
            MethodVersion(method=method, number=1, text=text(WORDS), text_en=text(WORDS), published_at=AT) for method in methods
        )
        MethodHead.objects.bulk_create(
            MethodHead(method=method, version=version) for method, version in zip(methods, versions, strict=True)
        )
        took, _none = timed(lambda: methods_heads.keep_found_by(method.pk for method in methods))
        line(f"what {METHODS} methods are found by, written", took)
    return cast, vocabulary


def main() -> None:
    in_a_database(compare_all)


def compare_all() -> None:
    from django.db.models import Q
    from django.test import Client

    from samdrift.catalog.methods_heads import differences
    from samdrift.catalog.models import Method
    from samdrift.catalog.queries.methods import methods_found
    from samdrift.core.access import inside

    cast, vocabulary = many_methods()
    with inside(cast.actor("anna").walls):
        for which, words in (
            ("a word in most", vocabulary[0]),
            ("a word in a few", vocabulary[3_000]),
            ("two words", " ".join(vocabulary[5:7])),
        ):
            found = methods_found(words, on=TODAY)
            took = timed(partial(first_fifty, found), 3)[0]
            number = found.count()
            written = Q()
            for word in words.split():
                of_one = Q(title__icontains=word) | Q(title_en__icontains=word) | Q(purpose__icontains=word)
                written &= of_one | Q(head__version__text__icontains=word) | Q(head__version__text_en__icontains=word)
            peer = Method.objects.filter(written).select_related("head__version")
            slow = timed(partial(first_fifty, peer), 3)[0]
            line(f"{which}: {number} found, the first 50", took, f"the words as written: {slow * 1000:.0f} ms, {slow / took:.1f}x")
        scan = next(row for row in found.explain().splitlines() if "on catalog_methodhead" in row)
        print("the plan:", scan.strip(" ->").split("  ")[0])
    with inside(cast.actor("karin").walls):
        took, different = timed(differences)
        line("check: all recomputed", took, f"{len(different)} differences")
    for name in ("anna", "karin"):
        browser = Client(HTTP_HOST="localhost")
        browser.force_login(cast.account(name))
        for what, address in (("the list", "/methods/"), ("a search", f"/methods/?q={vocabulary[5]}")):
            browser.get(address)
            took, answer = timed(partial(browser.get, address))
            line(f"{what} as a page, to {name}", took, f"{len(answer.content) // 1000} kB, status {answer.status_code}")


if __name__ == "__main__":
    main()
