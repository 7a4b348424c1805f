"""Time of a search, compared with the page of a profile, and time of publishing with search."""
