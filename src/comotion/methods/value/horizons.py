"""Three Horizon Test (specification 08 c1): is there value now, next and later."""

from dataclasses import dataclass
from itertools import product
from typing import Literal

from comotion.methods.checks import reaches, within
from comotion.methods.kernel.weighted_mean import weighted_mean
from comotion.methods.publishing import method
from comotion.methods.scored import Scored
from comotion.methods.settings import MethodSettings

HorizonClass = Literal["full_span", "near_and_next", "gap_in_the_middle", "today_only", "future_only", "none"]
_WITH_H1: dict[tuple[bool, bool], HorizonClass] = {
    (True, True): "full_span",
    (True, False): "near_and_next",
    (False, True): "gap_in_the_middle",
    (False, False): "today_only",
}


@dataclass(frozen=True, slots=True)
class HorizonGrades:
    """Grades 0 (nothing) to 4 (results seen) of value today, next and later; None where not graded."""

    h1: float | None
    h2: float | None
    h3: float | None


@dataclass(frozen=True, slots=True)
class HorizonResult:
    """The score that sorts, the horizons spanned, and the class that is the message (None where it is open)."""

    horizon_score: Scored
    spanned: int
    horizon_class: HorizonClass | None


def horizon_class(*, h1: bool, h2: bool, h3: bool) -> HorizonClass:
    """Return the class of three horizons, each spanned or not."""
    if h1:
        return _WITH_H1[h2, h3]
    return "future_only" if h2 or h3 else "none"


@method(name="value.horizons", version="1", example={"h1": 4, "h2": 1, "h3": 0})
def horizons(inputs: HorizonGrades, settings: MethodSettings) -> HorizonResult:
    """Test whether a partnership has value today, next and later.

    Asks: does it live from today only? Formula: ``horizon_score = 100 × (0.40·h1 + 0.35·h2 + 0.25·h3) / 4``; a horizon
    is spanned from grade 2 (planned with owner and date), since intentions do not count.

    Sure: The class is the message; equal scores can tell different stories. Grades rest on evidence that somebody
    judged.

    Parameters
    ----------
    inputs : grades 0–4 of the three horizons; a missing grade lowers coverage and leaves the class open unless the
        others decide it
    settings : weights of the horizons and the grade that spans one

    Raises
    ------
    InvalidInput
        ``OUT_OF_RANGE`` for a grade outside 0–4.

    Notes
    -----
    Source: specification 08 c1, the second article after Baghai, Coley and White; the weights are our inference.

    """
    grades = (inputs.h1, inputs.h2, inputs.h3)
    for name, grade in zip(("h1", "h2", "h3"), grades, strict=True):
        if grade is not None:
            within(grade, 0.0, 4.0, name)
    weights = settings.horizons
    score = weighted_mean(
        [
            ("h1", weights.h1, _points(inputs.h1)),
            ("h2", weights.h2, _points(inputs.h2)),
            ("h3", weights.h3, _points(inputs.h3)),
        ],
        settings,
    )
    spans = [() if grade is None else (reaches(grade, weights.spanned_from),) for grade in grades]
    classes = {horizon_class(h1=h1, h2=h2, h3=h3) for h1, h2, h3 in product(*(span or (True, False) for span in spans))}
    return HorizonResult(score, sum(True in span for span in spans), classes.pop() if len(classes) == 1 else None)


def _points(grade: float | None) -> float | None:
    return None if grade is None else 25.0 * grade
