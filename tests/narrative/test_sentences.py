from __future__ import annotations

import pytest

from comotion.methods.scored import Scored
from comotion.narrative.explanation import Explained, explanation_sentence
from comotion.narrative.imports import ImportFacts, applied_sentence, preview_sentence
from comotion.narrative.names import WARNING_SEVERITIES, WARNINGS, figure_name, warning_name
from comotion.narrative.partnership import RoomFacts, room_sentence, shared_sentence, what_to_ask
from comotion.narrative.portfolio import NamedPartnership, PortfolioFacts, portfolio_sentence
from comotion.narrative.sentence import Segment, Sentence, compose, fits, joined, longest_fitting, plain
from comotion.narrative.today import TodayFacts, Warned, today_sentence
from comotion.narrative.wording import Wording

HALDEN, AURELIA = NamedPartnership("Halden Analytics", "halden"), NamedPartnership("Aurelia Banking", "aurelia")
EROSION = RoomFacts((70, 68, 64, 61, 55), (70, 70, 74, 77, 81), 140, 4, 2, ("Lead response",))
TWO = (Warned("Halden Analytics", "halden", "HIDDEN_EROSION"), Warned("Kestrel Payments", "kestrel", "GOING_DARK"))


def keys(sentence: Sentence) -> list[str]:
    return [segment.key for segment in sentence if segment.key]


def said(sentence: Sentence) -> str:
    return plain(sentence).replace("\N{NO-BREAK SPACE}", " ")


def test_compose_keeps_links_apart_and_merges_text() -> None:
    assert compose("From {a} to {b}.", a="68", b=Segment("55", "now")) == (
        Segment("From 68 to "),
        Segment("55", "now"),
        Segment("."),
    )


def test_joined_leaves_empty_sentences_out() -> None:
    assert plain(joined((), compose("One."), (), compose("Two."))) == "One. Two."


def test_fits_counts_words_and_links() -> None:
    assert fits(compose(" ".join(["word"] * 35)))
    assert not fits(compose(" ".join(["word"] * 36)))
    assert not fits(tuple(Segment("x", str(number)) for number in range(4)))


def test_longest_fitting_prefers_the_fullest() -> None:
    long, short = compose(" ".join(["word"] * 40)), compose("Short.")

    assert longest_fitting(long, short) == short
    assert longest_fitting(short, long) == short


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (PortfolioFacts(0, 0, 0, (), 0), ""),
        (
            PortfolioFacts(28, 26, 12, (HALDEN, AURELIA), 2),
            (
                "12 of 26 scored partnerships earn better than they work together. Halden Analytics and Aurelia Banking "
                "are now 25 points or more apart; two have too little data to be judged."
            ),
        ),
        (
            PortfolioFacts(3, 3, 1, (HALDEN,), 0),
            "1 of 3 scored partnerships earns better than it works together. Halden Analytics is now 25 points or more apart.",
        ),
        (
            PortfolioFacts(28, 26, 12, (HALDEN, AURELIA, HALDEN), 0),
            (
                "12 of 26 scored partnerships earn better than they work together. Halden Analytics, Aurelia Banking and "
                "one other are now 25 points or more apart."
            ),
        ),
        (
            PortfolioFacts(3, 2, 0, (), 1),
            "No partnership earns better than it works together. One has too little data to be judged.",
        ),
        (
            PortfolioFacts(4, 0, 0, (), 4),
            "None of 4 partnerships has enough data to be judged yet; readings are what is missing.",
        ),
    ],
)
def test_portfolio_says_who_earns_better_than_they_work_together(facts: PortfolioFacts, expected: str) -> None:
    assert plain(portfolio_sentence(facts)) == expected


def test_portfolio_links_the_partnerships_and_the_unjudged() -> None:
    assert keys(portfolio_sentence(PortfolioFacts(28, 26, 12, (HALDEN, AURELIA), 2))) == [
        "halden",
        "aurelia",
        "unjudged",
    ]


def test_portfolio_of_long_names_still_fits() -> None:
    long = NamedPartnership("The Very Long and Winding Company of Many Words and Sons of the North", "long")

    assert fits(portfolio_sentence(PortfolioFacts(28, 26, 12, (long, long), 2)))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            EROSION,
            ("Relationship health has fallen four months running, from 70 to 55, while revenue grew; the last quarterly "
            "review was 140 days ago."),
        ),
        (RoomFacts((60, 58, 55), (70, 70, 70), 1), ("Relationship health has fallen two months running, from 60 to 55; "
         "the last quarterly review was 1 day ago.")),
        (RoomFacts((55, 70), (), 20), "Relationship health has risen from 55 to 70; the last quarterly review was 20 days ago."),
        (RoomFacts((70, 61), (), 20), "Relationship health has fallen from 70 to 61; the last quarterly review was 20 days ago."),
        (RoomFacts((60, 61), (), None), "Relationship health holds at 61; no quarterly review has been held."),
        (RoomFacts((61,), (), None), "Relationship health stands at 61; no quarterly review has been held."),
        (RoomFacts(), "There are too few readings for a score yet. No quarterly review has been held."),
    ],
)  # fmt: skip
def test_room_says_what_changed(facts: RoomFacts, expected: str) -> None:
    assert said(room_sentence(facts)) == expected


def test_shared_sentence_tells_no_score() -> None:
    assert said(shared_sentence(EROSION)) == (
        "Four commitments are open, two of them late; the last quarterly review was 140 days ago."
    )
    assert keys(shared_sentence(EROSION)) == ["late", "review"]


def test_what_to_ask_starts_with_the_most_pressing() -> None:
    assert [plain(question) for question in what_to_ask(EROSION)] == [
        "What has changed for the people who work together since 70 was measured?",
        "What keeps the two late commitments?",
        "On which day can both sponsors hold the quarterly review?",
    ]


def test_what_to_ask_is_silent_when_all_is_well() -> None:
    assert what_to_ask(RoomFacts((60, 62), (), 30, 3, 0)) == ()


@pytest.mark.parametrize(
    ("explained", "expected"),
    [
        (
            Explained(Scored(65.4, 0.94, "ok", 61.6, 67.8, 15), "categories", 4, 16, 1),
            (
                "65.4 is the weighted mean of four categories. One of 16 figures is missing: whatever it turns out to be, the "
                "total stays between 61.6 and 67.8."
            ),
        ),
        (
            Explained(Scored(72.6, 1.0, "ok", 72.6, 72.6, 16), "readings", 3, 3, 0),
            "72.6 is the weighted mean of three readings. Nothing is missing.",
        ),
        (
            Explained(Scored(60.0, 0.8, "ok", 48.0, 68.0, 3)),
            "60.0 comes from one input. 80% of it is known: whatever the rest is, it stays between 48.0 and 68.0.",
        ),
        (
            Explained(Scored(None, 0.3, "insufficient", 18.0, 88.0, 5)),
            "There is no figure: 30% of what it needs is there, and half is the least from which one may be drawn.",
        ),
        (
            Explained(Scored(None, 0.0, "insufficient", 0.0, 100.0, 0)),
            "There is no figure, since none of its inputs has a reading.",
        ),
    ],
)
def test_explanation_says_what_is_missing_and_how_far_it_could_move(explained: Explained, expected: str) -> None:
    assert plain(explanation_sentence(explained)) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            TodayFacts(TWO, 3, 12),
            ("Two partnerships need you: Halden Analytics is losing trust behind rising revenue, and Kestrel Payments has "
            "stopped answering. Three of your commitments are late, the oldest by 12 days."),
        ),
        (TodayFacts(TWO[1:], 1, 1), "One partnership needs you: Kestrel Payments has stopped answering. One of your commitments is late by 1 day."),
        (TodayFacts((), 0, 0, 2), "None of your partnerships has an open warning. Two of your commitments are due this week."),
        (TodayFacts(next_meeting="Halden, weekly sync, 15:00"), "None of your partnerships has an open warning. Next is Halden, weekly sync, 15:00."),
        (TodayFacts(), "None of your partnerships has an open warning."),
        (TodayFacts(partnerships=721, unjudged=721, begin_with="revenue against plan"), "None of your 721 partnerships can be judged yet. Begin with revenue against plan."),
        (TodayFacts(partnerships=1, unjudged=1), "Your one partnership has too little data to be judged yet."),
        (TodayFacts(partnerships=9, unjudged=2, begin_with="fairness"), "None of your partnerships has an open warning. Two have too little data to be judged. Begin with fairness."),
    ],
)  # fmt: skip
def test_today_says_what_needs_me(facts: TodayFacts, expected: str) -> None:
    assert said(today_sentence(facts)) == expected


def test_today_of_many_warnings_fits() -> None:
    many = tuple(Warned("A Company of Five Words", f"k{number}", code) for number, code in enumerate(WARNINGS))

    sentence = today_sentence(TodayFacts(many, 12, 120))

    assert fits(sentence)
    assert plain(sentence).startswith("Eleven partnerships need you: ")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (ImportFacts(6746, 37, 4, 2), "6,709 of 6,746 rows can be loaded. 37 cannot yet, for four reasons; two of them are mended with one click each."),
        (ImportFacts(6746, 37, 4), "6,709 of 6,746 rows can be loaded. 37 cannot yet, for four reasons."),
        (ImportFacts(10, 2, 1, 1), "8 of 10 rows can be loaded. 2 cannot yet, for one reason; it is mended with one click."),
        (ImportFacts(12), "All 12 rows can be loaded."),
        (ImportFacts(3, 3, 1), "None of 3 rows can be loaded yet. There is one reason."),
        (ImportFacts(1, 1, 1), "The one row cannot be loaded yet. There is one reason."),
        (ImportFacts(0), "This file has no rows to load."),
        (ImportFacts(44, unchanged=44), "Nothing is new: all 44 rows are here already, just as they are."),
        (ImportFacts(1, unchanged=1), "The one row is here already."),
        (ImportFacts(389, 28, 1, unchanged=361), "Nothing is new: 361 rows are here already, just as they are. 28 cannot be loaded yet, for one reason."),
    ],
)  # fmt: skip
def test_import_says_what_can_be_loaded(facts: ImportFacts, expected: str) -> None:
    assert plain(preview_sentence(facts)) == expected


def test_import_says_what_was_loaded_and_what_waits() -> None:
    assert plain(applied_sentence(312, 148, 37)) == "312 rows are new and 148 changed. 37 rows wait to be mended."
    assert plain(applied_sentence(1, 0, 0)) == "1 row is new and 0 changed. Nothing was refused."


def test_sentences_are_translated_before_they_are_filled() -> None:
    german = Wording(
        "de", lambda text: {"All {count} rows can be loaded.": "Alle {count} Zeilen passen."}.get(text, text)
    )

    assert plain(preview_sentence(ImportFacts(1200), german)) == "Alle 1.200 Zeilen passen."


def test_every_warning_has_a_severity() -> None:
    assert WARNINGS.keys() == WARNING_SEVERITIES.keys()


def test_names_of_unknown_codes_are_readable() -> None:
    assert (figure_name("kpi.own_measure"), warning_name("NEW_THING")) == ("Own measure", "New thing")
