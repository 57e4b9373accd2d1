"""What survives faults: the server killed at any moment, many clients at once."""
