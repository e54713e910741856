"""Import runs: preview, apply, undo; the same for every kind of file."""
