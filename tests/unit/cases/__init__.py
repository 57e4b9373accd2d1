"""Tests of the machinery of the recorded cases."""
