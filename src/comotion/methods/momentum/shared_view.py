"""The room's one page (specification 05 c2): conflicting readings stay side by side, minutes keep what was seen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from comotion.methods.checks import TOLERANCE, finite, unique
from comotion.methods.momentum.content import content_hash
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

CONFLICT = "CONFLICTING_READINGS"


@dataclass(frozen=True, slots=True)
class ViewReading:
    """One value of a metric for a period: whose it is (None where joint), its definition, and when it was taken."""

    metric: str
    period: str
    value: float
    taken_at: datetime
    side: str | None = None
    definition: str = ""

    def __post_init__(self) -> None:
        """Refuse NaN and infinity."""
        finite(self.value, self.metric)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more different values for one metric and period; all stay visible."""

    metric: str
    period: str
    readings: tuple[ViewReading, ...]

    @property
    def code(self) -> str:
        """Return the finding of this conflict."""
        return f"{CONFLICT}:{self.metric}:{self.period}"


@dataclass(frozen=True, slots=True)
class ViewItem:
    """A commitment, decision, insight or warning that is open, as the page shows it."""

    id: str
    text: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class SharedView:
    """What WTS, MBR and QSR all open: readings, open commitments and decisions, waiting insights, warnings.

    ``meeting`` is None while the page is live.
    """

    partnership: str
    as_of: datetime
    readings: tuple[ViewReading, ...] = ()
    commitments: tuple[ViewItem, ...] = ()
    decisions: tuple[ViewItem, ...] = ()
    insights: tuple[ViewItem, ...] = ()
    warnings: tuple[ViewItem, ...] = ()
    meeting: str | None = None


@dataclass(frozen=True, slots=True)
class FrozenView:
    """A shared view as it stood at its time, with conflicts, age of each reading in days, and the hash of it all."""

    view: SharedView
    conflicts: tuple[Conflict, ...]
    age_days: tuple[float, ...]
    findings: tuple[str, ...]
    content_hash: str

    def unchanged(self) -> bool:
        """Say whether the view is still the one that was frozen."""
        return content_hash(self.view) == self.content_hash


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that changed after the view was frozen, beside the one that was seen."""

    metric: str
    period: str
    side: str | None
    frozen: float
    present: float


def conflicts(readings: Iterable[ViewReading]) -> tuple[Conflict, ...]:
    """Return the metrics and periods for which the readings differ, with every reading of them.

    Examples
    --------
    >>> from datetime import UTC
    >>> at = datetime(2025, 3, 31, tzinfo=UTC)
    >>> mine, theirs = ViewReading("leads", "2025-03", 40, at, "a"), ViewReading("leads", "2025-03", 55, at, "b")
    >>> [conflict.code for conflict in conflicts([mine, theirs])]
    ['CONFLICTING_READINGS:leads:2025-03']

    """
    groups = defaultdict[tuple[str, str], list[ViewReading]](list)
    for reading in _ordered(readings):
        groups[reading.metric, reading.period].append(reading)
    return tuple(Conflict(*key, tuple(found)) for key, found in groups.items() if _differ(found))


def _ordered(readings: Iterable[ViewReading]) -> list[ViewReading]:
    return sorted(readings, key=lambda one: (one.metric, one.period, one.side or "", one.taken_at, one.value))


def _differ(readings: Sequence[ViewReading]) -> bool:
    values = [reading.value for reading in readings]
    return max(values) - min(values) > TOLERANCE


_READING = {"metric": "leads", "period": "2025-03", "taken_at": "2025-03-31T12:00:00"}


@method(
    name="momentum.shared_view",
    version="1",
    example={
        "partnership": "p1",
        "as_of": "2025-04-02T12:00:00",
        "readings": [{**_READING, "value": 40, "side": "a"}, {**_READING, "value": 55, "side": "b"}],
        "meeting": "mbr-2025-04",
    },
)
def freeze(view: SharedView, settings: MethodSettings) -> FrozenView:  # noqa: ARG001
    """Freeze the shared view into the minutes of a meeting.

    Asks: what did everybody see, and where do the figures disagree? Formula: two values of one metric and period that
    differ are a conflict; age = ``as_of − taken_at`` in days; the hash covers the whole view.

    Sure: Exact: the hash changes with any change of what was seen. Values that disagree stay side by side, none is
    chosen.

    Parameters
    ----------
    view : the page with its as-of time, readings and open items
    settings : not used by this rule

    Raises
    ------
    InvalidInput
        ``NOT_FINITE``, ``DUPLICATE_ID`` for a commitment, decision, insight or warning listed twice.

    Notes
    -----
    Source: specification 05 c2, after the first article. Nothing is averaged: every value of a conflict stays
    with its side, definition and date, under ``CONFLICTING_READINGS:<metric>:<period>``.

    """
    for name in ("commitments", "decisions", "insights", "warnings"):
        unique((item.id for item in getattr(view, name)), name)
    ordered = replace(view, readings=tuple(_ordered(view.readings)))
    found = conflicts(ordered.readings)
    ages = tuple((view.as_of - reading.taken_at).total_seconds() / 86400.0 for reading in ordered.readings)
    return FrozenView(ordered, found, ages, tuple(one.code for one in found), content_hash(ordered))


def corrections(frozen: FrozenView, readings: Iterable[ViewReading]) -> tuple[Correction, ...]:
    """Return the values that were corrected since a view was frozen; the frozen ones stay as they are."""
    present = {(one.metric, one.period, one.side): one.value for one in _ordered(readings)}
    return tuple(
        Correction(one.metric, one.period, one.side, one.value, now)
        for one in frozen.view.readings
        if (now := present.get((one.metric, one.period, one.side))) is not None and abs(now - one.value) > TOLERANCE
    )
