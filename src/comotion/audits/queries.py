"""Audits as pages list them: where each stands, what is next, and what was gathered."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass

from comotion.audits import models
from comotion.audits.enums import Level
from comotion.audits.rules import is_issued, may_issue
from comotion.audits.shown import ReportShown
from comotion.audits.sides import AuditSide, at_level, sides_of
from comotion.core.principal import current_principal
from comotion.core.visibility import Visibility
from comotion.initiatives.models import Activity
from comotion.methods.payloads import read_record
from comotion.methods.scored import InvalidInput


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One audit in a list."""

    ref: str
    partnership: str
    partnership_ref: str
    starts_date: dt.date
    is_issued: bool
    is_shared: bool


@dataclass(frozen=True, slots=True)
class AuditView:
    """One audit with its sides, as every page of it needs it."""

    audit: models.Audit
    sides: tuple[AuditSide, ...]
    is_issued: bool
    is_ours: bool

    @property
    def ref(self) -> str:
        """Return its reference in links."""
        return self.audit.ref

    @property
    def is_shared(self) -> bool:
        """Say whether the room sees it."""
        return self.audit.visibility == Visibility.SHARED

    @property
    def others(self) -> tuple[str, ...]:
        """Return the names of the other sides."""
        own = str(self.audit.owner_org_id)
        return tuple(side.name for side in self.sides if side.key != own)


def audit_lines() -> list[AuditLine]:
    """Return every audit one can see, the latest first."""
    rows = models.Audit.objects.select_related("partnership").order_by("-starts_date", "-pk")
    issued = set(models.IssuedReport.objects.values_list("audit_id", flat=True))
    return [
        AuditLine(
            row.ref,
            row.partnership.name,
            row.partnership.ref,
            row.starts_date,
            row.pk in issued,
            row.visibility == Visibility.SHARED,
        )
        for row in rows
    ]


def audit_view(audit: models.Audit) -> AuditView:
    """Return an audit as its pages need it."""
    return AuditView(audit, sides_of(audit), is_issued(audit), may_issue(audit))


def issued_report(audit: models.Audit) -> tuple[ReportShown, dt.datetime] | None:
    """Return the report as it was issued and when, None where there is none yet."""
    row = models.IssuedReport.objects.filter(audit=audit).order_by("pk").first()
    if row is None:
        return None
    try:
        return read_record(ReportShown, row.content, "report"), row.issued_at
    except InvalidInput:
        return None


def baseline_of(audit: models.Audit) -> models.Audit | None:
    """Return the audit before, if its report was issued: the one to compare with."""
    earlier = models.Audit.objects.filter(
        partnership_id=audit.partnership_id, visibility=audit.visibility, starts_date__lt=audit.starts_date
    )
    issued = models.IssuedReport.objects.values("audit_id")
    return earlier.filter(pk__in=issued).order_by("-starts_date", "-pk").first()


def respondents_of(audit: models.Audit) -> list[models.Respondent]:
    """Return who is asked, by side, level and name."""
    rows = models.Respondent.objects.filter(audit=audit).select_related("organization")
    order = {level: place for place, level in enumerate(Level.values)}
    return sorted(rows, key=lambda one: (one.organization.name, order[one.level], one.name))


def interview_notes(audit: models.Audit) -> dict[int, str]:
    """Return the notes of one's own organization, by interview."""
    return dict(models.InterviewNote.objects.filter(interview__audit=audit).values_list("interview_id", "text"))


@dataclass(frozen=True, slots=True)
class Gathering:
    """How much of each kind there is."""

    respondents: int
    interviews: int
    touchpoints: int
    unconfirmed: int
    artifacts: int
    groups: int
    released: int
    signals: int
    activities: int


def gathering_of(audit: models.Audit) -> Gathering:
    """Count what was gathered so far."""
    confirmed = Counter(models.Touchpoint.objects.filter(audit=audit).values_list("is_confirmed", flat=True))
    released = models.Element.objects.filter(group__audit=audit).exclude(visibility=Visibility.RESTRICTED)
    return Gathering(
        models.Respondent.objects.filter(audit=audit).count(),
        models.Interview.objects.filter(audit=audit).count(),
        confirmed[True],
        confirmed[False],
        models.Artifact.objects.filter(audit=audit).count(),
        models.RoleGroup.objects.filter(audit=audit).count(),
        released.values("group_id").distinct().count(),
        models.Signal.objects.filter(audit=audit).count(),
        Activity.objects.filter(at_level(audit), partnership_id=audit.partnership_id).count(),
    )


@dataclass(frozen=True, slots=True)
class ElementLine:
    """One rewarded behaviour with the grades that one may read."""

    element: models.Element
    grades: dict[str, int]

    @property
    def ref(self) -> str:
        """Return its reference in links."""
        return self.element.ref

    @property
    def is_released(self) -> bool:
        """Say whether everyone in the audit reads it."""
        return self.element.visibility != Visibility.RESTRICTED


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One role group with what one may read of its rewards."""

    group: models.RoleGroup
    is_own: bool
    elements: tuple[ElementLine, ...]
    joint_share: float | None

    @property
    def is_released(self) -> bool:
        """Say whether everything that is entered was released."""
        return bool(self.elements) and all(one.is_released for one in self.elements)

    @property
    def explained(self) -> float:
        """Return the sum of the weights."""
        return sum(one.element.weight for one in self.elements)


def group_lines(view: AuditView) -> list[GroupLine]:
    """Return the role groups of an audit with their elements and grades."""
    groups = list(
        models.RoleGroup.objects.filter(audit=view.audit).select_related("organization").order_by("organization", "pk")
    )
    grades: dict[int, dict[str, int]] = defaultdict(dict)
    rated = models.AlignmentRating.objects.filter(element__group__audit=view.audit)
    for element, side, grade in rated.values_list("element_id", "organization_id", "grade"):
        grades[element][str(side)] = grade
    elements: dict[int, list[ElementLine]] = defaultdict(list)
    for row in models.Element.objects.filter(group__in=groups).order_by("pk"):
        elements[row.group_id].append(ElementLine(row, grades[row.pk]))
    shares = dict(models.JointShare.objects.filter(group__in=groups).values_list("group_id", "share"))
    acting = current_principal().organization_id
    own = {acting} if view.is_shared else {side.organization.pk for side in view.sides}
    return [
        GroupLine(
            one,
            one.organization_id in own and one.owner_org_id == acting,
            tuple(elements[one.pk]),
            shares.get(one.pk),
        )
        for one in groups
    ]
