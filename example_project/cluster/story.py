"""The story of a first day: members sign up, find each other, write, answer, like and delete.

Each member is a thread, which does one thing after the other. A form that was answered by an error
is sent again, as a person does, with the same key.
"""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING, Any

from scripts.servers.programs import ServerError

from .member import Answer, Browser, find_form_key, find_tweets

if TYPE_CHECKING:
    from collections.abc import Callable

    from .member import Journal

NAMES = ("ada", "bob", "cleo", "dan", "eve", "finn")
PASSWORD = "a very long bicycle"  # noqa: S105 - of members who don't exist
START = "/community/"
TRIES = 5
"""Number of times that a member sends a form whose answer is an error."""
PAUSE = 0.2
"""Seconds between two actions of a member, at most."""


class Member:
    """Somebody on their first day."""

    def __init__(self, port: int, name: str, journal: Journal) -> None:
        self.name, self.journal = name, journal
        self.browser = Browser(port, name, journal)
        self.random = random.Random(name)
        self.own: dict[int, str] = {}
        """Texts of the own tweets by id."""
        self.liked: set[int] = set()
        self.seen: list[tuple[str, int]] = []
        """Tweets of others on the last home page."""
        self.count = 0

    def sign_up(self) -> None:
        """Make an account, take the steps of the first minute, and follow all others."""
        self.browser.get("/sign-up/")
        account = {"username": self.name, "password1": PASSWORD, "password2": PASSWORD}
        self.write("sign up", "/sign-up/", account)
        names = {"display_name": self.name.title(), "handle": self.name}
        self.browser.get(f"{START}profile/name/")
        self.write("name", f"{START}profile/name/", names)
        for step in ("picture", "people", "hashtags"):
            self.browser.get(f"{START}welcome/{step}/")

    def follow_others(self) -> None:
        for other in NAMES:
            if other != self.name:
                self.browser.get(f"{START}@{other}/")
                self.write("follow", f"{START}@{other}/follow/", {}, profile=other)

    def write(self, verb: str, path: str, fields: dict[str, str], **facts: Any) -> Answer:
        """Send a form until it is done. Note it as acknowledged, or as unknown."""
        entry = {"member": self.name, "verb": verb, **facts}
        for _ in range(TRIES):
            answer = self.browser.post(path, fields)
            if 300 <= answer.status < 400:
                if verb in {"publish", "reply"}:
                    entry["tweet"] = find_tweets(answer.path)[-1][1]
                self.journal.writes.append(entry)
                return answer
            if 400 <= answer.status < 500 or answer.status == 200:
                break
            time.sleep(self.random.random())
        self.journal.unknown.append({**entry, "status": answer.status})
        return answer

    def expect(self, page: Answer, text: str, what: str, *, is_there: bool = True) -> None:
        """Note it if a page does not show what the member has just done."""
        if page.status == 200 and (text in page.text) is not is_there:
            self.journal.wrong.append(f"{self.name} {what}: {text!r}")

    def act(self) -> None:
        """Do one thing."""
        actions: dict[Callable[[], object], int] = {
            self.read_home: 30,
            self.read_thread: 15,
            self.read_profile: 10,
            self.read_notifications: 8,
            self.search: 4,
            self.publish: 8,
            self.reply: 6,
            self.like: 10,
            self.unlike: 2,
            self.edit: 4,
            self.delete: 3,
        }
        (action,) = self.random.choices([*actions], [*actions.values()])
        action()

    def read_home(self) -> Answer:
        page = self.browser.get(START)
        if page.status == 200:
            found = find_tweets(page.text)
            self.seen = [(author, pk) for author, pk in found if author != self.name]
        return page

    def read_thread(self) -> None:
        if self.seen:
            author, pk = self.random.choice(self.seen)
            self.browser.get(f"{START}@{author}/{pk}/")

    def read_profile(self) -> None:
        self.browser.get(f"{START}@{self.random.choice(NAMES)}/")

    def read_notifications(self) -> None:
        self.browser.get(f"{START}notifications/")

    def search(self) -> None:
        """Look for an own tweet: it is found as soon as it is published."""
        if self.own:
            text = self.random.choice([*self.own.values()])
            word = text.split()[-1]
            page = self.browser.get(f"{START}search/?q={word}")
            self.expect(page, text, "does not find a tweet")

    def publish(self) -> None:
        page = self.read_home()
        text = self._make_text("Tweet")
        self._publish("publish", f"{START}compose/", page, text)

    def reply(self) -> None:
        if not self.seen:
            return
        author, pk = self.random.choice(self.seen)
        page = self.browser.get(f"{START}@{author}/{pk}/")
        if page.status == 200:
            text = self._make_text("Reply")
            path = f"{START}@{author}/{pk}/reply/"
            self._publish("reply", path, page, text, to=pk, author=author)

    def _publish(self, verb: str, path: str, page: Answer, text: str, **facts: Any) -> None:
        key = find_form_key(page.text)
        answer = self.write(verb, path, {"content": text, "key": key}, text=text, **facts)
        if not answer.is_done or answer.status == 200:
            return
        _, pk = find_tweets(answer.path)[-1]
        self.own[pk] = text
        self.expect(self.browser.get(answer.path), text, "does not see a new tweet")

    def _make_text(self, what: str) -> str:
        self.count += 1
        return f"{what} number {self.count} of {self.name} {self.name}word{self.count}"

    def like(self) -> None:
        choice = [(author, pk) for author, pk in self.seen if pk not in self.liked]
        if choice:
            author, pk = self.random.choice(choice)
            path = f"{START}@{author}/{pk}/"
            if self.write("like", f"{path}like/", {}, tweet=pk, author=author).is_done:
                self.liked.add(pk)
                self.expect(self.browser.get(path), f"{path}unlike/", "does not see a like")

    def unlike(self) -> None:
        choice = [(author, pk) for author, pk in self.seen if pk in self.liked]
        if choice:
            author, pk = self.random.choice(choice)
            path = f"{START}@{author}/{pk}/unlike/"
            if self.write("unlike", path, {}, tweet=pk, author=author).is_done:
                self.liked.discard(pk)

    def edit(self) -> None:
        if self.own:
            pk = self.random.choice([*self.own])
            path = f"{START}@{self.name}/{pk}/"
            self.browser.get(f"{path}edit/")
            text = self._make_text("Edit")
            answer = self.write("edit", f"{path}edit/", {"content": text}, tweet=pk, text=text)
            if answer.is_done and answer.status != 200:
                self.own[pk] = text
                self.expect(self.browser.get(path), text, "does not see an edit")

    def delete(self) -> None:
        if len(self.own) > 3:
            pk = self.random.choice([*self.own])
            path = f"{START}@{self.name}/{pk}/"
            text = self.own.pop(pk)
            self.browser.get(f"{path}delete/")
            if self.write("delete", f"{path}delete/", {}, tweet=pk).is_done:
                page = self.browser.get(f"{START}@{self.name}/")
                self.expect(page, f"{text}<", "sees a deleted tweet", is_there=False)


class Play:
    """All members at once, each in a thread, until stop()."""

    def __init__(self, port: int, journal: Journal) -> None:
        self.journal = journal
        self.members = [Member(port, name, journal) for name in NAMES]
        self.errors: list[BaseException] = []
        self._ended = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Let everybody sign up, and then act."""
        for begin in (Member.sign_up, Member.follow_others):
            threads = [threading.Thread(target=self._run, args=(begin, m)) for m in self.members]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self._threads = [threading.Thread(target=self._act, args=(m,)) for m in self.members]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, count: int) -> None:
        """Wait until the members have sent so many more requests."""
        end = len(self.journal.requests) + count
        deadline = time.monotonic() + 180
        while len(self.journal.requests) < end:
            if self.errors:
                raise self.errors[0]
            if time.monotonic() > deadline:
                raise ServerError("The members get no answers any more.")
            time.sleep(0.05)

    def _run(self, work: Callable[[Member], None], member: Member) -> None:
        try:
            work(member)
        except BaseException as error:  # it is raised where the story waits
            self.errors.append(error)

    def _act(self, member: Member) -> None:
        while not self._ended.wait(member.random.random() * PAUSE) and not self.errors:
            self._run(Member.act, member)
