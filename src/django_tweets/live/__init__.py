"""Live updates: services announce changes, and open event streams receive them.

An announcement is a set of topics, such as "t:123" (tweet 123 has changed). It says nothing of
who may know: the reading side asks the database for each viewer before it sends anything. This
package carries topics from one process to all others, and knows no model.
"""

from .backend import BaseStream
from .postgres import PostgresStream
from .presence import find_present
from .publisher import announce
from .redis import RedisStream

__all__ = ["BaseStream", "PostgresStream", "RedisStream", "announce", "find_present"]
