"""The people of the demo community whom everybody knows by now."""

from __future__ import annotations

from .person import Person

REGULARS: tuple[Person, ...] = (
    Person(
        username="ada",
        name="Ada Okafor",
        bio=(
            "Solder, tea and other hot things. I run the repair café on the first Sunday. "
            "It’s always the cable."
        ),
        location="Marlhithe",
        website="https://ada.example.org",
        joined=1480,
        talk=4,
        topics=("electronics", "repair", "radio"),
    ),
    Person(
        username="joao",
        name="João Ferreira",
        bio=(
            "Boatbuilder. I speak to planks in two languages and they answer in neither. "
            "Skipper, crew and bilge pump of the Marigold."
        ),
        location="The slip, Marlhithe",
        website="https://marigold.example.org",
        joined=2410,
        talk=5,
        topics=("boats", "wood", "river"),
        languages=("en", "pt"),
        awake=(7, 23),
    ),
    Person(
        username="mira",
        name="Mira Lindqvist",
        bio=(
            "Furniture, benches, drawers that close like a sigh. I answer questions about "
            "wood. Not about particle board."
        ),
        location="Bench 4",
        website="https://mira.example.com",
        joined=1960,
        talk=4,
        topics=("wood", "tools"),
        languages=("en", "sv"),
        awake=(7, 21),
    ),
    Person(
        username="yuki",
        name="中村 雪",
        bio="Yuki. Joinery without nails or hurry. 木と水のそばで暮らしています。",
        location="Marlhithe, formerly Akita",
        website="https://tsugite.example.org",
        joined=830,
        talk=3,
        topics=("wood", "joinery", "books"),
        languages=("en", "ja"),
        awake=(7, 21),
    ),
    Person(
        username="omar",
        name="عمر الحدّاد",
        bio=(
            "Omar, smith, and son and grandson of smiths. The name was a hint. حدّاد، أحبّ "
            "الشاي والضجيج."
        ),
        location="The forge",
        website="",
        joined=1710,
        talk=4,
        topics=("metal", "tools", "jokes"),
        languages=("en", "ar"),
        awake=(8, 22),
    ),
    Person(
        username="noa",
        name="נועה ברק",
        bio=(
            "Noa. Letterpress, wood type, ink under the nails since the first day. ימין או "
            "שמאל, העיקר שיהיה ישר."
        ),
        location="Print room",
        website="https://noa-prints.example.org",
        joined=1350,
        talk=4,
        topics=("print", "lettering"),
        languages=("en", "he"),
        awake=(9, 23),
    ),
    Person(
        username="minjun",
        name="박민준",
        bio=(
            "Minjun 🤖 robots, sensors and other things that wave back. 납땜하는 사람. please "
            "don’t unplug the grey box"
        ),
        location="Upstairs, second bench",
        website="https://example.org/minjun",
        joined=640,
        talk=4,
        topics=("electronics", "robots"),
        languages=("en", "ko"),
        awake=(12, 24),
    ),
    Person(
        username="meiyu",
        name="林美玉",
        bio=(
            "Meiyu. Retired, which means the garden has me full time. "
            "退休園丁，三號堆肥負責人。 Heap 3 is delicate."
        ),
        location="The garden, Marlhithe",
        website="",
        joined=1120,
        talk=3,
        topics=("garden", "cooking"),
        languages=("en", "zh-Hant"),
        awake=(6, 20),
    ),
    Person(
        username="priya",
        name="प्रिया शर्मा",
        bio=("Priya. Soup on Thursdays at half six, own bowl. Opinions on onions. रसोई ही दफ़्तर है।"),
        location="The kitchen",
        website="https://thursday-soup.example.org",
        joined=1890,
        talk=4,
        topics=("cooking", "events"),
        languages=("en", "hi"),
        awake=(9, 22),
    ),
    Person(
        username="eleni",
        name="Ελένη Βλαχάκη",
        bio=(
            "Eleni. I sail small boats and worry about large weather. Ο κόμπος δεν φταίει ποτέ. ⛵"
        ),
        location="Marlhithe, from Syros",
        website="",
        joined=920,
        talk=3,
        topics=("sailing", "weather", "boats"),
        languages=("en", "el"),
    ),
    Person(
        username="oksana",
        name="Оксана Коваль",
        bio=(
            "Oksana. Sail loft: sails, tents, covers, quilts, one genoa reserved for the cat. "
            "Шию вітрила і слухаю дощ."
        ),
        location="Sail loft",
        website="https://sailloft.example.com",
        joined=3290,
        talk=2,
        topics=("sails", "sewing"),
        languages=("en", "uk"),
        awake=(8, 21),
    ),
    Person(
        username="anya",
        name="Аня Соколова",
        bio="Anya. Accordion, long novels, short walks. Читаю у печки.",
        location="By the stove",
        website="",
        joined=760,
        talk=2,
        topics=("music", "books"),
        languages=("ru", "en"),
        awake=(14, 24),
    ),
    Person(
        username="carmen",
        name="Carmen Ibáñez",
        bio=(
            "Bici, radio, chocolate, por ese orden. Bike night on Wednesdays. If you’ve got "
            "the 15 mm, I already know."
        ),
        location="Bottom of the ramp",
        website="https://bikenight.example.org",
        joined=1530,
        talk=3,
        topics=("bikes", "music"),
        languages=("en", "es"),
        awake=(8, 22),
    ),
    Person(
        username="jonas",
        name="Jonas Brandt",
        bio=(
            "Clocks. Also watches, gears, timetables and the number of minutes since you said "
            "“just a minute”."
        ),
        location="Marlhithe, UTC+0:00:00",
        website="https://jonas.example.org",
        joined=1640,
        talk=5,
        topics=("clocks", "electronics", "jokes"),
        languages=("en", "de"),
    ),
    Person(
        username="amelie",
        name="Amélie Rousseau",
        bio=(
            "Linocuts, mostly of one crane. Encre bleue jusqu’aux coudes. I will try not to "
            "leave any on the internet."
        ),
        location="Northbank, Marlhithe",
        website="https://amelie.example.com",
        joined=980,
        talk=3,
        topics=("print", "drawing"),
        languages=("en", "fr"),
        awake=(10, 23),
    ),
    Person(
        username="emre",
        name="Emre Yıldız",
        bio="bicycle courier, 40 kilos max, 3 tiers max 🚲 çay her zaman",
        location="between two addresses",
        website="",
        joined=700,
        talk=3,
        topics=("bikes", "city"),
        languages=("en", "tr"),
        awake=(7, 22),
    ),
    Person(
        username="anan",
        name="อนันต์ วงศ์ทอง",
        bio="Anan. Old engines, hot soup. เครื่องเก่าต้องคุยดี ๆ ก่อน แล้วค่อยใช้ประแจ",
        location="The engine corner",
        website="",
        joined=880,
        talk=2,
        topics=("engines", "cooking", "boats"),
        languages=("en", "th"),
        awake=(9, 22),
    ),
    Person(
        username="siobhan",
        name="Siobhán Ní Dhálaigh",
        bio=(
            "Rower of the green skiff Wren, backwards since 1994. Go mall, go deas. Grand "
            "before eight as long as nobody talks."
        ),
        location="Otter Island boathouse",
        website="",
        joined=1270,
        talk=3,
        topics=("rowing", "river", "music"),
        languages=("en", "ga"),
        awake=(6, 22),
    ),
    Person(
        username="kofi",
        name="Kofi Mensah",
        bio=(
            "Teacher on weekdays, Sunday club on Sundays, asleep by nine. Forty half-finished "
            "cardboard submarines."
        ),
        location="Marlhithe",
        website="https://sundayclub.example.org",
        joined=1400,
        talk=4,
        topics=("kids", "events", "jokes"),
        awake=(7, 22),
    ),
    Person(
        username="nils",
        name="Nils Haugen",
        bio="Harbour pilot, retired. Tides, wind, a good stick.",
        location="Pilot Street",
        website="",
        joined=2190,
        talk=5,
        topics=("tides", "weather", "river"),
        languages=("en", "nb"),
        awake=(5, 22),
    ),
)
