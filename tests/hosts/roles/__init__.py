"""Parts of hosts with an unusual role: other URLs, other engines, other databases.

tests/roles/ says which settings belong to each.
"""
