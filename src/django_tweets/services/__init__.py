"""The verbs of the domain, each a function of model instances, and the only writers.

Each checks the rule it owns, runs in one transaction, is idempotent, and returns the object.
"""

from .profiles import create_profiles, update_profile
from .publishing import delete, edit, publish

__all__ = ["create_profiles", "delete", "edit", "publish", "update_profile"]
