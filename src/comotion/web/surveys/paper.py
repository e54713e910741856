"""A questionnaire as pages: which question stands where, how far one is, and where Next and Back lead."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from comotion.surveys.answering import Given, Paper
from comotion.surveys.instruments import FALLBACK, Item

END = "end"


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """One question on its page."""

    item: Item
    text: str
    number: int
    count: int
    given: Given | None

    @property
    def is_last(self) -> bool:
        """Say whether no question follows."""
        return self.number == self.count

    def leads_to(self, button: str) -> str:
        """Return the place to which a button leads: back, or on."""
        if button == "back":
            return str(self.number - 1)
        return END if self.is_last else str(self.number + 1)


def question_page(paper: Paper, place: str) -> QuestionPage | None:
    """Return the question at a place, None where there is none: then it is the start."""
    items = paper.items
    if not place.isdecimal() or not 1 <= int(place[:4]) <= len(items):
        return None
    number = int(place[:4])
    item = items[number - 1]
    text = paper.text(item, get_language() or FALLBACK)
    return QuestionPage(item, text, number, len(items), paper.given.get(item.id))


def first_page(paper: Paper) -> str:
    """Return where one comes in: at the start, where one stopped, or at the end."""
    if not paper.given:
        return ""
    return str(paper.open_numbers[0]) if paper.open_numbers and paper.finished_at is None else END
