"""Scorecards: metrics with weight, target and actual value, under a header that names partner and period."""

from decimal import Decimal

from comotion.formats.fields import Field, Kind, Values
from comotion.formats.kinds.readings import KPIS, PERCENT_KPIS
from comotion.formats.kinds.sides import PARTNERSHIP, side

SHARES = ("value", "target")


def percent(values: Values) -> Values:
    """Keep values written with a percent sign in percent where the KPI itself is counted in percent."""
    for name in SHARES:
        value = values.get(name)
        if values.pop(f"{name}_was_percent", None) and values["kpi"] in PERCENT_KPIS and isinstance(value, Decimal):
            values[name] = value * 100
    return values


KIND = Kind(
    name="scorecards",
    title="Scorecards",
    description="One row a metric with weight, target and actual value; partner and period may stand above the table.",
    identity=(("partnership", "kpi", "period", "side"), ("partnership", "kpi", "period")),
    complete=percent,
    signs=("target", "weight"),
    fields=(
        PARTNERSHIP,
        Field("period", "period", required=True, description="Month (2026-10, Oct 2026) or quarter (2026-Q3).",
              synonyms=("Month", "Quarter", "Reporting period", "Review period", "Periode")),
        Field("kpi", "choice", required=True, choices=KPIS, description="Id or title of the KPI.",
              synonyms=("Metric", "Measure", "Indicator", "KPI", "Metric name", "KPI name", "Kennzahl")),
        Field("weight", "probability", low=0, high=100, description="Weight in percent: 30, 0.3 and 30 % agree.",
              synonyms=("Weighting", "Weight (%)", "Weight %", "Gewicht", "Gewichtung")),
        Field("target", "number", description="What was aimed at.",
              synonyms=("Goal", "Plan", "Target value", "Ziel", "Zielwert")),
        Field("value", "number", required=True, description="What came out; leave the row out where nothing did.",
              synonyms=("Actual", "Actual value", "Result", "Ist", "Istwert")),
        side(required=False, joint=True),
        Field("score", "number", description="Score as the sheet computed it; ours is computed anew.",
              synonyms=("Points", "Rating")),
        Field("weighted", "number", description="Weighted score as the sheet computed it.",
              synonyms=("Weighted score", "Weighted points")),
        Field("reviewed_date", "date", description="Day of the review.",
              synonyms=("Review Date", "Reviewed on", "Date of review")),
        Field("partner_manager", description="Who looks after the partner.",
              synonyms=("Partner Manager", "Manager", "CAM", "PAM")),
        Field("overall_score", "number", description="Overall score as the sheet computed it.",
              synonyms=("Overall Score", "Total score", "Overall")),
        Field("level", description="Level in your partner program, such as Gold.", synonyms=("Tier", "Partner tier")),
    ),
)  # fmt: skip
