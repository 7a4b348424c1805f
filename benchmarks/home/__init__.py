"""Times of a home page, compared with alternatives: see docs/benchmarks.md."""
