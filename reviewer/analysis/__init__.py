"""Looking at text: its words, what was changed in them, its language, its sentences, its quotation marks."""
