"""What the whole community loved, and what ada keeps for later, by words to find it."""

FAVOURITES = (
    "SHE'S IN. She's in and she floats",
    "Hat.",
    "João's speech, complete",
    "I went across on her this afternoon",
    "Slept in the boat. Woke up afloat.",
    "A letter arrived from a woman in Northbank",
    "just come back from going round Otter",
    "I unroll one cat",
    "It has turned. Everybody is safe",
    "there were fifty-one people in this",
    "Numbers: 140 bacon or mushroom rolls",
    "What we lost: two motors",
    "8,412.60. I repeat",
    "first reading from the drainpipe",
    "People ask me if I mind the machine",
    "Wet Stick 1.1",
    "a talking teddy from 1994",
    "got into the apprenticeship",
    "exam results: passed physics",
    "My visa letter came",
    "Maryam, 3.1 kg",
    "THEY'RE OFF.",
    "First over the line: HMS Potato",
    "She has the same laugh",
    "Sent my father a small box",
    "The apple graft took!!!",
    "They came up from the bottom of the slip with it",
    "Sold EDIT & KNI.",
    "The post office clock is right.",
    "I didn't know a single person in this town",
)

KEPT_BY_ADA = (
    "Reading the manual of a 1961 tape recorder",
    "Coptic stitch evening next week",
    "Why the water stands still before it turns",
    "Chutney day.",
    "i'm telling my mum",
    "Does anyone have a 2BA tap?",
    "I put my first pattern online",
    "New members' tour every Tuesday",
)

FOLLOWED_BY_ADA = ["RepairCafe", "soldering", "tides"]
"""Hashtags."""
