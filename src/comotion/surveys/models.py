"""Rounds of surveys, who was asked, what was answered; and the pulse rounds that were imported."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q

from comotion.core.access import Owned
from comotion.core.principal import Principal
from comotion.core.references import new_reference
from comotion.core.visibility import Visibility
from comotion.partnerships.enums import Side
from comotion.surveys.enums import Level, Mode, NoValue


class PulseRound(Owned):
    """One round of the pulse that was held elsewhere and imported; its results are shown after it is closed."""

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


class SurveyRound(Owned):
    """One round of an instrument in a partnership: private, or of the whole room where the room is shared."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)

    ref = models.CharField(max_length=16, unique=True, default=new_reference)
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    instrument = models.CharField(max_length=12)
    version = models.CharField(max_length=10)
    opened_by = models.ForeignKey("identity.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    min_group = models.PositiveSmallIntegerField(default=3)
    invited = models.JSONField(default=dict)
    """Organization → level → how many were asked: what both sides may know of whom the round's owner asked."""
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "partnership", "instrument"],
                condition=Q(closed_at=None),
                name="survey_round_one_open",
            ),
        )
        indexes = (models.Index(fields=["partnership", "instrument", "closed_at"], name="survey_round_partnership"),)

    def takes_answers(self, at: dt.datetime) -> bool:
        """Say whether answers can be given or changed at a moment."""
        return self.closed_at is None and at < self.closes_at


class SurveyRespondent(Owned):
    """A person who is asked in a round. Whether and what they answered stands elsewhere and is read by nobody."""

    allowed_visibilities = (Visibility.RESTRICTED,)

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey("identity.Organization", on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=12, choices=Level.choices)
    name = models.CharField(max_length=150, blank=True)
    address = models.EmailField(blank=True)
    """Where the link goes; empty for whom somebody else enters what they answered in an interview or on paper."""
    language = models.CharField(max_length=10, blank=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["owner_org", "round", "address"], condition=~Q(address=""), name="survey_respondent_unique"
            ),
            models.UniqueConstraint(
                fields=["owner_org", "round", "organization", "name"],
                condition=Q(address=""),
                name="survey_respondent_without_link_unique",
            ),
        )


class ReadByNobody(Owned):
    """Rows of single people: no scope ever shows one; results of groups are computed in ``surveys.facts``."""

    allowed_visibilities = (Visibility.PRIVATE, Visibility.SHARED)

    class Meta(Owned.Meta):
        abstract = True

    @classmethod
    def scope(cls, principal: Principal) -> Q:
        """Nobody."""
        del principal
        return Q(pk__in=[])


class SurveyResponse(ReadByNobody):
    """What one respondent answered, in one setting; after the round has closed nothing says who that was."""

    round = models.ForeignKey(SurveyRound, on_delete=models.CASCADE, related_name="+")
    respondent = models.ForeignKey(SurveyRespondent, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=16, default=new_reference)
    organization = models.ForeignKey("identity.Organization", on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=12, choices=Level.choices)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.SEPARATE)
    finished_at = models.DateTimeField(null=True)

    class Meta(Owned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["owner_org", "round", "key"], name="survey_response_key_unique"),
            models.UniqueConstraint(
                fields=["owner_org", "round", "respondent", "mode"], name="survey_response_one_each"
            ),
        )

    @classmethod
    def room_path(cls) -> str:
        """Return the way to the room: through the round."""
        return "round__partnership_id"


class SurveyAnswer(ReadByNobody):
    """One answer: a number, or why there is none, and a comment that is quoted only with consent."""

    response = models.ForeignKey(SurveyResponse, on_delete=models.CASCADE, related_name="+")
    item = models.CharField(max_length=40)
    value = models.FloatField(null=True)
    no_value = models.CharField(max_length=14, choices=NoValue.choices, blank=True)
    comment = models.TextField(blank=True)
    may_quote = models.BooleanField(default=False)
    date = models.DateField()

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "response", "item"], name="survey_answer_unique"),)


class PulsePlan(Owned):
    """When the next pulse of a partnership is due; it asks those who were asked last."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    months = models.PositiveSmallIntegerField(default=3)
    """Months between two rounds; 0 where the pulse is started by hand only."""
    days_open = models.PositiveSmallIntegerField(default=14)
    next_date = models.DateField(null=True)

    class Meta(Owned.Meta):
        constraints = (models.UniqueConstraint(fields=["owner_org", "partnership"], name="pulse_plan_unique"),)
