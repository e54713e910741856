"""Import: from a file to rows, with everything shown before anything is kept."""
