"""What searching takes, beside the plain page of a profile, and what it costs to be found."""
