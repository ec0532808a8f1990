"""What is kept of responsibility: one rule a row (权责清单)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from doorstep.frame import PathField, Record, Span


class Rule(Span, Record):
    """Who owns a matter of a category at a place (权责清单); the first in order decides.

    A row says what held from one day until another and is not edited once it has begun: a change
    ends it and begins another row with the same code, so any past day can be read.
    """

    code = models.CharField(max_length=16)
    order = models.PositiveIntegerField()
    #: Where it holds: a ruling of a street holds there, all else in the whole city ("").
    at = PathField(blank=True)
    #: Leaf codes, "group:<code>" or "class:<CODE>".
    categories = models.JSONField(default=list)
    #: Kinds of place; empty is any.
    places = models.JSONField(default=list)
    #: Only compounds with (True) or without (False) a property company; None is either.
    has_company = models.BooleanField(null=True)
    owner_level = models.PositiveSmallIntegerField()
    #: "property", "compound", "community", "street", "upper" or the code of a department.
    owner = models.CharField(max_length=40)
    assist = models.JSONField(default=list)
    clause = models.CharField(max_length=300)
    basis = models.CharField(max_length=200, blank=True)
    #: Whether the city has confirmed the legal basis; until then it prints 依据待核 (dignity D21).
    confirmed = models.BooleanField(default=False)
    #: Where its text was read, and when.
    confirmed_source = models.CharField(max_length=200, blank=True)
    confirmed_on = models.DateField(null=True)
    #: All changes by acts of its own, from a day on; the basis is set by confirming it.
    correctable = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "since"], name="rule_since", condition=Q(withdrawn_at=None)
            )
        ]
