"""Draw the avatars, the banners and the pictures in tweets of the demo community.

Run: python -m scripts.draw_demo_pictures [FOLDER]

It writes ``avatars/USERNAME.webp``, ``banners/USERNAME.webp`` and ``pictures/`` into FOLDER, or
else over the committed files in ``example_project/community/data/``. It needs Pillow and takes
about a minute. The same version of Pillow draws the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scripts.draw_demo_pictures import attachments, avatars, banners

DATA = Path(__file__).parents[2] / "example_project" / "community" / "data"

# Colours of a picture: all pictures together are to be smaller than 400 KB.
AVATAR_COLOURS = 32
BANNER_COLOURS = 24

# The sizes in which django_tweets keeps pictures.
AVATAR_SIZE = (400, 400)
BANNER_SIZE = (1500, 500)


def main(folder: Path) -> None:
    for name in ("avatars", "banners", "pictures"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for username in avatars.USERNAMES:
        avatar = avatars.draw_avatar(username)
        path = folder / "avatars" / f"{username}.webp"
        avatar.save_webp(path, AVATAR_SIZE, AVATAR_COLOURS)
    for username in banners.SCENES:
        banner = banners.draw_banner(username)
        path = folder / "banners" / f"{username}.webp"
        banner.save_webp(path, BANNER_SIZE, BANNER_COLOURS)
    attachments.draw_all(folder / "pictures")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
