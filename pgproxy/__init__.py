"""The server: listener, sessions, transactions, storage in SQLite, configuration, command line."""

__version__ = "0.1.0"
