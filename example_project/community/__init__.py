"""The demo community: its members, and what they write, follow and like.

The texts and pictures are files in ``data/``. The modules here turn them into drafts with dates
that count back from now. They use neither django_tweets nor a database: only the management
command ``demo`` does, which saves the drafts.
"""
