"""Servers that tests and the cluster of the example project start: on free ports of 127.0.0.1."""
