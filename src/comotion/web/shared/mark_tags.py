"""Template tags of marks: who sees it, what is wrong, what changed, how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comotion.narrative.names import WARNING_SEVERITIES, warning_name
from comotion.narrative.sentence import Sentence
from comotion.web.shared import shapes
from comotion.web.shared.reader import wording

_LEVELS = {0: "personal", 1: "restricted", 2: "private", 3: "shared", 4: "overlap", 5: "groups"}
_NAMED = 3


def visibility(context: Any, level: Any, organization: Any = "", partners: Any = (), *, words: str = "") -> SafeString:
    """Say who sees something: a level by number or name, my organization, the other parties.

    ``words`` are the roles of a restricted thing, or what the other side sees of an overlap.
    """
    kind = _LEVELS.get(level, str(level))
    own = str(organization or getattr(context.get("organization"), "name", ""))
    shape, text = _visibility_words(kind, own, _names(partners), words)
    classes = "co-vis co-vis-only" if shape == "lock" else "co-vis"
    return SafeString(f'<span class="{classes}">{shapes.VISIBILITY[shape]}<span>{escape(text)}</span></span>')


def _names(partners: Any) -> list[str]:
    if isinstance(partners, str):
        return [partners] if partners else []
    return [str(getattr(partner, "name", partner)) for partner in partners]


def _visibility_words(kind: str, own: str, partners: Sequence[str], words: str) -> tuple[str, str]:
    if kind == "personal":
        return "lock", _("Only you")
    if kind in {"restricted", "private"}:
        roles = f", {words}" if words else ""
        return "lock", _("Only %(organization)s") % {"organization": own} + roles
    if kind == "shared":
        return "rings", _shared_words(partners)
    return ("eye", words) if kind == "overlap" else ("dots", words or _("Groups of 3 or more"))


def _shared_words(partners: Sequence[str]) -> str:
    if not partners:
        return _("Shared with the partner named")
    if len(partners) > _NAMED:
        count = {"count": len(partners)}
        return (
            ngettext("Shared with %(count)s organization", "Shared with %(count)s organizations", len(partners)) % count
        )
    return _("Shared with %(partners)s") % {"partners": wording().listed(partners)}


def mark(shape: str, text: Any, href: Any = "", *, tight: bool = False) -> SafeString:
    """Draw a state: ``high`` ◆, ``medium`` △, ``low`` ○ or ``good`` ✓ and its word; ``tight`` shows the shape alone."""
    word = conditional_escape(text)
    body = shapes.WARNINGS[shape] + (f'<span class="co-hidden">{word}</span>' if tight else f"<span>{word}</span>")
    if href:
        return SafeString(f'<a class="co-mark co-mark-{shape}" href="{escape(href)}">{body}</a>')
    return SafeString(f'<span class="co-mark co-mark-{shape}">{body}</span>')


def warning_mark(code: str, severity: str = "", href: Any = "", *, tight: bool = False) -> SafeString:
    """Draw the mark of an early warning; its severity is known from the code."""
    return mark(severity or WARNING_SEVERITIES.get(code, "low"), warning_name(code, wording()), href, tight=tight)


def avatar(name: Any, side: str = "us") -> SafeString:
    """Draw a person's or an organization's initials: round for us, square for ``them`` and ``org``."""
    words = [word for word in str(name).split() if word[:1].isalnum()]
    initials = escape("".join(word[0] for word in (words[:1] + words[1:][-1:])).upper())
    extra = "" if side == "us" else f" co-avatar-{side}"
    return SafeString(f'<span class="co-avatar{extra}" aria-hidden="true">{initials}</span>')


def diff(old: Any, new: Any) -> SafeString:
    """Write a change of a value: the old one struck, the new one bold; ``empty`` where there was none."""
    before = conditional_escape(old) if old not in {None, ""} else _("empty")
    after = conditional_escape(new) if new not in {None, ""} else _("empty")
    return SafeString(f'<span class="co-diff"><del>{before}</del> <ins>{after}</ins></span>')


def sentence(parts: Sentence, links: Any = None, *, explains: bool = True) -> SafeString:
    """Write a sentence; ``links`` maps the keys of its figures to addresses, and what has none stays text.

    ``explains`` says that the addresses are explanations, which open beside the page; rooms and lists open as pages.
    """
    known = links or {}
    opens = " data-co-explain" if explains else ""
    return SafeString("".join(_segment(segment.text, known.get(segment.key, ""), opens) for segment in parts))


def _segment(text: str, href: Any, opens: str) -> str:
    if not href:
        return str(escape(text))
    opening = "" if str(href).startswith("#") else opens
    return f'<a href="{escape(href)}"{opening}>{escape(text)}</a>'


def due(days_late: int, date_text: Any) -> SafeString:
    """Write a commitment's date, or in red by how many days it is late."""
    if days_late <= 0:
        return SafeString(f'<span class="co-item-date co-second">{conditional_escape(date_text)}</span>')
    words = ngettext("%(days)s day late", "%(days)s days late", days_late) % {"days": days_late}
    return SafeString(f'<span class="co-item-date co-late">{words}</span>')
