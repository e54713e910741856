"""Communication evidence (specification 03 c7): what the records say about the echo chamber."""

from dataclasses import dataclass

from comotion.methods.checks import not_negative, reaches, within
from comotion.methods.communication.closure import Closure
from comotion.methods.communication.lag import LOWER_BOUND, Lag, lag_friction
from comotion.methods.communication.mapping import CommunicationMap
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings

_LINKS = 2


@dataclass(frozen=True, slots=True)
class CommunicationFacts:
    """The five readings behind the evidence, None where there is none.

    Parameters
    ----------
    cross_level_share : share 0–1 of hours between different levels
    missing_links : how many of the two links between adjacent levels no touchpoint makes
    feed_forward_closure_rate : share 0–1 of mature insights answered in time
    past_share : share 0–1 of classified minutes spent on the past
    lag_days : median days from signal to decision
    lag_is_lower_bound : whether the median was not reached

    """

    cross_level_share: float | None = None
    missing_links: int | None = None
    feed_forward_closure_rate: float | None = None
    past_share: float | None = None
    lag_days: float | None = None
    lag_is_lower_bound: bool = False

    def __post_init__(self) -> None:
        """Refuse shares outside 0–1, links that do not exist, and negative days."""
        for name in ("cross_level_share", "feed_forward_closure_rate", "past_share"):
            share = getattr(self, name)
            if share is not None:
                within(share, 0.0, 1.0, name)
        within(self.missing_links or 0, 0, _LINKS, "missing_links")
        not_negative(self.lag_days or 0.0, "lag_days")


@dataclass(frozen=True, slots=True)
class CommunicationEvidence:
    """Evidence friction, and the parts that are findings because they reach 50."""

    communication_evidence_friction: Scored
    findings: tuple[str, ...]


def communication_facts(found: CommunicationMap, answers: Closure, lag: Lag) -> CommunicationFacts:
    """Return the readings of a communication map, of insights and of signals, as the evidence takes them."""
    return CommunicationFacts(
        found.cross_level_share,
        len(found.missing_links) if found.links else None,
        answers.feed_forward_closure_rate,
        found.past_share,
        lag.lag_days,
        lag.lower_bound,
    )


@method(
    name="communication.evidence",
    version="1",
    example={
        "cross_level_share": 0.15,
        "missing_links": 1,
        "feed_forward_closure_rate": 0.25,
        "past_share": 0.64,
        "lag_days": 42,
    },
)
def communication_evidence(facts: CommunicationFacts, settings: MethodSettings) -> CommunicationEvidence:
    """Say how far the records show an echo chamber.

    Asks: do strategy and reality meet? Formula: weighted mean of ``level_isolation`` 0.25 = 100 × max(0, 1 −
    cross_level_share / 0.30), ``missing_link`` 0.20 = 100 × missing links / 2, ``feed_forward_failure`` 0.25 = 100 × (1
    − closure rate), ``past_heavy`` 0.15 = 100 × clamp((past_share − 0.30) / 0.40, 0, 1), ``lag`` 0.15 = lag friction.

    Sure: The figure carries its coverage and bounds, and each part can be missing. It rests on records, not on what
    people feel: the survey is the other half.

    Parameters
    ----------
    facts : shares 0–1, missing links 0–2, days; None where missing
    settings : weights and limits of the parts

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for shares outside 0–1, more than two links, negative days.

    Notes
    -----
    Source: specification 03 c7, our inference; a past share of 0.70 after the first article. A part from 50 on is a
    finding under its name.

    """
    parts = _parts(facts, settings)
    weights = dict(settings.communication.parts())
    notes = (LOWER_BOUND,) if facts.lag_is_lower_bound and facts.lag_days is not None else ()
    friction = weighted_mean([(name, weights[name], value) for name, value in parts.items()], settings, notes=notes)
    high = settings.friction.finding_from
    found = tuple(name for name, value in parts.items() if value is not None and reaches(value, high))
    return CommunicationEvidence(friction, found)


def _parts(facts: CommunicationFacts, settings: MethodSettings) -> dict[str, float | None]:
    rules, level, past = settings.communication, facts.cross_level_share, facts.past_share
    closed, links, days = facts.feed_forward_closure_rate, facts.missing_links, facts.lag_days
    heavy = None if past is None else (past - rules.past_from) / (rules.past_to - rules.past_from)
    return {
        "level_isolation": None if level is None else 100.0 * max(0.0, 1.0 - level / rules.cross_level_target),
        "missing_link": None if links is None else 100.0 * links / _LINKS,
        "feed_forward_failure": None if closed is None else 100.0 * (1.0 - closed),
        "past_heavy": None if heavy is None else 100.0 * min(1.0, max(0.0, heavy)),
        "lag": None if days is None else lag_friction(days, settings),
    }
