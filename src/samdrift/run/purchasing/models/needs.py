"""What members need to buy: their own until it is sent in, then what everybody may read. Amounts are whole öre."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from samdrift.core.walls import FEDERATION, FEDERATION_ID, MEMBERS, Owner
from samdrift.members.models import Organization
from samdrift.run.purchasing.models.cpv import CPV


class _Wish(models.Model):
    """What is needed, how much of it, what it may cost and by when; under which CPV code, where somebody knows it."""

    what = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    estimate_minor = models.BigIntegerField()
    wanted_by = models.DateField()
    cpv = models.CharField(max_length=8, blank=True, default="", validators=[CPV])

    class Meta:
        abstract = True


WISH = ("what", "quantity", "estimate_minor", "wanted_by", "cpv")


class PublishedNeed(_Wish):
    """A need as a member sent it in: who asked for what."""

    owner = Owner(Organization, kinds=FEDERATION, facts=True, default=FEDERATION_ID)
    member = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0, estimate_minor__gt=0), name="purchasing_published_need_amounts")]
        ordering = ["wanted_by", "pk"]


class Need(_Wish):
    """What a member needs to buy. It may be changed until it is sent in, which publishes it."""

    owner = Owner(Organization, kinds=MEMBERS)
    published = models.OneToOneField(PublishedNeed, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "what", "wanted_by"], name="purchasing_need_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0, estimate_minor__gt=0), name="purchasing_need_amounts"),
        ]
        ordering = ["wanted_by", "pk"]
