"""The demo community: who its people are, what they look like and what they say.

All of it is plain data, made without the library and without a database, so that whatever fills a
site with it (a command, a test, a benchmark) decides how.
"""
