"""The invented explanation on the page of components."""

from __future__ import annotations

from comotion.narrative.sentence import Segment
from comotion.web.shared.explaining import Explanation, Gap, PartRow, Source
from comotion.web.shared.showcase import NEARLY

_PARTS = (
    PartRow("Financial performance", "30", "81.0", "24.3"),
    PartRow("Strategic alignment", "25", "59.1", "14.8"),
    PartRow("Operational efficiency", "25", "61.3", "15.3", note="75% covered"),
    PartRow("Decision time, 14 days", "1", "58.3", is_inner=True),
    PartRow("Commitments kept, 0.70", "1", "56.3", is_inner=True),
    PartRow("Rhythm held, 0.87", "1", "69.4", is_inner=True),
    PartRow("Lead response: no reading since July", "1", "", is_inner=True, is_missing=True),
    PartRow("Relationship health", "20", "55.0", "11.0"),
)
_SOURCES = (
    Source("Revenue against plan, 1.08", "Import from the CRM", "2 Nov, 06:10"),
    Source("Trust survey, 55", "14 of 19 answered, both sides", "30 Oct"),
    Source("Partner satisfaction, 5.9", "Marta Lindqvist, Halden", "29 Oct"),
)
_FACTS = (
    ("Method", "Scorecard 1.2"),
    ("Weights", "30, 25, 25, 20: program default"),
    ("Settings", "7f3ac21e, since 4 January 2026"),
    ("Computed", "3 November 2026, 06:12"),
)


def example_explanation(visibility: str, back: str) -> Explanation:
    """Return the explanation of the scorecard total of Halden Analytics."""
    sentence = (
        Segment(
            "65.4 is the weighted mean of four categories. One of 16 figures is missing: whatever it turns out to "
        ),
        Segment("be, the total stays between 61.6 and 67.8."),
    )
    return Explanation(
        name="Scorecard total",
        where="Halden Analytics, October 2026",
        visibility=visibility,
        figure=NEARLY,
        sentence=sentence,
        parts=_PARTS,
        total=PartRow("Total", "100", "", "65.4"),
        gaps=(
            Gap("the lead response time for August to October. Dario Venn was asked on 3 November.", "Ask again", back),
        ),
        sources=_SOURCES,
        facts=_FACTS,
        back=("Components", back),
        history=back,
    )
