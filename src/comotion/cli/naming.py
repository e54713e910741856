"""From what a person types to one partnership."""

from __future__ import annotations

from comotion.cli.output import refuse

MOST_NAMED = 5


def named_partnership(text: str) -> str:
    """Return the id of the partnership that is meant: by id, by name, or by the only name that begins so."""
    from comotion.partnerships.models import Partnership

    found = Partnership.objects.filter(ref=text) or Partnership.objects.filter(name__iexact=text)
    found = found or Partnership.objects.filter(name__istartswith=text)
    partnerships = list(found.order_by("name")[: MOST_NAMED + 1])
    if not partnerships:
        refuse(f"There is no partnership “{text}”. “comotion portfolio” names them.")
    if len(partnerships) > 1:
        names = ", ".join(f"{one.name} ({one.ref})" for one in partnerships[:MOST_NAMED])
        refuse(f"“{text}” may be several: {names}. Give the id.")
    return partnerships[0].ref
