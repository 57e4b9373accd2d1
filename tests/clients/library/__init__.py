"""A Django application of two models."""
