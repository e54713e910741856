"""Readings: values of KPIs for periods; long, or wide with one column a KPI or one column a period."""

from decimal import Decimal

from comotion.formats.fields import Field, Kind, Values, Wide
from comotion.formats.kinds.sides import PARTNERSHIP, side

KPIS: dict[str, tuple[str, ...]] = {
    "revenue_vs_plan": ("revenue vs plan", "revenue versus plan", "revenue to plan", "plan attainment",
                        "revenue attainment"),
    "pipeline_coverage": ("pipeline coverage", "coverage", "pipeline coverage ratio"),
    "cost_to_serve_ratio": ("cost to serve ratio", "cost to serve", "cost ratio"),
    "revenue_growth_yoy": ("revenue growth yoy", "revenue growth", "yoy growth", "growth year over year",
                           "year over year growth"),
    "horizon_score": ("horizon score", "horizons"),
    "roadmap_milestones_met": ("roadmap milestones met", "milestones met", "roadmap milestones"),
    "value_type_count": ("value type count", "value types", "number of value types"),
    "fairness_index": ("fairness index", "fairness"),
    "decision_latency_days": ("decision latency days", "decision latency", "days to decision", "decision days"),
    "commitments_kept": ("commitments kept", "kept commitments", "commitments kept rate"),
    "lead_response_hours": ("lead response hours", "lead response time", "lead response", "hours to first contact"),
    "cadence_adherence": ("cadence adherence", "meetings held", "cadence"),
    "partner_satisfaction_10": ("partner satisfaction 10", "partner satisfaction", "satisfaction", "csat",
                                "partner satisfaction 0-10"),
    "trust_survey": ("trust survey", "trust", "trust score"),
    "executive_engagement": ("executive engagement", "sponsor engagement", "exec engagement"),
    "perception_gap": ("perception gap", "gap in perception"),
    "revenue_plan": ("revenue plan", "plan", "planned revenue", "plan revenue", "revenue target"),
    "partnership_cost": ("partnership cost", "cost", "costs", "partnership costs", "cost of the partnership"),
}  # fmt: skip
PERCENT_KPIS = frozenset({"revenue_growth_yoy"})


def percent(values: Values) -> Values:
    """Keep a value written with a percent sign in percent where the KPI itself is counted in percent.

    The reader gives ``15 %`` as 0.15, which is right for every KPI that is a share or a ratio.
    """
    share = values.pop("value_was_percent", None)
    if share and values["kpi"] in PERCENT_KPIS and isinstance(values["value"], Decimal):
        values["value"] = values["value"] * 100
    return values


KIND = Kind(
    name="readings",
    title="KPI readings",
    description="One row a value of a KPI for a month or quarter; or one column a KPI; or one column a period.",
    identity=(("partnership", "kpi", "period", "side"), ("partnership", "kpi", "period")),
    complete=percent,
    wide=(
        Wide(item="kpi", value="value", prefix="kpi", names=KPIS),
        Wide(item="period", value="value", prefix="period", names={}),
    ),
    fields=(
        PARTNERSHIP,
        Field("kpi", "choice", required=True, choices=KPIS, description="Id or title of the KPI.",
              synonyms=("KPI", "Metric", "Measure", "Indicator", "KPI ID", "Metric name", "KPI name", "Kennzahl")),
        Field("period", "period", required=True, description="Month (2026-10, Oct 2026) or quarter (2026-Q3).",
              synonyms=("Month", "Quarter", "Period start", "Reporting period", "Date", "Monat", "Periode")),
        Field("value", "number", required=True, description="The value; leave the row out where there is none.",
              synonyms=("Actual", "Reading", "Result", "Amount", "Wert", "Actual value")),
        Field("unit", description="Unit, if not the KPI's own.", synonyms=("Units", "Unit of measure", "Einheit")),
        side(required=False, joint=True),
        Field("source", description="Where the value comes from.",
              synonyms=("Data source", "System", "Origin", "Quelle", "Source system")),
        Field("entered_by", description="Who entered it.", synonyms=("Entered by", "Author", "Reported by", "By")),
        Field("entered_at", "date", description="Day it was entered.",
              synonyms=("Entered at", "Entered on", "Entry date", "Reported on")),
    ),
)  # fmt: skip
