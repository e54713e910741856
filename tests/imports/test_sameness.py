"""Names that look alike: found, shown side by side, decided by a person, and not asked again."""

from __future__ import annotations

import pytest

from comotion.accounts.models import Account
from comotion.core.principal import past_the_wall
from comotion.identity.models import Organization
from comotion.imports import operations
from comotion.imports.likeness import bare_name, pairs
from comotion.imports.models import ImportRun, NameDecision
from comotion.partnerships.models import Partnership, Standing
from tests.factories import make_organization, make_partnership
from tests.imports.conftest import AT, Load, counts, previewed
from tests.imports.everything import everything

HEADER = "Partner,Level,Website\n"
TYPO = HEADER + "Haldn Analytics GmbH,Gold,halden.example\n"


def asked(run: ImportRun) -> list[tuple[str, str, str]]:
    return [(pair["name"], pair["other"], pair["verdict"]) for pair in run.pairs]


@pytest.fixture
def halden(organization: Organization) -> Partnership:
    return make_partnership(organization, "Halden Analytics", standing={"level": "Silver", "external_id": "H-1"})


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Haldn Analytics", "Halden Analytics"),
        ("Analytics Halden", "Halden Analytics"),
        ("The Halden Analytics Ltd.", "Halden Analytics GmbH & Co. KG"),
        ("HALDEN-ANALYTICS", "Halden Analytics"),
        ("BrightWater Consulting", "Bright Water Consulting"),
    ],
)
def test_names_that_look_alike_are_found(name: str, other: str) -> None:
    assert [(each.row, each.here) for each in pairs([(2, name, True)], {7: other})] == [(2, 7)]


@pytest.mark.parametrize("other", ["Halden Robotics", "Kestrel Analytics", "Halden", "Osprey"])
def test_names_that_only_share_a_word_are_not_asked(other: str) -> None:
    assert list(pairs([(2, "Halden Analytics", False)], {7: other})) == []


def test_two_rows_of_a_file_are_compared_unless_ids_tell_them_apart() -> None:
    named = [(2, "Osprey Robotics", False), (3, "Osprey Robotic", False)]

    assert [(each.row, each.earlier) for each in pairs(named, {})] == [(3, 2)]
    assert list(pairs([(row, name, True) for row, name, _ in named], {})) == []


def test_word_that_many_share_tells_nothing() -> None:
    crowd = {number: f"Systems {number:04d}" for number in range(200)}

    assert list(pairs([(2, "Systems 9999", False)], crowd)) == []
    assert bare_name("Inc.") == "inc"


@pytest.mark.usefixtures("principal", "halden")
def test_pair_is_shown_side_by_side_and_loaded_as_new_while_nobody_decides(load: Load) -> None:
    run = load(TYPO)

    assert asked(run) == [("Haldn Analytics GmbH", "Halden Analytics", "")]
    assert run.pairs[0]["fields"] == [
        {"field": "website", "new": "halden.example", "other": None},
        {"field": "level", "new": "Gold", "other": "Silver"},
        {"field": "external_id", "new": None, "other": "H-1"},
    ]
    assert (counts(run), Partnership.objects.count()) == ((1, 0, 0, 0), 2)


@pytest.mark.usefixtures("principal")
def test_the_same_becomes_a_change_and_is_not_asked_again(halden: Partnership, load: Load) -> None:
    run = previewed(TYPO)
    operations.decide(run=run, verdicts={2: "same"}, at=AT)
    decided = counts(run)
    operations.apply(run=run, at=AT)
    again = load(TYPO)

    assert (decided, counts(again)) == ((0, 1, 0, 0), (0, 0, 1, 0))
    assert asked(again) == [("Haldn Analytics GmbH", "Halden Analytics", "same")]
    standing = Standing.objects.get(partnership=halden)
    assert (standing.level, standing.website, standing.external_id) == ("Gold", "halden.example", "H-1")
    assert list(Partnership.objects.values_list("name", flat=True)) == ["Halden Analytics"]


@pytest.mark.usefixtures("principal", "halden")
def test_two_different_ones_are_created_and_not_asked_again(load: Load) -> None:
    run = previewed(TYPO)
    operations.decide(run=run, verdicts={2: "different"}, at=AT)
    again = previewed(TYPO)
    operations.apply(run=run, at=AT)

    assert (counts(run), asked(again)) == ((1, 0, 0, 0), [("Haldn Analytics GmbH", "Halden Analytics", "different")])
    assert Partnership.objects.count() == 2
    assert load(TYPO).pairs == []


@pytest.mark.usefixtures("principal", "halden")
def test_word_can_be_taken_back() -> None:
    run = previewed(TYPO)
    operations.decide(run=run, verdicts={2: "same"}, at=AT)
    operations.decide(run=run, verdicts={2: ""}, at=AT)

    assert (counts(run), asked(run)[0][2], NameDecision.objects.count()) == ((1, 0, 0, 0), "", 0)


@pytest.mark.usefixtures("principal")
def test_two_rows_called_the_same_are_loaded_once(load: Load) -> None:
    text = HEADER + "Osprey Robotics,Gold,\nOsprey Robotic,Silver,\n"
    run = previewed(text)
    operations.decide(run=run, verdicts={3: "same"}, at=AT)
    operations.apply(run=run, at=AT)
    again = load(text)

    assert (counts(run), counts(again)) == ((1, 0, 0, 1), (0, 0, 1, 1))
    assert run.problems[0]["message"] == "Row 3 and row 2 are the same record."
    assert Standing.objects.get().level == "Gold"


@pytest.mark.usefixtures("principal")
def test_accounts_are_compared_too(load: Load) -> None:
    load("Account ID,Account Name,Industry\nA1,Bramley Foundry Ltd,Steel\n")

    run = previewed("Account ID,Account Name,Industry\nB7,Bramley Foundry Limited,Castings\n")
    operations.decide(run=run, verdicts={2: "same"}, at=AT)
    operations.apply(run=run, at=AT)

    account = Account.objects.get()
    assert (account.name, account.external_id, account.industry) == ("Bramley Foundry Ltd", "A1", "Castings")


@pytest.mark.usefixtures("principal", "halden")
def test_undo_after_a_decision_restores_everything() -> None:
    run = previewed(TYPO)
    operations.decide(run=run, verdicts={2: "same"}, at=AT)
    before = everything()

    operations.apply(run=run, at=AT)
    operations.undo(run=run, at=AT)

    assert everything() == before


@pytest.mark.usefixtures("principal", "halden")
def test_loaded_run_is_decided_no_more(load: Load) -> None:
    run = load(TYPO)

    with pytest.raises(operations.UnableToImport):
        operations.decide(run=run, verdicts={2: "same"}, at=AT)


@pytest.mark.usefixtures("principal", "halden")
def test_what_another_organization_said_counts_nothing() -> None:
    other = make_organization("Other")
    said = {"kind": "partnerships", "name": "haldn analytics gmbh", "other": "halden analytics", "verdict": "same"}
    with past_the_wall():
        NameDecision.unscoped.create(owner_org=other, decided_at=AT, **said)

    assert asked(previewed(TYPO)) == [("Haldn Analytics GmbH", "Halden Analytics", "")]
