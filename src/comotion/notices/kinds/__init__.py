"""One file a kind of notice; each holds ``KIND``."""
