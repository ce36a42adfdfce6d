"""What editors keep correcting: the machine's phrases that they change again and again, learned from their edits.

Nothing is learned from one segment alone, and nothing is stored: what is found depends on the corrections that are given.
"""
