"""The example program: the files of an invented company, and the script that writes them."""
