"""How many have answered, per side and level, without naming anybody; it may be read while a round runs."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from comotion.core.principal import past_the_wall
from comotion.partnerships.queries import parties_of
from comotion.surveys.enums import Level, Mode
from comotion.surveys.models import SurveyResponse, SurveyRound


@dataclass(frozen=True, slots=True)
class LevelResponse:
    """How many of one level of a side were asked and have answered; None where it is not said for so few."""

    level: str
    asked: int
    answered: int | None

    @property
    def title(self) -> str:
        """Return what people call the level."""
        return str(Level(self.level).label)


@dataclass(frozen=True, slots=True)
class SideResponse:
    """How many of a side were asked and have answered; ``answered`` is None where it is not said for so few."""

    organization_id: int
    name: str
    asked: int
    answered: int | None
    levels: tuple[LevelResponse, ...]


@past_the_wall()
def response_of(round_: SurveyRound) -> tuple[SideResponse, ...]:
    """Return how many have answered per side and level, never saying it of one person.

    A group of fewer than ``min_group`` people is not counted by itself. Nor is a level of a side whose uncounted rest
    is such a group: what is left when the counted levels are taken from the side would be that group's count.
    """
    names = {one.organization_id: one.name for one in parties_of(round_.partnership)}
    rows = SurveyResponse.unscoped.filter(round=round_, mode=Mode.SEPARATE)
    counted = {
        (organization, level): number
        for organization, level, number in rows.order_by()
        .values_list("organization_id", "level")
        .annotate(number=Count("pk"))
    }
    order = [*names, *(int(key) for key in round_.invited if int(key) not in names)]
    return tuple(
        _side_response(one, names.get(one, ""), round_.invited[str(one)], counted, round_.min_group)
        for one in order
        if str(one) in round_.invited
    )


def _side_response(
    organization: int, name: str, asked: dict[str, int], counted: dict[tuple[int, str], int], smallest: int
) -> SideResponse:
    total = sum(asked.values())
    rest = sum(number for number in asked.values() if number < smallest)
    is_told = rest == 0 or rest >= smallest
    levels = tuple(
        LevelResponse(
            level,
            asked[level],
            counted.get((organization, level), 0) if is_told and asked[level] >= smallest else None,
        )
        for level in Level.values
        if asked.get(level)
    )
    answered = sum(counted.get((organization, level), 0) for level in Level.values)
    return SideResponse(organization, name, total, answered if total >= smallest else None, levels)
