"""One file a kind of letter to an address that may have no account; each holds ``ASKING``."""
