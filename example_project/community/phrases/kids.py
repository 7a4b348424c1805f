"""Sunday club for the children, and their raft race."""

SCRIPT = """\
= 145 sun 13:05
kofi: Sunday club today: we launched nine cardboard submarines. They did what submarines do. \
#SundayClub

= 131 sun 12:45
kofi: Question from club: "If the river goes out twice a day, who lets it back in?" I said Nils. \
#SundayClub
> nils: @kofi Correct.

= 124 sun 12:20
kofi: Today we measured things in Hamishes. The shed is 14 Hamishes long. The cat is a third of \
a Hamish, not counting tail. #SundayClub
> hamish: @kofi i had to lie down 14 times
> jonas: @kofi What's the uncertainty of a Hamish?
> kofi: @jonas he wriggles. plus or minus two shoes

= 110 sun 13:10
kofi: Potato prints are still on the ceiling. How. It's a five metre ceiling. #SundayClub

= 96 sun 12:15
kofi: After the flood the kids drew maps of where the water went. Every map has the cat on high \
ground, drawn larger than the building.

= 89 sun 13:30
kofi: Maya (8) has built a machine which takes a biscuit from one side of the table to the other \
in nine steps. It takes four minutes. It's beautiful. It ate the biscuit.

= 75 sun 13:00
kofi: Overheard: "You can't be the captain, you were the captain when we were six."

= 61 sun 11:50
ferryyard: The Great Raft Race: Saturday in four weeks, at slack water, for crews aged 7 to 12 \
and their easily persuaded adults. Rafts from scrap only. It must float, once. #RaftRace \
example.org/raft-race
> siobhan: @ferryyard I'll do safety boat
> aroha: @ferryyard second safety boat, third snack boat
> hamish: @ferryyard im 17 can i be an easily persuaded adult
> kofi: @hamish you're the definition

= 54 sun 12:40
kofi: Raft teams so far: The Unsinkables, The Very Sinkables, Otter Chaos, HMS Potato, and \
"Team" (they couldn't agree).

= 48 sat 14:30
joao: Advised four rafts today as a qualified boatbuilder. None of them took my advice. All are \
better than my drawings.

= 41 sat 15:00
kofi: HMS Potato has a figurehead. It's a potato. It needs replacing weekly.

= 40 sun 13:20
siobhan: Swim check and lifejacket fitting today: thirty-one small people, every strap tugged \
twice. One of them tugged mine back. Sound child.

= 35 fri 19:10
kofi: Raft race tomorrow and I've checked the ropes, the rescue boats, the first aid box, the \
other first aid box, and the forecast nine times. #RaftRace
> nils: @kofi It will be fine. I looked once.

= 34 sat 09:15
ferryyard: It's raft day! Crews at the slip from ten, first start 11:40 at slack. Spectators: \
the left bank's drier, the right bank's funnier. #RaftRace

= 34 sat 10:25
bea: Registered: 9 rafts, 43 crew, 1 potato. — Bea

= 34 sat 11:38
nils: Slack in two minutes. As good as it gets.

= 34 sat 11:44
kofi: THEY'RE OFF. Otter Chaos has gone sideways. The Very Sinkables have sunk. It's been eleven \
seconds. #RaftRace
> ada: @kofi they're CHEERING. they're cheering while sinking

= 34 sat 11:49
siobhan: Three picked up, all laughing, one asked to be thrown back in.

= 34 sat 11:56
hamish: our raft is made of 60 bottles and a door and it STEERS. its literally going where we \
point it. i have never been so happy
> mira: @hamish That's my door.
> hamish: @mira it was in the skip!!!
> mira: @hamish It was next to the skip.

= 34 sat 12:04
ferryyard: First over the line: HMS Potato! Second: a raft with nobody on it. Third: Otter \
Chaos, backwards. #RaftRace
> carmen: @ferryyard the raft with nobody on it trained so hard
> jonas: @ferryyard HMS Potato 4:12. Nobody 4:31. Otter Chaos 5:06, of which 2:50 in reverse.

= 34 sat 12:20
aroha: Snack boat sold out in the middle of the river. People swam up. 🍪

= 34 sat 13:15
priya: 43 wet children, 43 hot chocolates, 43 towels from the launderette on Pilot Street, who \
wouldn't take money. Flowers are going round there on Monday. 🙏🏾

= 34 sat 14:40
zuzana: Photo in words: the smallest captain of the day, asleep sitting up in a towel, still \
holding the oar.

= 34 sat 16:05
emre: i cheered so much i have no voice, tomorrow i will deliver by mime

= 34 sat 18:30
kofi: Every child home, every child dry, every child insufferable. Thank you to the whole bank \
for shouting everybody's name. #RaftRace
> bea: @kofi Not one plaster used. I have done first aid since 1988, and that's a first. — Bea

= 33 sun 12:10
kofi: Today's club: "What went well?" Everything. "What could be better?" Sharks.

= 26 sun 12:50
kofi: The stepper motor band played its first concert: one song, 38 motors, 12 conductors, no \
agreement on tempo. #SundayClub https://sundayclub.example.org/band
> minjun: @kofi i cried
> ilse: @kofi I heard it on the barge and I've nothing polite to add

= 12 sun 12:30
kofi: The 400 key keyboard works. You lean on it and it writes the poem. Today's: "ssssssss \
cat". I think that's finished. #SundayClub
> giulia: @kofi may I bind it
> anya: @kofi I've read longer ones which said less.

= 5 sun 13:00
kofi: Club's plan for next term, by vote: 1. volcano 2. a cake that's also a clock 3. "help Bill \
write his things down". Number 3 was unanimous.
> old_bill: @kofi Tell them to bring long pencils.

= ~138
kofi: A parent asked what their child learned today. "To carry a ladder with a friend." I stand \
by it.

= ~118
kofi: Seven-year-old, looking at the letterpress: "So it's a slow phone."
> noa: @kofi I'm having that on a shirt

= ~103 sun 20:10
kofi: I teach all week and then I teach on Sunday and people ask when I rest. This is it. This \
is the rest.

= ~80
kofi: Lost: one glue gun, one left roller skate, my faith in "washable" paint.
> sam: @kofi found the skate, it's in the laser room, I won't be explaining

= ~67 17:20
kofi: We needed a synonym for "big" and Maya said "Bill". So: a Bill wave, a Bill sandwich, Bill \
problems.

= ~43 18:10
kofi: Parents: please put names in the wellies. I now own nineteen left ones.

= ~29
kofi: I was asked to draw "a normal dog" on the board and I can't stop thinking about how it went.
> amelie: @kofi I saw. I'd like to exhibit it

= ~18 16:40
fatima: The kids made the goose in clay. Eleven geese, all furious. A perfect likeness. 🪿

= ~9
kofi: Best sentence of the week, from a shy one: "I wasn't going to come but I wanted to see \
what would happen." Same, friend.
> ferryyard: @kofi That's going above the door.

= ~71 15:45
tariq: Sunday club wants to see inside a gear hub. I said yes. There'll be two hundred pieces \
and one me.

= ~57 14:30
oksana: I taught ten children a running stitch. They have sewn: two pirate flags, one glove for \
the cat, and Kofi's sleeve to the table.
> kofi: @oksana I noticed at home time

= ~21 12:00
meiyu: The club children planted garlic. One asked how long it takes. I said the same as you've \
been in school this year. She said "Oh, forever."
"""
