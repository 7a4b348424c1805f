"""Tell errors of a broken file from those of the machine, in code that decodes files of members.

Libraries raise many types for a broken file. A full disk, or the time limit of a worker, is no
fault of the file: it must not be refused for that.
"""

from __future__ import annotations

import errno
import sys

from .file_storage import storing

LIBRARIES = sys.stdlib_module_names | {"PIL", "av", "pillow_heif", "_pillow_heif", __package__}
"""Packages whose exceptions a broken file can raise. Those of task backends are in others."""

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE}
"""Errors of the system that libavformat passes on, when it writes a file by its name."""


def raise_unless_broken(error: Exception) -> None:
    """Do nothing if error says that a file is broken.

    Else raise it again: an OSError as StorageError, for "try again later".
    """
    library = type(error).__module__.partition(".")[0]
    if library not in LIBRARIES:
        raise error
    # Pillow gives none. libavformat gives EIO and others for a broken file.
    number = getattr(error, "errno", None)
    if number in FULL or (number is not None and library != "av"):
        with storing():
            raise error
