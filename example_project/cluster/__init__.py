"""The example site as a cluster on one machine: see README.md."""
