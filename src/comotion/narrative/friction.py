"""What a Friction Report says in words: causes, verdicts, findings, and the sentence above it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from comotion.narrative.sentence import Segment, Sentence, compose, joined, longest_fitting
from comotion.narrative.wording import ENGLISH, Wording

CAUSES = {
    "ownership_vacuum": "Ownership vacuum",
    "communication_echo_chamber": "Communication echo chamber",
    "success_metric_mismatch": "Success metric mismatch",
}
SHORT_CAUSES = {
    "ownership_vacuum": "Ownership",
    "communication_echo_chamber": "Communication",
    "success_metric_mismatch": "Metrics",
}
VERDICTS = {
    "plateaued": "Plateaued",
    "stalled_cause_unknown": "Stalled, cause unknown",
    "at_risk": "At risk",
    "moving": "Moving",
    "undetermined": "Cannot be told yet",
}
VERDICT_MARKS = {
    "plateaued": "high",
    "stalled_cause_unknown": "high",
    "at_risk": "medium",
    "moving": "good",
    "undetermined": "low",
}
BANDS = {"low": "low", "moderate": "moderate", "high": "high", "severe": "severe"}
BAND_MARKS = {"low": "good", "moderate": "low", "high": "high", "severe": "high"}
LEVELS = {"executive": "Executive", "management": "Management", "operational": "Operational"}
STAGES = {
    "observed_to_escalated": "seen to escalated",
    "escalated_to_agenda": "escalated to agenda",
    "agenda_to_decided": "agenda to decision",
    "decided_to_started": "decision to start",
}
LINKS = {
    "executive-management": "executive and management",
    "management-operational": "management and operational",
}
BEHAVIOURS = {
    "new_logo": "new customers",
    "retention": "customers kept",
    "upsell": "more sold to customers",
    "volume": "volume",
    "margin": "margin",
    "utilisation": "billable hours",
    "delivery_quality": "quality of delivery",
    "adoption": "use by customers",
    "speed": "speed",
    "cost": "cost",
    "joint_handover_quality": "quality of the joint handover",
    "joint_pipeline": "joint pipeline",
}
PARTS = {
    "separate_interviews": "a separate interview of each side and level",
    "joint_interview": "one joint interview",
    "touchpoints": "a touchpoint of each review",
    "artifacts": "five artifacts of three types",
    "incentives": "what one role group of each side is rewarded for",
}
FINDINGS = {
    "evidence_exceeds_perception": "the documents are worse than people say",
    "perception_exceeds_evidence": "people say worse than the documents show",
    "guarded_in_joint_setting": "people speak more openly alone than before both sides",
    "side_gap": "the companies see it differently",
    "level_gap": "the levels see it differently",
    "AUDIT_INCOMPLETE": "the audit lacks",
    "NO_ACCOUNTABLE": "nobody answers for",
    "MULTIPLE_ACCOUNTABLE": "more than one person answers for",
    "ACCOUNTABLE_NOT_A_PERSON": "a group and no person answers for",
    "NO_RESPONSIBLE": "nobody works on",
    "SIDE_WITHOUT_ROLE": "one side has no part in",
    "TOO_MANY_CONSULTED": "more than four people are asked about",
    "OVERLOADED_ACCOUNTABLE": "answers for more than five activities:",
    "NOT_ONE_PERSON": "not exactly one leader:",
    "LACKS_AUTHORITY": "the leader lacks rank or a mandate:",
    "CANNOT_COMMIT_HOME": "the leader cannot commit people or money at home:",
    "CANNOT_COMMIT_PARTNER": "the leader cannot commit people or money at the partner:",
    "NO_SPONSOR_LINE": "the leader has no direct line to both sponsors:",
    "LOW_FOCUS": "the leader has less than half of their time for",
    "NOT_SINGLE_THREADED": "the leader leads more than this one:",
    "MANDATE_EXPIRED": "the mandate has run out:",
    "MANDATE_ONE_SIDED": "only one side has given a mandate:",
    "level_isolation": "the levels hardly meet",
    "missing_link": "no meeting holds adjacent levels",
    "feed_forward_failure": "insights get no answer",
    "past_heavy": "meetings look back",
    "lag": "signals wait for a decision",
    "not_on_agenda": "an insight reached no agenda",
    "no_disposition": "an insight got no answer",
    "not_reported_back": "nobody was told what became of an insight",
    "late": "an insight was answered late",
    "ALIGNMENT_DISPUTED": "the sides grade the same reward differently:",
    "goal_mismatch": "rewards pull away from the joint goal",
    "divergence": "counterparts are rewarded for different things",
    "joint_gap": "hardly any reward hangs on a joint metric",
}
_OPENINGS = {
    "ownership_vacuum": "Nobody in particular answers for the joint goals.",
    "communication_echo_chamber": "Each level hears mostly its own voice.",
    "success_metric_mismatch": "Each company rewards something else than the joint goal.",
}
HIGH = 50.0


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the sentence over a report is made of.

    ``level_gap`` is None where it may not be shown; ``levels_differ`` and ``sides_differ`` say whether it is worth a
    talk, None where nobody compared.
    """

    primary: tuple[str, ...]
    overall: float | None
    level_gap: float | None = None
    levels_differ: bool | None = None
    sides_differ: bool | None = None


def report_sentence(facts: ReportFacts, wording: Wording = ENGLISH) -> Sentence:
    """Say which cause stops the partnership, and who sees it differently.

    Links: ``causes``, ``levels``.

    Examples
    --------
    >>> from comotion.narrative.sentence import plain
    >>> plain(report_sentence(ReportFacts(("ownership_vacuum",), 66.0, 53.0, True, False)))[50:]
    'The companies see this alike; the levels are 53 points apart.'

    """
    opening = _opening(facts, wording)
    seen = _seen(facts, wording)
    return longest_fitting(joined(opening, seen), opening)


def _opening(facts: ReportFacts, wording: Wording) -> Sentence:
    if facts.overall is None:
        return compose(wording.translate("Too little was gathered to name a cause yet."))
    score = Segment(wording.score(facts.overall), "causes")
    if facts.overall < HIGH:
        return compose(
            wording.translate("None of the three causes is high; the highest stands at {score}."), score=score
        )
    if len(facts.primary) == 1:
        return compose(wording.translate(_OPENINGS[facts.primary[0]]))
    names = wording.listed([wording.translate(SHORT_CAUSES[cause]).lower() for cause in facts.primary])
    text = wording.translate("{names} hold each other up, at {score}.")
    return compose(text, names=names[:1].upper() + names[1:], score=score)


def _seen(facts: ReportFacts, wording: Wording) -> Sentence:
    levels = _levels(facts, wording)
    if facts.sides_differ is None:
        return compose("{levels}.", levels=_upper(levels)) if levels else ()
    alike = wording.translate(
        "The companies see this differently" if facts.sides_differ else "The companies see this alike"
    )
    return compose("{alike}; {levels}.", alike=alike, levels=levels) if levels else compose("{alike}.", alike=alike)


def _levels(facts: ReportFacts, wording: Wording) -> Sentence:
    if facts.levels_differ is None:
        return ()
    if not facts.levels_differ:
        return compose(wording.translate("the levels agree"))
    if facts.level_gap is None:
        return compose(wording.translate("the {levels} do not"), levels=Segment(wording.translate("levels"), "levels"))
    gap = Segment(wording.translate("{gap} points").format(gap=wording.whole_score(facts.level_gap)), "levels")
    return compose(wording.translate("the levels are {gap} apart"), gap=gap)


def _upper(sentence: Sentence) -> Sentence:
    first = sentence[0]
    return (Segment(first.text[:1].upper() + first.text[1:], first.key), *sentence[1:])


def finding_text(finding: str, names: Mapping[str, str], wording: Wording = ENGLISH) -> str:
    """Say in words what a finding found and where, as in ``NO_ACCOUNTABLE:ref``.

    Examples
    --------
    >>> finding_text("NO_ACCOUNTABLE:x1", {"x1": "Launch plan"})
    'nobody answers for “Launch plan”'

    """
    code, _, subject = finding.partition(":")
    known = FINDINGS.get(code)
    text = wording.translate(known) if known else code.replace("_", " ").lower()
    if not subject:
        return text
    return f"{text} {_subject(subject, names, wording)}"


def _subject(subject: str, names: Mapping[str, str], wording: Wording) -> str:
    if subject in SHORT_CAUSES:
        return f"({wording.translate(SHORT_CAUSES[subject]).lower()})"
    if subject in PARTS:
        return wording.translate(PARTS[subject])
    words = [wording.translate(BEHAVIOURS.get(one, names.get(one, one))) for one in subject.split("/")]
    return f"“{', '.join(words)}”"
