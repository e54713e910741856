"""The sentence over a Friction Report and the words of its findings."""

import pytest

from comotion.methods.data import table
from comotion.narrative.friction import FINDINGS, ReportFacts, finding_text, report_sentence
from comotion.narrative.sentence import fits, plain

OV, EC, SM = "ownership_vacuum", "communication_echo_chamber", "success_metric_mismatch"


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (
            ReportFacts((OV,), 66.0, 53.0, levels_differ=True, sides_differ=False),
            "Nobody in particular answers for the joint goals. The companies see this alike; the levels are 53 points apart.",
        ),
        (
            ReportFacts((EC,), 60.0, None, levels_differ=True, sides_differ=True),
            "Each level hears mostly its own voice. The companies see this differently; the levels do not.",
        ),
        (ReportFacts((SM,), 55.0), "Each company rewards something else than the joint goal."),
        (ReportFacts((OV, SM), 60.0), "Ownership and metrics hold each other up, at 60.0."),
        (ReportFacts((OV,), 40.0), "None of the three causes is high; the highest stands at 40.0."),
        (ReportFacts((), None), "Too little was gathered to name a cause yet."),
        (
            ReportFacts((OV,), 70.0, levels_differ=False, sides_differ=None),
            "Nobody in particular answers for the joint goals. The levels agree.",
        ),
    ],
)
def test_sentence_names_the_cause_and_who_sees_it_differently(facts, text):
    sentence = report_sentence(facts)
    assert plain(sentence) == text
    assert fits(sentence)


def test_every_finding_of_the_audit_has_words():
    codes = {row["id"] for row in table("friction-actions")["actions"] if row["kind"] == "finding"}
    of_audit = {code for code in codes if code.partition(":")[0] in FINDINGS}
    assert {code.partition(":")[0] for code in of_audit} == set(FINDINGS)


def test_finding_says_where():
    assert finding_text("AUDIT_INCOMPLETE:artifacts", {}) == "the audit lacks five artifacts of three types"
    assert finding_text("level_gap:ownership_vacuum", {}) == "the levels see it differently (ownership)"
    assert finding_text("ALIGNMENT_DISPUTED:7/Sales/new_logo", {"7": "Halden"}) == (
        "the sides grade the same reward differently: “Halden, Sales, new customers”"
    )
    assert finding_text("past_heavy", {}) == "meetings look back"
    assert finding_text("SOMETHING_NEW", {}) == "something new"
