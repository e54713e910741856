"""Communication: who meets whom, about what, and how long an answer takes (specification 03 c4–c7)."""
