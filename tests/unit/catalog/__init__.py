"""Tests of the recorded catalog."""
