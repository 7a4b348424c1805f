"""The avatars and banners of the demo community, and the script that draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from community.data_files import DATA, avatar_path, banner_path
from community.people import BY_USERNAME, ORGANISATION, PEOPLE
from PIL import Image, ImageChops, ImageStat

from scripts.draw_demo_pictures import __main__ as script
from scripts.draw_demo_pictures import avatars, banners

if TYPE_CHECKING:
    from pathlib import Path

AVATARS = sorted((DATA / "avatars").iterdir())
BANNERS = sorted((DATA / "banners").iterdir())


@pytest.mark.parametrize(("paths", "size"), [(AVATARS, (400, 400)), (BANNERS, (1500, 500))])
def test_pictures_are_different_webp_files_of_the_right_size(
    paths: list[Path], size: tuple[int, int]
) -> None:
    assert len({path.read_bytes() for path in paths}) == len(paths)
    for path in paths:
        with Image.open(path) as image:
            assert image.format == "WEBP"
            assert image.size == size


def test_two_thirds_have_an_avatar() -> None:
    assert 24 <= sum(avatar_path(person.username) is not None for person in PEOPLE) <= 30
    assert avatar_path(ORGANISATION.username)
    assert banner_path(ORGANISATION.username)
    assert {path.stem for path in (*AVATARS, *BANNERS)} <= set(BY_USERNAME)


def test_pictures_have_at_most_400_kilobytes() -> None:
    assert sum(path.stat().st_size for path in (*AVATARS, *BANNERS)) <= 400_000


def test_script_draws_all_committed_pictures() -> None:
    assert script.DATA == DATA
    assert {path.stem for path in AVATARS} == set(avatars.USERNAMES)
    assert {path.stem for path in BANNERS} == set(banners.SCENES)


def test_script_reproduces_committed_pictures(tmp_path: Path) -> None:
    # Three of 48: one takes a second.
    for name in ("ada", "ferryyard"):
        path = tmp_path / f"{name}.webp"
        avatars.draw_avatar(name).save_webp(path, script.AVATAR_SIZE, script.AVATAR_COLOURS)
        assert mean_difference(path, DATA / "avatars" / path.name) < 1
    path = tmp_path / "yuki.webp"
    banners.draw_banner("yuki").save_webp(path, script.BANNER_SIZE, script.BANNER_COLOURS)
    assert mean_difference(path, DATA / "banners" / path.name) < 1


def mean_difference(one: Path, other: Path) -> float:
    """Mean difference of two pictures per channel, from 0 to 255. Not 0 between Pillow versions."""
    with Image.open(one) as first, Image.open(other) as second:
        means = ImageStat.Stat(ImageChops.difference(first, second)).mean
    return max(means)
