"""Candour gap (specification 02 c5): what is said alone and not before the other side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from comotion.methods.checks import reaches
from comotion.methods.friction.answers import CountedAnswer, Survey, by_mode, counted_answers
from comotion.methods.friction.questions import questions
from comotion.methods.friction.survey import EXAMPLE
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings
from comotion.methods.vocabulary import CAUSES, RootCause

GUARDED = "guarded_in_joint_setting"


@dataclass(frozen=True, slots=True)
class Candour:
    """Mean friction in both settings, their difference, whether it is a finding, and how many people stand behind it.

    All figures are None without a statement that was answered in both settings.
    """

    separate_mean: float | None
    joint_mean: float | None
    candour_gap: float | None
    flag: bool
    separate_n: int
    joint_n: int


@dataclass(frozen=True, slots=True)
class CandourGaps:
    """The candour gap of each cause, and the findings."""

    causes: dict[RootCause, Candour]
    findings: tuple[str, ...]
    config_hash: str


def candour_gap(separate: Sequence[float], joint: Sequence[float], settings: MethodSettings) -> Candour:
    """Return mean friction of separate answers minus that of joint ones; a finding from 15 points.

    Examples
    --------
    >>> from comotion.methods.settings import default_settings
    >>> candour_gap([75, 75], [50], default_settings()).candour_gap
    25.0

    """
    if not separate or not joint:
        return Candour(None, None, None, flag=False, separate_n=len(separate), joint_n=len(joint))
    gap = fmean(separate) - fmean(joint)
    flag = reaches(gap, settings.friction.candour_gap)
    return Candour(fmean(separate), fmean(joint), gap, flag, len(separate), len(joint))


@method(name="friction.candour", version="1", example=EXAMPLE)
def candour(survey: Survey, settings: MethodSettings) -> CandourGaps:
    """Compare what people say alone with what they say before the other side.

    Asks: is the joint talk guarded? Formula: per cause, mean friction of separate answers − mean friction of joint
    answers, over the statements answered in both settings.

    Sure: A mean of fewer than three people is not for display. A gap may also come from other people in the room or
    another day.

    Parameters
    ----------
    survey : sides, respondents, answers with their setting
    settings : points from which it is a finding (15)

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID``, ``DUPLICATE_ID``, ``DUPLICATE_ANSWER``, ``AMBIGUOUS_SIDE``, ``OUT_OF_RANGE`` outside 1–5,
        ``EMPTY_INPUT`` for a person who acts for nobody.

    Notes
    -----
    Source: specification 02 c5. The finding ``guarded_in_joint_setting:<cause>`` is raised first with the sponsors,
    without quotes, and changes no score. ``separate_n`` and ``joint_n`` count people: a mean of fewer than three is not
    for display.

    """
    answers = [one for one in counted_answers(survey)[0] if one.friction is not None]
    found = {cause: _of_cause(cause, answers, settings) for cause in CAUSES}
    flagged = tuple(f"{GUARDED}:{cause}" for cause, gap in found.items() if gap.flag)
    return CandourGaps(found, flagged, settings.config_hash)


def _of_cause(cause: RootCause, answers: Sequence[CountedAnswer], settings: MethodSettings) -> Candour:
    own = [one for one in answers if questions()[one.key[0]].cause == cause]
    separate, joint = by_mode(own, "separate"), by_mode(own, "joint")
    both = {one.key[0] for one in separate} & {one.key[0] for one in joint}
    alone, together = ([one for one in rows if one.key[0] in both] for rows in (separate, joint))
    gap = candour_gap(_values(alone), _values(together), settings)
    return replace(gap, separate_n=_people(alone), joint_n=_people(together))


def _values(answers: Sequence[CountedAnswer]) -> list[float]:
    return [one.friction for one in answers if one.friction is not None]


def _people(answers: Sequence[CountedAnswer]) -> int:
    return len({one.respondent for one in answers})
