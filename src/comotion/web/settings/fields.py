"""Which method settings a person can change, in the order and the groups in which the page shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from comotion.methods.settings import MethodSettings
from comotion.narrative.names import CATEGORIES, KPIS


@dataclass(frozen=True, slots=True)
class SettingField:
    """One number: its path in the settings, what people read, the bounds a form can check by itself."""

    path: str
    label: Any
    minimum: float | None = 0
    maximum: float | None = None
    optional: bool = False

    @property
    def name(self) -> str:
        """Return the name of its form field."""
        return self.path.replace(".", "-")


WEIGHTS = tuple(SettingField(f"card.category_weights.{code}", _(title)) for code, title in CATEGORIES.items())
TIERS = (
    SettingField("tiers.shares.strategic", _("Strategic, share")),
    SettingField("tiers.shares.growth", _("Growth, share")),
    SettingField("tiers.shares.transactional", _("Transactional, share")),
    SettingField("tiers.margin", _("Lead needed to change tier, points"), maximum=50),
)
PHASES = (
    SettingField("phases.good_cut", _("A dimension is good from"), maximum=100),
    SettingField("phases.quick_win_potential", _("Quick win: potential from"), maximum=100),
    SettingField("phases.quick_win_effort", _("Quick win: effort up to"), minimum=1, maximum=5),
    SettingField("phases.restructure_potential", _("Restructure: potential from"), maximum=100),
    SettingField("phases.overhaul_potential", _("Overhaul: potential from"), maximum=100),
)


@dataclass(frozen=True, slots=True)
class KpiFields:
    """The four numbers of one KPI."""

    kpi: str
    category: str
    unit: str
    direction: str
    floor: SettingField
    target: SettingField
    ceiling: SettingField
    weight: SettingField


def kpi_fields(settings: MethodSettings) -> tuple[KpiFields, ...]:
    """Return the limits of every KPI that is judged by floor and target."""
    return tuple(
        KpiFields(
            kpi.id,
            kpi.category,
            kpi.unit,
            kpi.limits.direction,
            _limit(index, kpi.id, "floor"),
            _limit(index, kpi.id, "target"),
            _limit(index, kpi.id, "ceiling"),
            SettingField(f"card.kpis.{index}.weight", _("weight")),
        )
        for index, kpi in enumerate(settings.card.kpis)
        if kpi.limits.direction != "band"
    )


def _limit(index: int, kpi: str, part: str) -> SettingField:
    label = f"{KPIS.get(kpi, kpi)}, {part}"
    return SettingField(f"card.kpis.{index}.limits.{part}", label, minimum=None, optional=part == "ceiling")


def all_fields(settings: MethodSettings) -> Iterator[SettingField]:
    """Yield every field of the page."""
    yield from (*WEIGHTS, *TIERS, *PHASES)
    for fields in kpi_fields(settings):
        yield from (fields.floor, fields.target, fields.ceiling, fields.weight)


def read(content: dict[str, Any], path: str) -> Any:
    """Return the value at a dotted path; a number in the path is a place in a list."""
    found: Any = content
    for step in path.split("."):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def write(content: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a dotted path."""
    *steps, last = path.split(".")
    target: Any = read(content, ".".join(steps))
    target[last] = value
