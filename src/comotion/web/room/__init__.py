"""The partnership room: one partnership, section by section."""
