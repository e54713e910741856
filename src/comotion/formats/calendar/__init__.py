"""Calendars (.ics): which meetings a file holds between two dates, in which series, and who takes part."""
