"""Pure numbers and rules: what every figure means. No Django, no clock, no I/O."""
