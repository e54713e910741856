"""Mandate of a leader (specification 03 c2, 05 b): what each side granted, and what that lets the leader do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comotion.methods.checks import known, not_negative, within
from comotion.methods.configuration.restart import Ownership
from comotion.methods.momentum.content import content_hash
from comotion.methods.ownership.leader import LeaderCheck, LeaderFacts, leader_check
from comotion.methods.publishing import method
from comotion.methods.scored import InvalidInput
from comotion.methods.settings import MethodSettings

FINDINGS = ("MANDATE_EXPIRED", "MANDATE_ONE_SIDED")


@dataclass(frozen=True, slots=True)
class Terms:
    """What one side grants: people or budget, from one day to another, a sponsor, and days between talks with them."""

    side: str
    starts: date
    until: date
    people: tuple[str, ...] = ()
    head_count: float = 0.0
    time_share: float | None = None
    budget: float = 0.0
    currency: str = ""
    sponsor: str = ""
    talk_interval_days: float | None = None

    def __post_init__(self) -> None:
        """Refuse terms that end before they start, negative amounts and shares outside 0–1."""
        if self.until < self.starts:
            raise InvalidInput("DATE_ORDER", f"{self.side}.until", f"It ends on {self.until}, before {self.starts}.")
        for amount in (self.head_count, self.budget, self.talk_interval_days or 0.0):
            not_negative(amount, f"{self.side}.grant")
        if self.time_share is not None:
            within(self.time_share, 0.0, 1.0, f"{self.side}.time_share")

    @property
    def commits(self) -> bool:
        """Say whether the terms name people or a budget."""
        return bool(self.people or self.head_count or self.budget)


@dataclass(frozen=True, slots=True)
class GrantSignature:
    """Who signed a grant: person, rank 1–6, day, and the hash of the mandate's content as it was then."""

    person: str
    rank: int
    signed_on: date
    content_hash: str

    def __post_init__(self) -> None:
        """Refuse ranks outside 1–6."""
        within(self.rank, 1, 6, "rank")


@dataclass(frozen=True, slots=True)
class Grant:
    """One side's terms and the signatures under them."""

    terms: Terms
    signatures: tuple[GrantSignature, ...] = ()


@dataclass(frozen=True, slots=True)
class Mandate:
    """What a leader may commit, one grant per side; ``home`` is the leader's own side."""

    leader: str
    initiative: str
    home: str
    grants: tuple[Grant, ...]
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class MandateInputs:
    """A mandate with the sponsors of each side, what else is known of the leader, and the day of the check."""

    mandate: Mandate
    sponsors: Mapping[str, tuple[str, ...]]
    seniority_rank: int
    as_of: date
    owners: int = 1
    focus_share: float | None = None
    initiatives_led: int = 1


@dataclass(frozen=True, slots=True)
class MandateResult:
    """Facts about the leader as read from the mandate, the check of them, and findings about the mandate itself."""

    facts: LeaderFacts
    check: LeaderCheck
    findings: tuple[str, ...]
    content_hash: str
    config_hash: str


def mandate_hash(mandate: Mandate) -> str:
    """Return the hash of what is signed: leader, initiative and the terms of every side, without signatures."""
    terms = sorted((grant.terms for grant in mandate.grants), key=lambda one: one.side)
    return content_hash([mandate.leader, mandate.initiative, mandate.home, terms])


_TERMS = {"starts": "2025-01-01", "until": "2025-12-31", "head_count": 2, "talk_interval_days": 7}
_EXAMPLE_MANDATE = {
    "leader": "Ana",
    "initiative": "launch",
    "home": "a",
    "grants": [
        {"terms": {"side": "a", "sponsor": "Sam", **_TERMS}},
        {"terms": {"side": "b", "sponsor": "Tia", **_TERMS}},
    ],
}


@method(
    name="ownership.mandate",
    version="1",
    example={
        "mandate": _EXAMPLE_MANDATE,
        "sponsors": {"a": ["Sam"], "b": ["Tia"]},
        "seniority_rank": 4,
        "as_of": "2025-06-01",
    },
)
def mandate_check(inputs: MandateInputs, settings: MethodSettings) -> MandateResult:
    """Read from a mandate what its leader can commit.

    Asks: what may this leader promise today, and who said so? Formula: a grant counts while it is in force, that is
    from its first to its last day and not withdrawn, and signed on the present content; ``commits_home`` and
    ``commits_partner`` need a counting grant of that side that names people or a budget and is signed by a sponsor of
    that side; ``vp_mandate_written`` a signature of rank ≥ 5; ``sponsor_access_days`` is the longest agreed interval.

    Sure: Exact for the grants as signed and in force on the day.

    Parameters
    ----------
    inputs : the mandate, the sponsors of each side, rank 1–6 and share of time of the leader, the day
    settings : rank of who may write a mandate (5), and the limits of the leader check

    Raises
    ------
    InvalidInput
        ``DATE_ORDER`` for a grant that ends before it starts, ``UNKNOWN_ID`` for a side without an entry among the
        sponsors, ``OUT_OF_RANGE``.

    Notes
    -----
    Source: specification 03 c2 and 05 b. A grant that has run out counts no longer: ``MANDATE_EXPIRED``; grants of one
    side only: ``MANDATE_ONE_SIDED``. With more than two sides every other side is a partner.

    """
    mandate = inputs.mandate
    for side in (mandate.home, *(grant.terms.side for grant in mandate.grants)):
        known(side, inputs.sponsors, "side")
    facts = _facts(inputs, settings.ownership)
    return MandateResult(
        facts, leader_check(facts, settings), _findings(inputs), mandate_hash(mandate), settings.config_hash
    )


def _facts(inputs: MandateInputs, rules: Ownership) -> LeaderFacts:
    mandate, signed = inputs.mandate, _counting(inputs)
    committing = {grant.terms.side for grant in signed if grant.terms.commits and _by_sponsor(grant, inputs)}
    partners = set(inputs.sponsors) - {mandate.home}
    ranks = [signature.rank for grant in signed for signature in _valid(grant, inputs)]
    intervals = [grant.terms.talk_interval_days for grant in signed if grant.terms.talk_interval_days is not None]
    reported = {grant.terms.side for grant in signed if grant.terms.sponsor in inputs.sponsors[grant.terms.side]}
    return LeaderFacts(
        inputs.seniority_rank,
        inputs.owners,
        vp_mandate_written=max(ranks, default=0) >= rules.mandate_rank_from,
        sponsor_access_days=max(intervals, default=None),
        commits_home=mandate.home in committing,
        commits_partner=bool(partners) and partners <= committing,
        reports_to_both_sponsors=set(inputs.sponsors) <= reported,
        focus_share=inputs.focus_share,
        initiatives_led=inputs.initiatives_led,
    )


def _counting(inputs: MandateInputs) -> list[Grant]:
    """Return the grants in force that carry a signature on the present content."""
    withdrawn = inputs.mandate.withdrawn_on
    if withdrawn is not None and withdrawn <= inputs.as_of:
        return []
    in_force = (grant for grant in inputs.mandate.grants if grant.terms.starts <= inputs.as_of <= grant.terms.until)
    return [grant for grant in in_force if _valid(grant, inputs)]


def _valid(grant: Grant, inputs: MandateInputs) -> list[GrantSignature]:
    current = mandate_hash(inputs.mandate)
    return [one for one in grant.signatures if one.content_hash == current and one.signed_on <= inputs.as_of]


def _by_sponsor(grant: Grant, inputs: MandateInputs) -> bool:
    sponsors = inputs.sponsors[grant.terms.side]
    return any(signature.person in sponsors for signature in _valid(grant, inputs))


def _findings(inputs: MandateInputs) -> tuple[str, ...]:
    terms: Sequence[Terms] = [grant.terms for grant in inputs.mandate.grants]
    expired = any(one.until < inputs.as_of for one in terms)
    one_sided = len({one.side for one in terms}) == 1
    return tuple(code for code, found in zip(FINDINGS, (expired, one_sided), strict=True) if found)
