"""Histories of random transactions of many clients, checked for what their isolation level forbids."""
