"""Settings: the method settings of the program, the people, the audit log."""
