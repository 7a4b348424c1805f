"""What it takes: see docs/benchmarks.md."""
