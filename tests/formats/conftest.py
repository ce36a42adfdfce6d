"""The first text of a run loads the language profiles, which takes longer than Hypothesis allows an example."""

from hypothesis import settings

settings.register_profile("formats", deadline=None)
settings.load_profile("formats")
