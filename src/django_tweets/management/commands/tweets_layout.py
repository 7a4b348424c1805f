"""manage.py tweets_layout: write the template that puts our pages into the site's base template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from django_tweets.layouts import (
    LAYOUT,
    LayoutError,
    Override,
    compose,
    find_base,
    find_engine,
    read_base,
)
from django_tweets.management import arguments

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from django.core.management.base import OutputWrapper
    from django.template import Engine


class Command(BaseCommand):
    help = (
        "Write django_tweets/layouts/base.html, the template that puts the pages of django_tweets "
        "into the base template of your site: find its blocks, and fill them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "base",
            nargs="?",
            type=arguments.plain_text,
            help="name of the base template; by default, the usual names",
        )
        parser.add_argument(
            "--directory",
            type=arguments.path,
            help="template directory; by default, the first of DIRS",
        )
        parser.add_argument("--dry-run", action="store_true", help="only print the template")
        parser.add_argument("--force", action="store_true", help="overwrite the file")

    def handle(
        self,
        *,
        base: str | None,
        directory: Path | None,
        dry_run: bool,
        force: bool,
        **options: Any,
    ) -> None:
        try:
            engine = find_engine()
            outline = read_base(engine, base) if base else find_base(engine)
        except (LayoutError, OSError, UnicodeError) as error:  # such as a folder, or a picture
            raise CommandError(str(error)) from None
        override = compose(outline)
        if "content" not in override.mapped:
            raise CommandError("\n".join(override.problems))
        if dry_run:
            self.stdout.write(override.source, ending="")
        else:
            try:
                path = self.write(engine, override, directory, overwrite=force)
            except OSError as error:
                raise CommandError(f"The template can't be written: {error}") from None
            self.stdout.write(self.style.SUCCESS(f"Written: {path}"))
        if options["verbosity"]:
            # Not between the lines of the template.
            self.report(override, self.stderr if dry_run else self.stdout)

    def write(
        self, engine: Engine, override: Override, directory: Path | None, *, overwrite: bool
    ) -> Path:
        """Write the template and return its path."""
        if directory is None:
            if not engine.dirs:
                raise CommandError(
                    'TEMPLATES has no DIRS. Add one (for example BASE_DIR / "templates"), or '
                    "name a template directory with --directory."
                )
            directory = Path(engine.dirs[0])
        path = directory / LAYOUT
        if path.exists() and not overwrite:
            raise CommandError(f"{path} exists. Overwrite it with --force, or see --dry-run.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(override.source, encoding="utf-8")
        for loader in engine.template_loaders:
            loader.reset()
        found = engine.get_template(LAYOUT).origin.name
        if Path(found).resolve() != path.resolve():
            self.stderr.write(
                f"Django finds {found} before this file. Let its directory come first in DIRS, or "
                "its app before django_tweets in INSTALLED_APPS."
            )
        return path

    def report(self, override: Override, out: OutputWrapper) -> None:
        """Print which block each of ours goes into, and the problems."""
        lines = [
            f"{ours}: goes into the block {theirs} of {override.base_name}."
            for ours, theirs in override.mapped.items()
        ]
        if override.container:
            lines.append(f'content: stands in an element of class="{override.container}".')
        lines += [
            f"extra_head: replaces the metadata in the block {name}." for name in override.emptied
        ]
        for line in lines:
            out.write(line, str)
        for problem in override.problems:
            out.write(problem, self.style.WARNING)
