"""Portfolio: every partnership of the program."""
