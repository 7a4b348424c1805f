"""App of a host that notifies of two kinds of its own. docs/customising.md quotes its modules."""
