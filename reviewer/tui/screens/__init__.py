"""Screens: the desk, and what opens over it."""
