"""Calls with values that fit: a file for each chapter of the manual, tables of templates over sets of values."""
