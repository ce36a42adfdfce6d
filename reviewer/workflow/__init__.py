"""What people do: import, review, score, export; shared by the screen, the commands and the Python API.

Nothing here knows how it is shown. Time, randomness and the editor's name come in as arguments.
"""
