"""Translation errors: what edits suggest, and what errors weigh.

Candidates are read out of an edit by written rules (`candidates`); a scorecard says what an error of which kind and severity
weighs and when a text passes (`scorecard`). The two know nothing of each other, and neither stores anything.
"""
