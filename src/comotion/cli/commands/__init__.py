"""One module a group of commands; each has ``register(subparsers)`` and is found by looking in this folder."""
