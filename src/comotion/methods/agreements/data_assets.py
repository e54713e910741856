"""Data ownership (specification 09 c2): who owns each shared asset, who may use it how, and what becomes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from comotion.methods.checks import known, unique
from comotion.methods.publishing import method
from comotion.methods.settings import MethodSettings

JOINT = "joint"


@dataclass(frozen=True, slots=True)
class DataAsset:
    """A shared data asset: its owner (a side, or ``joint``), the rights by side, and what happens to it at the end."""

    name: str
    owner: str | None = None
    rights: Mapping[str, str] = field(default_factory=dict)
    exit_handling: str | None = None
    personal_data: bool = False


@dataclass(frozen=True, slots=True)
class DataAssets:
    """The sides of an agreement and the data they share; ``says_none`` where it says that no data is shared."""

    sides: tuple[str, ...]
    assets: tuple[DataAsset, ...]
    says_none: bool = False


@dataclass(frozen=True, slots=True)
class DataOwnership:
    """The share of assets that are complete (None without assets), what each lacks, and the grade it allows."""

    data_ownership_coverage: float | None
    incomplete: dict[str, tuple[str, ...]]
    grade: int
    config_hash: str


def lacking(asset: DataAsset, sides: Sequence[str]) -> tuple[str, ...]:
    """Return what an asset lacks: ``owner``, ``rights``, ``exit_handling``.

    Rights are described for every side but the owner; a joint asset needs a rule for use by each side alone.

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for an owner or a right of somebody who is no side.

    """
    for side in asset.rights:
        known(side, sides, f"{asset.name}.rights")
    if asset.owner is not None:
        known(asset.owner, (*sides, JOINT), f"{asset.name}.owner")
    others = [side for side in sides if side != asset.owner]
    described = bool(others) and all(asset.rights.get(side, "").strip() for side in others)
    parts = (
        ("owner", asset.owner is not None),
        ("rights", described),
        ("exit_handling", bool((asset.exit_handling or "").strip())),
    )
    return tuple(name for name, met in parts if not met)


def ownership_coverage(assets: Sequence[DataAsset], sides: Sequence[str]) -> float | None:
    """Return complete assets / all assets, 0–1; None without assets."""
    if not assets:
        return None
    return sum(not lacking(asset, sides) for asset in assets) / len(assets)


_EXAMPLE = [
    {"name": "usage events", "owner": "a", "rights": {"b": "read"}, "exit_handling": "delete after 30 days"},
    {"name": "model outputs", "rights": {"a": "use", "b": "use"}},
]


@method(name="agreements.data_ownership", version="1", example={"sides": ["a", "b"], "assets": _EXAMPLE})
def data_ownership(inputs: DataAssets, settings: MethodSettings) -> DataOwnership:
    """Say for how much of the shared data ownership is settled.

    Asks: is it clear for each asset who owns it, who may use it how, and what happens at the end? Formula:
    ``data_ownership_coverage = assets with owner, rights and exit handling / all assets``; grade 2 of the data clause
    needs 1.0, or the statement that no data is shared.

    Sure: Exact for the assets that are listed; an asset nobody listed is not seen.

    Parameters
    ----------
    inputs : sides, assets, and whether the agreement says that no data is shared
    settings : only its hash is stored

    Raises
    ------
    InvalidInput
        ``UNKNOWN_ID`` for an owner who is no side, ``DUPLICATE_ID``.

    Notes
    -----
    Source: specification 09 c2, the second article's data ownership; the check is our inference.

    """
    unique((asset.name for asset in inputs.assets), "assets")
    coverage = ownership_coverage(inputs.assets, inputs.sides)
    missing = {asset.name: found for asset in inputs.assets if (found := lacking(asset, inputs.sides))}
    if coverage is None:
        return DataOwnership(None, missing, 2 if inputs.says_none else 0, settings.config_hash)
    return DataOwnership(coverage, missing, 1 if missing else 2, settings.config_hash)
