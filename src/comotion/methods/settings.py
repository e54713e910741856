"""The one configuration of all methods: versioned, frozen, and known by its hash (specification 00, section 6.7)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from hashlib import sha256
from typing import Any

from comotion.methods.configuration.agreements import Clarity, Foundations, Guardrails
from comotion.methods.configuration.choice import Choice, Escalation
from comotion.methods.configuration.ecosystem import Clusters, Ecosystem
from comotion.methods.configuration.kernel import Agreement, Bands, Coverage, Perception, Trend
from comotion.methods.configuration.momentum import Momentum
from comotion.methods.configuration.patterns import Patterns
from comotion.methods.configuration.portfolio import Phases, Tiers
from comotion.methods.configuration.restart import Communication, Friction, Incentives, Ownership, Plan, Pool, Rhythm
from comotion.methods.configuration.scorecard import Card, Participation, Warnings
from comotion.methods.configuration.selection import Readiness, Selection
from comotion.methods.configuration.value import AlignmentWeights, Fairness, Horizons, Roi
from comotion.methods.payloads import as_json, read_record


@dataclass(frozen=True)
class MethodSettings:
    """Every default that a result can depend on; a changed copy is made with ``dataclasses.replace``."""

    version: int = 1
    coverage: Coverage = field(default_factory=Coverage)
    bands: Bands = field(default_factory=Bands)
    trend: Trend = field(default_factory=Trend)
    perception: Perception = field(default_factory=Perception)
    agreement: Agreement = field(default_factory=Agreement)
    card: Card = field(default_factory=Card)
    warnings: Warnings = field(default_factory=Warnings)
    participation: Participation = field(default_factory=Participation)
    horizons: Horizons = field(default_factory=Horizons)
    alignment: AlignmentWeights = field(default_factory=AlignmentWeights)
    fairness: Fairness = field(default_factory=Fairness)
    roi: Roi = field(default_factory=Roi)
    phases: Phases = field(default_factory=Phases)
    tiers: Tiers = field(default_factory=Tiers)
    momentum: Momentum = field(default_factory=Momentum)
    choice: Choice = field(default_factory=Choice)
    escalation: Escalation = field(default_factory=Escalation)
    readiness: Readiness = field(default_factory=Readiness)
    selection: Selection = field(default_factory=Selection)
    clarity: Clarity = field(default_factory=Clarity)
    guardrails: Guardrails = field(default_factory=Guardrails)
    foundations: Foundations = field(default_factory=Foundations)
    clusters: Clusters = field(default_factory=Clusters)
    ecosystem: Ecosystem = field(default_factory=Ecosystem)
    patterns: Patterns = field(default_factory=Patterns)
    friction: Friction = field(default_factory=Friction)
    ownership: Ownership = field(default_factory=Ownership)
    communication: Communication = field(default_factory=Communication)
    incentives: Incentives = field(default_factory=Incentives)
    pool: Pool = field(default_factory=Pool)
    rhythm: Rhythm = field(default_factory=Rhythm)
    plan: Plan = field(default_factory=Plan)

    @cached_property
    def config_hash(self) -> str:
        """Return the first 16 hexadecimal digits of the SHA-256 of the canonical JSON."""
        text = json.dumps(_canonical(self.as_json()), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(text.encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """Return the settings as a JSON object that ``from_json`` reads back."""
        content: dict[str, Any] = as_json(self)
        return content

    @classmethod
    def from_json(cls, payload: Mapping[str, Any]) -> "MethodSettings":
        """Read settings from a JSON object; what is left out keeps its default.

        Raises
        ------
        InvalidInput
            For unknown fields, wrong types, and values that a group of settings refuses.

        """
        return read_record(cls, payload, "settings")


def _canonical(value: Any) -> Any:
    """Write whole numbers as floats, so that 75 and 75.0 are the same setting."""
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@cache
def default_settings() -> MethodSettings:
    """Return the defaults of the specification."""
    return MethodSettings()


def config_hash(settings: MethodSettings) -> str:
    """Return the hash that every result of these settings carries: 16 hexadecimal digits."""
    return settings.config_hash
