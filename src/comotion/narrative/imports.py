"""The sentence over an import: what can be loaded, what cannot yet, and how little mends it."""

from __future__ import annotations

from dataclasses import dataclass

from comotion.narrative.sentence import Segment, Sentence, compose, joined
from comotion.narrative.wording import ENGLISH, Wording, capitalised


@dataclass(frozen=True, slots=True)
class ImportFacts:
    """Counts of rows: read, refused, for how many kinds of reason, how many kinds one click mends, and unchanged."""

    rows: int
    refused: int = 0
    reasons: int = 0
    mendable: int = 0
    unchanged: int = 0


def preview_sentence(facts: ImportFacts, wording: Wording = ENGLISH) -> Sentence:
    """Say before loading what will be loaded.

    Links: ``refused``.

    Examples
    --------
    >>> from comotion.narrative.sentence import plain
    >>> plain(preview_sentence(ImportFacts(6746, 37, 4)))
    '6,709 of 6,746 rows can be loaded. 37 cannot yet, for four reasons.'

    """
    if not facts.rows:
        return compose(wording.translate("This file has no rows to load."))
    if facts.unchanged and facts.unchanged == facts.rows - facts.refused:
        return joined(_known(facts, wording), _refused(facts, wording) if facts.refused else ())
    if not facts.refused:
        one, many = "The one row can be loaded.", "All {count} rows can be loaded."
        return compose(wording.plural(facts.rows, one, many), count=wording.number(facts.rows))
    return joined(_loadable(facts, wording), _refused(facts, wording))


def _known(facts: ImportFacts, wording: Wording) -> Sentence:
    one, many = "The one row is here already.", "Nothing is new: {count} rows are here already, just as they are."
    if facts.unchanged == facts.rows:
        many = "Nothing is new: all {count} rows are here already, just as they are."
    return compose(wording.plural(facts.unchanged, one, many), count=wording.number(facts.unchanged))


def _loadable(facts: ImportFacts, wording: Wording) -> Sentence:
    left = facts.rows - facts.refused
    if not left:
        one, many = "The one row cannot be loaded yet.", "None of {count} rows can be loaded yet."
        return compose(wording.plural(facts.rows, one, many), count=wording.number(facts.rows))
    text = wording.translate("{left} of {count} rows can be loaded.")
    return compose(text, left=wording.number(left), count=wording.number(facts.rows))


def _refused(facts: ImportFacts, wording: Wording) -> Sentence:
    one, many = "{refused} cannot yet, for one reason", "{refused} cannot yet, for {reasons} reasons"
    if facts.rows == facts.refused:
        one, many = "There is one reason", "There are {reasons} reasons"
    if facts.unchanged and facts.unchanged == facts.rows - facts.refused:
        one = "{refused} cannot be loaded yet, for one reason"
        many = "{refused} cannot be loaded yet, for {reasons} reasons"
    refused = Segment(wording.number(facts.refused), "refused")
    head = compose(wording.plural(facts.reasons, one, many), refused=refused, reasons=wording.few(facts.reasons))
    if not facts.mendable:
        return compose("{head}.", head=head)
    if facts.reasons == 1:
        return compose(wording.translate("{head}; it is mended with one click."), head=head)
    one = "{head}; one of them is mended with one click."
    many = "{head}; {mendable} of them are mended with one click each."
    return compose(wording.plural(facts.mendable, one, many), head=head, mendable=wording.few(facts.mendable))


def applied_sentence(created: int, changed: int, refused: int, wording: Wording = ENGLISH) -> Sentence:
    """Say after loading what was done; nothing that was left out is passed over. Links: ``refused``."""
    one, many = "{created} row is new and {changed} changed.", "{created} rows are new and {changed} changed."
    done = compose(wording.plural(created, one, many), created=wording.number(created), changed=wording.number(changed))
    if not refused:
        return joined(done, compose(wording.translate("Nothing was refused.")))
    one, many = "{count} row waits to be mended.", "{count} rows wait to be mended."
    count = Segment(capitalised(wording.number(refused)), "refused")
    return joined(done, compose(wording.plural(refused, one, many), count=count))


def since_sentence(counts: tuple[int, int, int] | None, wording: Wording = ENGLISH) -> Sentence:
    """Say how a file differs from the last one of its shape: rows new, different and gone; None where there is none.

    Examples
    --------
    >>> from comotion.narrative.sentence import plain
    >>> plain(since_sentence((2, 1, 0)))
    'Since the last file two rows are new and one is different.'

    """
    if counts is None:
        return compose(wording.translate("No file with these columns was loaded before this one."))
    forms = (
        ("one row is new", "{count} rows are new"),
        ("one is different", "{count} are different"),
        ("one is no longer there", "{count} are no longer there"),
    )
    parts = [
        wording.plural(count, one, many).format(count=wording.few(count))
        for count, (one, many) in zip(counts, forms, strict=True)
        if count
    ]
    if not parts:
        return compose(wording.translate("Nothing has changed since the last file."))
    return compose(wording.translate("Since the last file {parts}."), parts=wording.listed(parts))


def calendar_sentence(series: int, singles: int, wording: Wording = ENGLISH) -> Sentence:
    """Say what a calendar holds before anybody has said what it is.

    Examples
    --------
    >>> from comotion.narrative.sentence import plain
    >>> plain(calendar_sentence(3, 1))
    'Three series and one single meeting are with partners. Say what each of them is; nothing is loaded before.'

    """
    if not series + singles:
        return compose(
            wording.translate("Nothing in this calendar is with a partner in the year behind and the quarter ahead.")
        )
    asked = compose(wording.translate("Say what each of them is; nothing is loaded before."))
    parts = []
    if series:
        one, many = "{count} series is with a partner", "{count} series are with partners"
        if singles:
            one = many = "{count} series"
        parts.append(compose(wording.plural(series, one, many), count=capitalised(wording.few(series))))
    if singles:
        one, many = "{count} single meeting is with a partner", "{count} single meetings are with partners"
        if series:
            one, many = "{count} single meeting are with partners", "{count} single meetings are with partners"
        count = wording.few(singles) if series else capitalised(wording.few(singles))
        parts.append(compose(wording.plural(singles, one, many), count=count))
    if len(parts) == 1:
        return joined(compose("{part}.", part=parts[0]), asked)
    both = compose(wording.translate("{series} and {singles}."), series=parts[0], singles=parts[1])
    return joined(both, asked)


def meetings_sentence(loadable: int, unchanged: int, wording: Wording = ENGLISH) -> Sentence:
    """Say how many meetings of a calendar were confirmed, and how many of them are new.

    Examples
    --------
    >>> from comotion.narrative.sentence import plain
    >>> plain(meetings_sentence(19, 0)), plain(meetings_sentence(0, 1))
    ('19 meetings can be loaded.', 'Nothing is new: the one meeting is here already.')

    """
    if loadable:
        one, many = "{count} meeting can be loaded.", "{count} meetings can be loaded."
        return compose(wording.plural(loadable, one, many), count=wording.number(loadable))
    one, many = (
        "Nothing is new: the one meeting is here already.",
        "Nothing is new: all {count} meetings are here already.",
    )
    return compose(wording.plural(unchanged, one, many), count=wording.number(unchanged))
