"""How long a home page takes, beside what could have been used instead: docs/benchmarks.md."""
