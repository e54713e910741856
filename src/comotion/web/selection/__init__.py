"""Selection: the candidates and what the panel thinks of them."""
