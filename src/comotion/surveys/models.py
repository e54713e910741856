"""The pulse: rounds of the recurring survey of trust and satisfaction, and its answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from comotion.core.access import Owned
from comotion.core.principal import Principal
from comotion.core.visibility import Visibility
from comotion.partnerships.enums import Side


class PulseRound(Owned):
    """One round; its results are shown after it is closed."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    closed_date = models.DateField()
    invited_ours = models.PositiveIntegerField(null=True, blank=True)
    invited_theirs = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "partnership", "closed_date"], name="pulse_round_unique"),
        )


class PulseAnswer(Owned):
    """One answer of one respondent. Nobody reads it as such: only results of groups of three or more are shown."""

    allowed_visibilities = (Visibility.RESTRICTED,)

    round = models.ForeignKey(PulseRound, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    level = models.CharField(max_length=12, blank=True)
    respondent_hash = models.CharField(max_length=64)
    item = models.CharField(max_length=20)
    value = models.FloatField(null=True)
    no_value = models.CharField(max_length=14, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "round", "side", "respondent_hash", "item"], name="pulse_answer_unique"
            ),
        )

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """Nobody: results are computed by ``surveys.facts``, never read answer by answer."""
        del principal
        return Q(pk__in=[])
