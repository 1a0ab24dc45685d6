"""Publishing what all members gained together, so that no single member's figure can be told from it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samdrift.core import audit
from samdrift.core.access import Actor, Deed
from samdrift.core.errors import Refused
from samdrift.follow_up.models import CountedMember, PublishedBenefit
from samdrift.follow_up.queries.pay import counted_in_each, pay_of_all
from samdrift.members.models import Organization

FEWEST = 3  # of two, each would know the other's figure: the sum less its own


class TooFewToPublish(Refused):
    words = _(
        "Only %(number)s members can be told of. With fewer than %(fewest)s each could reckon out another's figure, so it stays here."
    )
    way_on = _("Publish when more members have signed a baseline and stated what they still pay themselves.")


class TellsOfFew(Refused):
    words = _("Since it was published before, %(number)s members came or went. The difference would tell their figures, so it stays here.")
    way_on = _("Publish when as many as %(fewest)s have come, or none.")


@transaction.atomic
def publish_benefit(unit: Organization, *, by: Actor, at: datetime) -> PublishedBenefit:
    """This will publish what the members of whom it can be told gained together: a federation row that every member sees.

    Refused for fewer than three, and where one or two members more or less than in an earlier publication would tell their figures.
    """
    by.must(Deed.FOLLOW_UP)
    Organization.objects.select_for_update(of=("self",)).get(pk=unit.pk)  # two who publish at once: the second sees the first
    found = pay_of_all()
    counted = frozenset(one.member.pk for one in found.counted)
    if len(counted) < FEWEST:
        raise TooFewToPublish(number=len(counted), fewest=FEWEST)
    for earlier in counted_in_each():
        if 0 < len(counted ^ earlier) < FEWEST:
            raise TellsOfFew(number=len(counted ^ earlier), fewest=FEWEST)
    pay = found.together
    assert pay.prices_of is not None
    published = PublishedBenefit.objects.create(
        prices_of=pay.prices_of,
        from_year=pay.years[0].year,
        until_year=pay.years[-1].year,
        members=len(counted),
        of_members=len(found.members),
        baseline_minor=pay.baseline_minor,
        low_minor=pay.low_minor,
        high_minor=pay.high_minor,
        expected_minor=pay.expected_minor,
        billed_minor=pay.billed_minor,
        kept_minor=pay.kept_minor,
        once_minor=pay.once_minor,
        employees=pay.employees,
        published_at=at,
    )
    CountedMember.objects.bulk_create(CountedMember(owner=unit, published=published, member_id=pk) for pk in sorted(counted))
    audit.record("publish_benefit", of=published, by=by, at=at)
    return published
