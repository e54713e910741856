"""Pure readers: bytes of a file from a stranger in, typed rows and problems out. One file a format, a vendor, a kind."""
