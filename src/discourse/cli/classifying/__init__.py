"""``discourse classify`` on the command line."""
