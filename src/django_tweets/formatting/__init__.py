"""Numbers and times as text in the active language."""
