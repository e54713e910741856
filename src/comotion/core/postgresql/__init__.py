"""Django's PostgreSQL, with the name of who acts told to the database: the second wall (``core.wall``) goes by it."""
