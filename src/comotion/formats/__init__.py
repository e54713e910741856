"""Pure readers: bytes of a file from a stranger in, typed rows and problems out; one file a format, vendor or kind."""
