"""Bea at the desk, lost and found, the cat, jokes, thanks and news of the house."""

SCRIPT = """\
= 118 sat 18:50
bea: Has anyone seen Bosun since this morning? His dinner hasn't been touched, and that isn't a \
thing which happens. — Bea

= 118 sat 19:20
ferryyard: Bosun is missing: large, grey, white chin, a notch in the left ear, answers to tins. \
Please look in your sheds, boats, vans and sewing baskets tonight. #Bosun
> siobhan: @ferryyard checked the boathouse, no sign. I'll go again at first light
> emre: @ferryyard asking on my whole route
> grace: @ferryyard not under the hospital bins, where he sometimes dines

= 118 sat 21:45
kofi: Fourteen children with torches have just searched the entire quay calling "Bosun" in \
whispers so as not to scare him. Nothing yet.

= 117 sun 07:30
ilse: Not on Lena. Left the hatch open all night in case. It rained in. Doesn't matter.

= 117 sun 16:10
amelie: Printed 200 posters with Noa. We did him in two greys. I had to redo his chin, because I \
couldn't see it properly, I don't know why.

= 116 mon 08:15
oksana: I open sail loft after two days. I unroll the big genoa. I unroll one cat. #Bosun
> bea: @oksana Is he — Bea
> oksana: @bea He's well. He's angry at me. He slept two days in 40 square metres of dacron.
> ada: @oksana BOSUN 😭😭😭
> kofi: @oksana I'm going to have to tell the whole school at assembly. GOOD NEWS ASSEMBLY
> ferryyard: @oksana FOUND. He's found. He has eaten two dinners and bitten Omar. All is well.
> omar: @ferryyard I said welcome back and he said what he said
> hamish: @oksana legend. him. and you
> emre: @oksana telling my whole route again 🎉

= 116 mon 17:40
noa: What do we do with 200 posters of a cat who isn't lost?
> sam: @noa hang them up
> mira: @noa Hang them up.
> bea: @noa Hang them up, dear. — Bea

= 149 wed 10:15
bea: At the desk: one umbrella (green), one glove (left), a set of teeth (a model, I think), and \
a note that only says "Thursday". #LostAndFound — Bea

= 137 mon 09:40
bea: The teeth have been claimed. They weren't a model. — Bea
> priya: @bea WHAT
> dewi: @bea they were mine, from the pantomime, I'd like to make that very clear

= 123 mon 11:10
bea: Lost: my reading glasses. If found, please write to me in large letters. #LostAndFound — Bea
> hamish: @bea THEY ARE ON YOUR HEAD
> bea: @hamish Thank you, that was very legible.

= 109 mon 10:30
bea: Found on the stairs after Saturday: one hearing aid, working, one wedding ring, engraved "A \
+ R, finally". Both are in the small safe. Please tell people. #LostAndFound — Bea
> sam: @bea not mine but I need to know everything about that finally
> emre: @bea spreading the word

= 98 fri 15:50
bea: A and R came for the ring. It fell off while they were carrying sandbags. I asked about \
"finally". Forty minutes, two pots of tea, and I shan't tell. — Bea

= 80 tue 10:20
bea: At the desk: a child's coat with a stone in every pocket (the owner will want the stones), \
a bicycle pump, a very good pen. — Bea
> jonas: @bea The pen is mine.
> bea: @jonas What colour does it write?
> jonas: @bea Blue-black, medium nib, slightly scratchy on the upstroke.
> bea: @jonas It's yours.

= 52 tue 10:40
bea: Found: a key, brass, number 14. It isn't to anything here, I've tried everything, including \
the piano. #LostAndFound — Bea
> old_bill: @bea Ticket office, the old landing. That door's been gone since '74.
> bea: @old_bill Then it's yours, Bill.
> omar: @old_bill if you like I'll make you a door

= 31 tue 16:15
bea: Left after the raft race: 19 left wellingtons (see Kofi), a tiara, and a thank-you card \
with eleven names and one paw print. — Bea

= 10 tue 09:50
bea: At the desk this week: one trombone slide. Only the slide. — Bea
> dewi: @bea somebody out there is having a very short rehearsal

= 3 tue 10:05
bea: A scarf, hand-knitted, river colours, still warm when I found it, so you can't have gone \
far. #LostAndFound — Bea
> rosa: @bea es mía, gracias Bea, voy mañana 🧣
> bea: @rosa It's on the good hanger, dear.

= ~146
bea: I have been asked to explain the sign-in book. You sign in. That's the book. — Bea

= ~133 11:20
bea: Somebody left flowers at the desk with no name. If it was you: they're in the blue jug, and \
I've had a lovely morning. — Bea

= ~0
bea: There are four ways to fold the map of the river, and three of them are being done to it \
daily. — Bea

= ~104 fri 14:10
bea: My hip says rain by Sunday. It's more often right than the wireless. — Bea
> jonas: @bea I've been keeping a log of your hip. 71 percent.
> nils: @jonas Better than mine.

= ~93 15:10
bea: A young man asked me today how to get to the laser cutter, and then how to get to Wales. I \
did both. — Bea

= ~79 12:35
bea: The kettle queue this morning had a surgeon, a smith, two sixth-formers and a magician in \
it. I do love a queue. — Bea

= ~65
bea: Quilt news: the Flood Quilt has 51 squares, one for everybody who was there that night. If \
you haven't stitched your name yet, it's on the big table, mind the cat. — Bea
> ada: @bea mine is the crooked one
> bea: @ada They're all the crooked one.

= ~47 16:50
bea: One does not "pop" the guillotine on. — Bea

= ~35 15:00
bea: The Flood Quilt is up on the stairs. Two people have already cried on it, it's all right, \
it washes. — Bea
> oksana: @bea The binding is perfect. I looked for a mistake, professionally.

= ~24
bea: My great-nephew has shown me how to make these letters bigger. I can see everything now. \
Some of you have been very rude about the custard creams. — Bea

= ~14 11:30
bea: If you take the last of the milk, there's a bell. Ring it, so that we may all look at you. \
— Bea

= ~6 14:20
bea: A lady came in to get out of the rain and left with a bench on Tuesdays. That's how it's \
done. — Bea

= ~141 14:10
sam: the sign on the paint shop says WET and I don't know any more if it's the paint, the river, \
or the general idea

= ~129
dewi: I asked the boat club for a lift and they gave me an oar.

= ~122 17:05
dewi: What do you call a carpenter with no teeth? Dewi, according to Bea.

= ~111
siobhan: How many boatbuilders does it take to change a light bulb? None, João says the old one \
has character.
> joao: @siobhan it has a lovely patina

= ~98 12:10
omar: Two welders walk into a bar. It's all right, they made the bar.

= ~87
hamish: why did the ferry retire. it had crossed enough. (bill made me post this)
> old_bill: @hamish I made him post the good one. There were worse.

= ~72 19:25
jonas: I've been told I'm hard to shop for. I have a list. It has part numbers.

= ~56
sam: Bench-neighbour status: Jonas hums when it fits, and stops humming when it doesn't. We've \
had no music since ten.

= ~44 11:45
dewi: My doctor said to avoid anything high. So no tenors.

= ~28 10:05
tariq: Baby's first word predictions: 1. mama 2. baba 3. derailleur
> carmen: @tariq 4. huelga
> omar: @tariq 5. اسمع صوت المطرقة

= ~16 13:30
hamish: asked bill how he got so old. he said "by not finishing things". hes got 3 sheds

= ~127 18:50
ferryyard: Thank you to the person who repainted the white line on the step. Nobody has tripped \
since Tuesday, and nobody knows who you are.

= ~114 10:20
ferryyard: The chisels came back. All six of them, sharper. No note. We love you.

= ~96 17:30
ilse: Somebody pumped Lena's bilge while I was asleep after the flood. Nobody will admit it. \
I've baked for the entire quay to be safe.

= ~91 19:50
grace: Whoever put a "day sleeper, please whisper" sign on my garden chair: I found it when I \
woke up. I slept six hours. 💛

= ~21 20:45
linh: Six weeks ago I didn't know a single person in this town. Today eleven people argued over \
who'd help me carry a sewing machine.
> carmen: @linh I won
> omar: @linh I let her win

= ~40
zuzana: An old man I don't know stopped me and said "you're the one who takes us nicely". I'm \
keeping that.

= ~27 18:05
anan: My visa letter came: I can stay. I read it in the engine corner, and then everybody read \
it, aloud, twice. ขอบคุณทุกคนจริง ๆ ครับ 🙏🏽
> joao: @anan we're not crying, it's the diesel
> priya: @anan cake. now. everyone. kitchen.
> nils: @anan Good. Very good.
> ada: @anan 🥳🥳🥳 oh this is the best news
> bea: @anan I have put the letter's date on the calendar, in red, for every year. — Bea

= ~13 19:30
hamish: got into the apprenticeship!!!!!!! boatbuilding!!!!! with joão!!!!! AAAAAA
> joao: @hamish you start Monday, bring gloves and fewer exclamation marks
> mira: @hamish Square box, square lad. Proud of you.
> kofi: @hamish from club kid to crew, I remember your submarine ❤️
> omar: @hamish مبروك يا بطل!
> siobhan: @hamish GET IN. you still can't row though
> hamish: @siobhan i know. im so happy. i know

= ~137 09:25
ferryyard: Bench 2 in wood is free this afternoon, bench 6 all day. First come, tea included.

= ~109 11:35
ferryyard: The ladder inspection is done. Two ladders have retired. They'll be beanpoles; they \
always wanted to be.

= ~84 10:00
ferryyard: The Yard's closed on Mondays so that six people can have it to themselves and sweep. \
If you'd like to be one of the six, there's a broom with your name on it.
> hamish: @ferryyard literally. mines got my name on it. bea made labels

= ~73 12:20
ferryyard: A question that came up: yes, you may come just to sit. The bench by the stove is a \
workplace too.

= ~58 09:30
ferryyard: Accounts for the last quarter are on the wall and at example.org/yard/accounts. \
Income, costs, biscuits. If you find the mistake, Jonas found it first.

= ~33 tue 13:00
ferryyard: Someone's offered us a piano. We have a piano. We've said yes.

= ~22 10:15
ferryyard: First aid refresher next Tuesday at 18:00, with Grace, who'll make you practise on \
Hamish.
> hamish: @ferryyard nobody asked hamish
> grace: @hamish you get biscuits and a bandage

= ~8 10:50
ferryyard: New members' tour every Tuesday at five. It takes twenty minutes, or two hours if \
Bill comes along. We recommend Bill.

= ~2 17:45
ferryyard: Lights off at seven tonight for the star evening on the slip: bring a blanket, leave \
your torch. Wanjiru will do owls, Nils will do stars, Priya will do flasks. #StarEvening
> nils: @ferryyard It will be clear from half past eight. #StarEvening
> grace: @ferryyard I'm OFF tonight. I'm coming. With leeks #StarEvening
> wanjiru: @ferryyard Three owls at dusk already. They have seats at the front. #StarEvening

= 0 fri 08:10
ferryyard: Good morning from the Yard. Kettle's on, doors at ten, the river's where it should be.

= ~139
old_bill: There was a bell on the ferry. It's at the bottom by the second pile. I know exactly \
where.

= ~94 15:40
old_bill: People ask was it better then. It was wetter.
> nils: @old_bill And colder.
> old_bill: @nils And the tea was worse.

= ~60
old_bill: My father took 212 people across in one night in '53, in the dark, and never once \
mentioned it. I found it in the log.
> giulia: @old_bill Bill, where's the log?
> old_bill: @giulia Under my bed.
> giulia: @old_bill I'm coming over with a box and white gloves

= ~20 16:00
old_bill: Seventy years I have looked at that river. Still don't know her.

= ~3 15:15
old_bill: They came up from the bottom of the slip with it on a rope. The bell. Omar and the \
lass from the rowing. It rings.
> omar: @old_bill you said exactly where, and it was exactly where
> siobhan: @old_bill I dived, he pulled, you cried, I saw you
> nils: @old_bill I heard it up at the house. I knew it at once.
> joao: @old_bill we hang it on the landing on Saturday. You ring it first.
"""
