"""The pictures of a Friction Report: what each level says, and who meets whom."""

from comotion.figures.contact_map import Contact, contact_map
from comotion.figures.friction_levels import LevelPoint, LevelRow, friction_levels
from comotion.figures.rendering import svg_of
from comotion.narrative.wording import ENGLISH

LEVELS = ("executive", "management", "operational")


def row(name, *values, bands=("", "", "")):
    points = (
        LevelPoint(level, level.title(), value, band) for level, value, band in zip(LEVELS, values, bands, strict=True)
    )
    return LevelRow(name, tuple(points))


def test_levels_are_points_with_their_distance():
    figure = friction_levels([row("Ownership", 35, 63, 88), row("Metrics", 33, 42, 45)], ENGLISH)
    assert figure.sentence == "The levels are furthest apart on ownership: 53 points."
    assert figure.table.rows == (("Ownership", "35", "63", "88"), ("Metrics", "33", "42", "45"))
    drawn = svg_of(figure)
    assert all(f">{label}<" in drawn for label in ("35", "63", "88", "33", "42 45"))


def test_level_of_few_people_is_named_and_not_drawn():
    figure = friction_levels(
        [row("Ownership", None, 63, 88, bands=("moderate", "", "")), row("Metrics", None, None, None)], ENGLISH
    )
    assert figure.table.rows[0] == ("Ownership", "moderate", "63", "88")
    assert "Not shown, as too few answered: Executive on ownership" in figure.caption
    assert "fewer than 3" in svg_of(figure)


def test_without_any_level_there_is_no_picture():
    assert friction_levels([row("Ownership", None, None, None)], ENGLISH) is None


def test_score_is_not_rounded_over_a_band():
    figure = friction_levels([row("Ownership", 24.9, 50, 74.96)], ENGLISH)
    assert figure.table.rows == (("Ownership", "24.9", "50", "74.9"),)


PLACES = ("North, executive", "North, operational", "South, executive")


def test_contacts_show_hours_and_pairs_that_never_meet():
    contacts = [
        Contact(PLACES[0], PLACES[1], 0), Contact(PLACES[0], PLACES[2], 2.5), Contact(PLACES[1], PLACES[2], 0),
    ]  # fmt: skip
    figure = contact_map(PLACES, contacts, ENGLISH)
    assert figure.sentence == "2 of 3 pairs of levels and sides never meet."
    assert figure.table.rows[0] == ("North, executive", "South, executive", "2.5")
    assert [line[2] for line in figure.table.rows[1:]] == ["never", "never"]
    assert ">2.5<" in svg_of(figure)
    assert figure.narrow_spec["width"] < figure.spec["width"]


def test_contacts_that_all_meet_or_none():
    assert contact_map(PLACES, [Contact(*PLACES[:2], 1.0)], ENGLISH).sentence == (
        "Every level of every side meets every other one."
    )
    assert contact_map(PLACES, [Contact(*PLACES[:2], 0)], ENGLISH) is None
