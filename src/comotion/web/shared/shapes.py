"""Small drawn signs: warnings, visibility, trend arrows and the brand. Shape carries the meaning, colour repeats it."""

from __future__ import annotations

_TEN = '<svg viewBox="0 0 10 10" aria-hidden="true">'
_EIGHTEEN = '<svg viewBox="0 0 18 14" aria-hidden="true">'

WARNINGS = {
    "high": f'{_TEN}<path d="M5 .3 9.7 5 5 9.7.3 5z" fill="currentColor"/></svg>',
    "medium": f'{_TEN}<path d="M5 1.3 8.8 8.4H1.2z" fill="none" stroke="currentColor" stroke-width="1.5"/></svg>',
    "low": f'{_TEN}<circle cx="5" cy="5" r="3.6" fill="none" stroke="currentColor" stroke-width="1.4"/></svg>',
    "good": f'{_TEN}<path d="M1.3 5.4 4 8l4.8-6" fill="none" stroke="currentColor" stroke-width="1.8"/></svg>',
}

VISIBILITY = {
    "lock": (
        f'{_EIGHTEEN}<rect x="4" y="6" width="10" height="7.5" rx="1.2" fill="currentColor"/>'
        '<path d="M6 6V4.2a3 3 0 0 1 6 0V6" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>'
    ),
    "rings": (
        f'{_EIGHTEEN}<circle class="co-g-us" cx="6.2" cy="7" r="4.6" fill="none" stroke-width="1.7"/>'
        '<circle class="co-g-ring-them" cx="11.8" cy="7" r="4.6" fill="none" stroke-width="1.7"/></svg>'
    ),
    "eye": (
        f'{_EIGHTEEN}<path d="M1.5 7C3.4 3.9 5.9 2.4 9 2.4s5.6 1.5 7.5 4.6c-1.9 3.1-4.4 4.6-7.5 4.6S3.4 10.1 1.5 7z" '
        'fill="none" stroke="currentColor" stroke-width="1.5"/>'
        '<circle cx="9" cy="7" r="2.1" fill="currentColor"/></svg>'
    ),
    "dots": (
        f'{_EIGHTEEN}<circle cx="4" cy="7" r="2.1" fill="currentColor"/><circle cx="9" cy="7" r="2.1" '
        'fill="currentColor"/><circle cx="14" cy="7" r="2.1" fill="currentColor"/></svg>'
    ),
}

TRENDS = {
    "rising": f'{_TEN}<path d="M5 1 9.4 9H.6z" fill="currentColor"/></svg>',
    "falling": f'{_TEN}<path d="M5 9 .6 1h8.8z" fill="currentColor"/></svg>',
}

BRAND = (
    '<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="M18.95 7.66A9.1 9.1 0 1 0 17.4 20.65'
    'L15.29 17.26A7.3 7.3 0 1 1 18.95 7.66Z" fill="currentColor"/>'
    '<circle class="co-brand-dot" cx="19.6" cy="15.1" r="3"/></svg>'
)
