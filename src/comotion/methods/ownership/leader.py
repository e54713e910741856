"""Check of a single-threaded leader (specification 03 c2): one person, with authority on both sides."""

from collections.abc import Iterable
from dataclasses import dataclass

from comotion.methods.checks import below, not_negative, within
from comotion.methods.configuration.restart import Ownership
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

HARD = ("NOT_ONE_PERSON", "LACKS_AUTHORITY", "CANNOT_COMMIT_HOME", "CANNOT_COMMIT_PARTNER", "NO_SPONSOR_LINE")
SOFT = ("LOW_FOCUS", "NOT_SINGLE_THREADED")


@dataclass(frozen=True, slots=True)
class LeaderFacts:
    """What is known of the leader of an initiative.

    Parameters
    ----------
    seniority_rank : 1 staff to 6 C-level
    owners : people named as leader, 1 where there is one
    vp_mandate_written : whether someone of rank 5 or above signed a grant
    sponsor_access_days : longest agreed interval between talks with a sponsor, in days; None where none is agreed
    commits_home, commits_partner : whether resources may be committed at home and at the partner
    reports_to_both_sponsors : whether there is a direct line to the sponsor of each side
    focus_share : share 0–1 of working time; None where unknown
    initiatives_led : how many initiatives this person leads

    """

    seniority_rank: int
    owners: int = 1
    vp_mandate_written: bool = False
    sponsor_access_days: float | None = None
    commits_home: bool = False
    commits_partner: bool = False
    reports_to_both_sponsors: bool = False
    focus_share: float | None = None
    initiatives_led: int = 1

    def __post_init__(self) -> None:
        """Refuse ranks outside 1–6, shares outside 0–1 and negative counts."""
        within(self.seniority_rank, 1, 6, "seniority_rank")
        for count in (self.owners, self.initiatives_led, self.sponsor_access_days or 0):
            not_negative(count, "leader")
        if self.focus_share is not None:
            within(self.focus_share, 0.0, 1.0, "focus_share")


@dataclass(frozen=True, slots=True)
class LeaderCheck:
    """Whether a leader passes, which hard conditions fail, and what is advised."""

    passes: bool
    hard: tuple[str, ...]
    advice: tuple[str, ...]


@method(
    name="ownership.leader",
    version="1",
    example={"seniority_rank": 4, "commits_home": True, "commits_partner": True, "reports_to_both_sponsors": True},
)
def leader_check(facts: LeaderFacts, settings: MethodSettings) -> LeaderCheck:
    """Say whether a single-threaded leader can act.

    Asks: is it one person, with the standing and the resources to decide? Formula: all hard conditions hold: one
    person; rank ≥ 4, or a written mandate of a vice president with a sponsor within 14 days; commits resources at home
    and at the partner; direct line to the sponsors of both sides.

    Sure: Each condition is yes or no. Whether a fit leader will lead well, no check can tell.

    Parameters
    ----------
    facts : what is known of the leader, or read from the mandate
    settings : rank (4), days to a sponsor (14), share of time (0.5)

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a rank outside 1–6 or a share outside 0–1.

    Notes
    -----
    Source: specification 03 c2, after the first article and Bryar and Carr; 14 days and 0.5 are our inference. A share
    of time that is unknown is no finding.

    Examples
    --------
    >>> from comotion.methods.settings import default_settings
    >>> leader_check(LeaderFacts(4, commits_home=True, commits_partner=True), default_settings()).hard
    ('NO_SPONSOR_LINE',)

    """
    rules = settings.ownership
    hard = _failing(
        (
            ("NOT_ONE_PERSON", facts.owners == 1),
            ("LACKS_AUTHORITY", has_authority(facts, rules)),
            ("CANNOT_COMMIT_HOME", facts.commits_home),
            ("CANNOT_COMMIT_PARTNER", facts.commits_partner),
            ("NO_SPONSOR_LINE", facts.reports_to_both_sponsors),
        )
    )
    unfocused = facts.focus_share is not None and below(facts.focus_share, rules.focus_from)
    advice = _failing((("LOW_FOCUS", not unfocused), ("NOT_SINGLE_THREADED", facts.initiatives_led <= 1)))
    return LeaderCheck(not hard, hard, advice)


def has_authority(facts: LeaderFacts, rules: Ownership) -> bool:
    """Say whether rank, or a written mandate with a sponsor in reach, gives authority."""
    access = facts.sponsor_access_days
    reachable = access is not None and access <= rules.access_days
    return facts.seniority_rank >= rules.rank_from or (facts.vp_mandate_written and reachable)


def _failing(conditions: Iterable[tuple[str, bool]]) -> tuple[str, ...]:
    return tuple(code for code, holds in conditions if not holds)
