"""The quality report: what the reviews of a database say about the machine, as one value that every renderer prints."""
