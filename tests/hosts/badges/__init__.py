"""App with two notification kinds of its own. docs/customising.md quotes its modules."""
