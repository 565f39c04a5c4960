"""The firmware in a browser: see __main__.py."""
