"""A commitment that somebody made is late."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from comotion.notices.enums import Rate
from comotion.notices.kind import Kind
from comotion.notices.promises import answer_promise, link_to_promise, tell_promises

KIND = Kind(
    "commitment_late",
    gettext_lazy("Something I promised is late"),
    "commitment",
    Rate.AT_ONCE,
    tell_promises,
    answer_promise,
    link_to_promise,
)
