"""What the people of the demo community say: one module a topic or a group of languages.

Each module has one ``SCRIPT``, in the notation that ``community.script`` reads.
"""
