"""Initiatives of a room: leaders with the authority check, the responsibility matrix, findings beside them."""
