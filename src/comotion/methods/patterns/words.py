"""Sentences about patterns (specification 13 c6): what may be said, and what never."""

import re
from typing import Literal

from comotion.methods.checks import one_of

Subject = Literal["kept", "not_kept", "thin"]
FORBIDDEN = re.compile(
    r"\b(causes?|caused|drives?|driven by|leads? to|results? in|because of|due to|thanks to|boosts?|improves?|"
    r"impact of|effect of|proves|ensures|guarantees)\b",
    re.IGNORECASE,
)
OTHER_REASONS = (
    "better_partnerships_attract_the_practice",
    "size_or_age",
    "same_respondents",
    "survivors_only",
)
"""Possible other reasons, listed every time, as keys that the narrative puts into words."""


def forbidden_phrases(text: str) -> tuple[str, ...]:
    """Return the phrases of a text that claim more than an association.

    Examples
    --------
    >>> forbidden_phrases("Reviews lead to revenue.")
    ('lead to',)

    """
    return tuple(match.group(0).lower() for match in FORBIDDEN.finditer(text))


def figure(value: float) -> str:
    """Return a number as it is written in a sentence: three significant digits, no exponent.

    Examples
    --------
    >>> figure(2.366337), figure(115.0), figure(1234.5)
    ('2.37', '115', '1230')

    """
    rounded = float(f"{value:.3g}")
    return f"{rounded:.0f}" if abs(rounded) >= 100 else f"{rounded:g}"


def named(name: str) -> str:
    """Return the name of a practice or an outcome as words.

    Examples
    --------
    >>> named("regular_reviews")
    'regular reviews'

    """
    return name.replace("_", " ")


def kept_sentence(
    practice: str, outcome: str, estimate: tuple[float, float | None, float | None], numbers: tuple[int, int]
) -> str:
    """Return the sentence of a pattern that was kept.

    Parameters
    ----------
    practice, outcome : their names
    estimate : the difference with the ends of its interval, which may be missing
    numbers : partnerships with and without the practice

    """
    value, low, high = estimate
    direction = "lower" if value < 0 else "higher"
    if value < 0 and low is not None and high is not None:
        low, high = -high, -low  # lower by 5 (2 to 8), not by 5 (−8 to −2)
    return (
        f"Partnerships with {named(practice)} had {named(outcome)} {direction} by {figure(abs(value))} "
        f"({_span(low, high)}; n = {numbers[0]} and {numbers[1]}). "
        "This is an association in our data; it may have other reasons."
    )


def _span(low: float | None, high: float | None) -> str:
    return "no interval" if low is None or high is None else f"{figure(low)} to {figure(high)}"


def related_sentence(
    practice: str, outcome: str, estimate: tuple[float, float | None, float | None], number: int
) -> str:
    """Return the sentence of a kept correlation of ranks."""
    value, low, high = estimate
    direction = "lower" if value < 0 else "higher"
    return (
        f"Partnerships with more {named(practice)} had {named(outcome)} {direction}: correlation of ranks "
        f"{figure(value)} ({_span(low, high)}; n = {number}). "
        "This is an association in our data; it may have other reasons."
    )


def open_sentence(practice: str, number: int) -> str:
    """Return the sentence of a pattern that was not kept."""
    return (
        f"No clear difference between partnerships with and without {named(practice)} (n = {number}). "
        "That does not show there is none."
    )


def thin_sentence(number: int, needed: int) -> str:
    """Return the sentence for too few cases."""
    return f"Too few cases to say (n = {number}, needed {needed})."


def next_step(subject: Subject) -> str:
    """Return what may be done with a pattern, as a key: a kept one is a candidate for a trial, never more.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ENUM``.

    """
    one_of(subject, ("kept", "not_kept", "thin"), "subject")
    return {"kept": "candidate_for_trial", "not_kept": "stay_open", "thin": "collect_more_cases"}[subject]
