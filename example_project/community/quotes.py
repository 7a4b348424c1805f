"""What people of the community have said with somebody's tweet in hand."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from .hours import when_awake
from .tweets import DraftTweet, place_of

if TYPE_CHECKING:
    from datetime import datetime

_SEED = 1898


class Quote(NamedTuple):
    """A comment, and words by which to find what it is on."""

    author: str
    of: str
    comment: str
    after: str = ""
    """Words of what gave the occasion, if that was said later."""


QUOTES = (
    Quote("kofi", "exam results: passed physics", "This is going up in the staff room, framed."),
    Quote(
        "kofi",
        "made a box. its not square",
        "That was the first box. Look where ambition gets you.",
        after="got into the apprenticeship",
    ),
    Quote(
        "joao",
        "Opened up the Marigold's garboard",
        "I look again, and I can see daylight, the river and a boat on it.",
        after="Slept in the boat. Woke up afloat.",
    ),
    Quote(
        "mira", 'One does not "pop" the guillotine', "On a card above every machine, please, Bea."
    ),
    Quote("sam", "There's always a duck.", "it's in the bylaws"),
    Quote(
        "priya",
        "52 km today, 31 parcels",
        "THREE TIERS. I checked it with a ruler, and then with a fork.",
    ),
    Quote("ada", "People ask me if I mind the machine", "best code review i've ever had"),
    Quote("minjun", "The tide gauge is live!", "the drainpipe is FAMOUS, i'm telling my mum"),
    Quote(
        "eleni",
        "the bell rang tonight!! it was a swan",
        "For the minutes: the warning worked, on all of us, in our pyjamas.",
    ),
    Quote(
        "chidi",
        "Wet Stick 1.1",
        "Reviewed and merged. The test needs a swan, so it isn't run every night.",
    ),
    Quote("nils", "How does it know where the water is", "It asks me."),
    Quote(
        "zuzana",
        "Hat.",
        "Photo in words: a hat in the air, and six hundred faces turned up to it. Number 214.",
    ),
    Quote(
        "siobhan",
        "Inside the boat holding the dolly",
        "I said that before I'd met one.",
        after="They came up from the bottom of the slip with it",
    ),
    Quote(
        "bea",
        "I've been told I'm hard to shop for",
        "I have read the list. Part 4 is a cuddly toy. — Bea",
    ),
    Quote("meiyu", 'Whoever put a "day sleeper', "It was the garden. I only held the pencil."),
    Quote("tariq", "Nobody tells you that the accordion", "nor this, about babies"),
    Quote("old_bill", "asked bill how he got so old", "Four sheds."),
    Quote("wanjiru", "the swans are on the cycle path again", "People of the county: like this."),
    Quote("carmen", "No, that wasn't an eagle.", "Una gaviota con autoestima. Como mi radio."),
    Quote(
        "amelie",
        'I was asked to draw "a normal dog"',
        "I've asked again. The artist says that the world isn't ready.",
    ),
    Quote("anya", "Reading the manual of a 1961 tape recorder", "I shall say this to the choir."),
    Quote(
        "ferryyard",
        "The post office clock is right.",
        "The Yard congratulates the post office, and its pen friend.",
    ),
    Quote(
        "siobhan",
        '"Middlemarch" week three',
        "And it was me they made promise to behave.",
    ),
    Quote("sam", "Potato prints are still on the ceiling", "permanent collection"),
    Quote("giulia", "Sold EDIT & KNI.", "The only misprint that ever came home to its owners."),
    Quote(
        "yuki",
        "Found a pencil line from 1926",
        '"Nearly" is an honest measurement. 「だいたい」より、ずっと誠実です。',
    ),
    Quote("chidi", "A pendulum is the only machine", "My retry logic would like a word."),
    Quote(
        "aroha", "The sad dinghy has good ribs.", "I've looked too. I'm only saying that I looked."
    ),
    Quote(
        "eleni", "Fui ver outra vez o bote triste", "He only talked. For an hour. I held the lamp."
    ),
    Quote("fatima", "A boy of about six just told me", "Le beige, c'est le sommet."),
    Quote("emre", "The kettle queue this morning", "and one courier, not queueing, with a cup"),
    Quote(
        "linh",
        "A lady came in to get out of the rain",
        "I only came to ask if a table was real.",
    ),
    Quote(
        "rosa",
        "Somebody has crocheted covers",
        "La de las orejas es la más abrigadita. Digo yo, que no sé nada.",
    ),
    Quote(
        "carmen",
        "repainted the white line",
        "Yo sí lo sé. Tenía pintura en el casco. ¿Verdad, Tariq?",
    ),
    Quote("tariq", "Taught an 81-year-old to solder", "icing, but angry: also how to true a wheel"),
    Quote("omar", "Backups restored on a spare machine", "an untested chain hook also"),
    Quote(
        "kofi",
        "a talking teddy from 1994",
        "Read this out at assembly. The caretaker had to go and look at something in the corridor.",
    ),
    Quote(
        "grace",
        "Numbers: 140 bacon or mushroom rolls",
        "I came off shift to this, and somebody had kept one for me, in a tea towel.",
    ),
    Quote("ferryyard", "there were fifty-one people in this", "Written down."),
    Quote(
        "old_bill",
        "Developed a roll somebody found in the mud",
        "It hangs over her wireless now.",
        after="Bill walked me round to Pilot Street",
    ),
    Quote("hamish", "Today we measured things in Hamishes", "jonas asked if i can be calibrated"),
    Quote("ilse", "HMS Potato has a figurehead", "It passed my window and I saluted."),
    Quote("linh", "race results: 1st a nine year old", "The vacuum cleaner trains on my table."),
    Quote("nils", "Seventy years I have looked at that river", "Seventy-one, Bill."),
    Quote("joao", "which end of the spokeshave", "Dewi, it's like the choir: you pull, and hope."),
    Quote("dewi", "The stepper motor band played", "As a professional: lovely, no bass. I'm free."),
    Quote(
        "meiyu",
        "The apple graft took!!!",
        "樹不急，人也不急。 I have cut a label for it, out of slate.",
    ),
    Quote("ada", "the grey box turned itself off", "six years of uptime! it gets a sticker"),
    Quote("yuki", "João's speech, complete", "日本語にしてみました。これより短くなりません。"),
    Quote("bea", "Accounts for the last quarter", "It was 40p, and it was mine. — Bea"),
)


def quotes(drafts: list[DraftTweet], now: datetime) -> list[DraftTweet]:
    """The quotes of drafts, which are the tweets of ``now``; the same ones for the same ``now``."""
    rng = Random(_SEED)
    return [_draft(quote, drafts, now, rng) for quote in QUOTES]


def _draft(quote: Quote, drafts: list[DraftTweet], now: datetime, rng: Random) -> DraftTweet:
    place = place_of(quote.of, drafts)
    occasion = drafts[place_of(quote.after or quote.of, drafts)].created_at
    at = when_awake(quote.author, occasion + timedelta(hours=rng.lognormvariate(0.7, 0.8)))
    if at >= now:  # what is quoted is as new as that
        at = occasion + (now - occasion) / 2
    return DraftTweet(quote.author, quote.comment, at, quote_of=place)
