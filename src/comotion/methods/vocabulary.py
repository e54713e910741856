"""The enumerations of the specification (00, section 4), each with its order."""

from typing import Literal, get_args

Category = Literal["financial_performance", "strategic_alignment", "operational_efficiency", "relationship_health"]
Dimension = Literal["strategic_alignment", "value_exchange", "operational_efficiency", "relationship_health"]
ValueType = Literal["financial", "strategic", "operational"]
Direction = Literal["contribution", "return"]
CostKind = Literal["people", "engineering", "marketing", "legal", "other"]
Phase = Literal["quick_win", "restructure", "overhaul", "sunset_review", "measure_first"]
Tier = Literal["strategic", "growth", "transactional"]
TierOrNone = Literal["strategic", "growth", "transactional", "untiered", "unrated"]
Severity = Literal["low", "medium", "high"]
TierOfReview = Literal["wts", "mbr", "qsr"]
Level = Literal["executive", "management", "operational"]
RootCause = Literal["ownership_vacuum", "communication_echo_chamber", "success_metric_mismatch"]
MeetingKind = Literal["wts", "mbr", "qsr", "joint_planning", "stand_up"]

CATEGORIES: tuple[Category, ...] = get_args(Category)
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
VALUE_TYPES: tuple[ValueType, ...] = get_args(ValueType)
COST_KINDS: tuple[CostKind, ...] = get_args(CostKind)
PHASES: tuple[Phase, ...] = get_args(Phase)
TIERS: tuple[Tier, ...] = get_args(Tier)
LEVELS: tuple[Level, ...] = get_args(Level)
CAUSES: tuple[RootCause, ...] = get_args(RootCause)
