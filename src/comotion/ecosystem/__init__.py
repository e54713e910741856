"""What the partners of a program offer, and the links between them."""
