"""An organization's whole estate: everything of it exported, imported elsewhere, or deleted for good."""
