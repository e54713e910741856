"""Pages: shared/ and one folder an area; areas.py is the menu."""
