"""The roof, the flood and the tide gauge, and talk about wind, water and rowing."""

SCRIPT = """\
= 147 fri 14:20
ferryyard: It's raining over bench 4 again. Inside. We've had the roofer in, and the number is \
8,400. We have 312 and a jar. Ideas welcome, jars also welcome. #RoofFund
> bea: @ferryyard The jar now has 341.20 and a button. — Bea
> ada: @ferryyard repair café tips go to the roof until it's dry, everyone ok with that?
> jonas: @ada Yes.
> minjun: @ada yes yes
> tariq: @ada and the bike corner's

= 146 sat 15:00
mira: I have moved bench 4 forty centimetres to the left. The drip has moved forty centimetres \
to the left.

= 138 sun 17:20
kofi: Sunday club painted the roof thermometer for the front wall. It goes up to 8,400 and then, \
in a different hand, "and then pizza". #RoofFund

= 131 sun 13:45
chidi: If $ROOF were a share it would be up 9 percent this week, mostly on cake. #RoofFund
> jonas: @chidi I'm long $ROOF and short $RAIN.

= 124 sun 16:10
amelie: Printing roof tiles tonight: small lino ones, each different, each signed. Buy a tile, \
get a tile, save a tile. #RoofFund
> giulia: @amelie I'll take six and bind them into a very small roof

= 117 sun 18:00
bea: Roof fund stands at 3,105. The thermometer has reached the window sill. The children want \
to know if it can go up the window. It can. — Bea

= 105 fri 18:40
nils: Surge warning for tomorrow night on top of a big spring. I don't like it. If you keep \
anything on the floor of the boat shed, it should not be on the floor.
> ferryyard: @nils Thanks, Nils. Everyone with a bench on the river side: please lift what you \
can tonight or tomorrow morning.
> anan: @nils what number
> nils: @anan 5.1, maybe more. The sill is 5.0.

= 104 sat 10:05
mira: Sandbags are at the gate. The sand's at the gate too. The two haven't met yet. Bring a \
shovel.
> omar: @mira two shovels and a cousin, ten minutes
> hamish: @mira on my way with the whole football team no joke

= 104 sat 15:30
oksana: Sail loft can take paper, books, and anything that must stay dry. Come up the back \
stairs. I clear the floor now.
> noa: @oksana type cases first, please, all hands, they're heavier than they look
> giulia: @oksana coming with the guard books
> oksana: @noa We make a chain on the stairs. Good.

= 104 sat 20:50
nils: 4.7 and an hour to go.

= 104 sat 21:05
ada: Power's off downstairs on purpose. If you see a cable on the floor, it's dead, and please \
lift it anyway.

= 104 sat 21:18
ilse: Lena is higher than the quay. I can see into places I shouldn't see into. All lines doubled.
> siobhan: @ilse do you want company
> ilse: @siobhan I want long lines and short conversations

= 104 sat 21:32
nils: 4.95. It's at the second step.

= 104 sat 21:40
emre: Quay road is closed at the Maltings, come round by Bridge End if you're coming
> carmen: @emre gracias, ten bikes and thirty sandbags on the way

= 104 sat 21:51
nils: 5.08 at the sill. It is coming in.

= 104 sat 21:54
omar: Water in the boat shed. Ankle. Calm, everyone calm. It's only a river, we know her.

= 104 sat 22:10
grace: On shift and can't come. Somebody please tell me it's all right down there.
> priya: @grace it's wet down there but everyone is laughing and I have made a bucket of tea, an \
actual bucket
> grace: @priya right. ok. thank you. Save the leeks

= 104 sat 22:24
nils: 5.12. Standing. That's the top of it, I believe.
> eleni: @nils you believe or you know
> nils: @eleni Wait for it.

= 104 sat 22:41
nils: 5.09. It has turned. You can breathe now.

= 104 sat 22:45
ferryyard: It has turned. Everybody is safe, the presses are dry, the type is dry, the machines \
that matter are on trestles. Go home when you're ready. Nobody's ready. Kettle's on upstairs.
> minjun: @ferryyard the grey box is dry too 🫡
> sam: @ferryyard gladys is on the table tennis table and has never been happier

= 104 sat 23:30
joao: Somebody write down that at half past ten at night there were fifty-one people in this \
shed in wellingtons, and I counted, and nobody had been asked.

= 103 sun 07:45
nils: Low water. The river has gone back and left a good deal of itself on the floor.

= 103 sun 08:30
ferryyard: Mud day! Doors are open now. Wellies, brooms, squeegees, dry clothes for later. \
Priya's doing breakfast. There's a job for every age and every back.
> bea: @ferryyard I have the list. People with bad backs are on the list for wiping spanners. — Bea
> kofi: @ferryyard Sunday club is on wellington boots (matching them)

= 103 sun 09:50
tariq: Twelve bikes went under to the hub. Hubs open on the bench now, all of them. If your bike \
is among them: it'll be better than before, give me a week.
> carmen: @tariq give US a week
> emre: @tariq three of those are mine, i bring baklava

= 103 sun 11:15
jonas: The mud is 4 mm deep on average, with a maximum of 31 mm by the drain. I measured because \
nobody would give me a broom.

= 103 sun 12:20
hamish: found an eel in the bandsaw. not IN in. next to. named him gary. gary has been returned \
to the river
> wanjiru: @hamish well done for wetting your hands first
> hamish: @wanjiru it was a wet day

= 103 sun 14:40
wanjiru: The only ones who enjoyed last night: nineteen mallards, now walking through the car \
park like they've bought it.

= 103 sun 17:30
priya: Numbers: 140 bacon or mushroom rolls, 9 kg of onions, one bucket of tea (washed!!), zero \
complaints. I'm sitting down now. Don't anybody ask me anything till Tuesday.
> ada: @priya you're the best of us
> priya: @ada that's not a question so it's allowed 💛

= 103 sun 19:05
anya: Играла вчера на лестнице, пока все носили ящики: так легче шагать. Сегодня руки болят у \
всех, и у меня тоже. #музыка

= 102 mon 10:00
ferryyard: What we lost: two motors, the green carpet, most of the sawdust. What we didn't lose: \
everything else. Thank you. We don't have a better word, so: thank you.
> old_bill: @ferryyard 1953 was worse. But in 1953 we had no tea.

= 102 mon 14:30
mira: The bench tops will move for a month while they dry. Don't plane anything flat until I \
say. It will lie to you.

= 101 tue 19:00
eleni: Meeting notes, short: next time we want to know it an hour before, not from Nils standing \
in the dark with a torch and a stick.
> nils: @eleni It's a good stick.
> ada: @eleni give me and Minjun three weeks and a length of drainpipe
> minjun: @ada ULTRASONIC. DRAINPIPE. yes

= 99 thu 15:45
ada: Tide gauge plan: ultrasonic sensor looking down a drainpipe, solar panel, a radio that can \
reach the roof. Parts come to 61 and most of it's in the junk drawer.
> jonas: @ada I can give you a clock that's good to a second a year.
> ada: @jonas it's a tide, not a rocket
> jonas: @ada Today.

= 94 tue 13:10
minjun: first reading from the drainpipe: 2.31 m. nils's stick: 2.32 m. we are ONE CENTIMETRE \
away from the stick
> nils: @minjun The stick is right.

= 91 fri 20:20
ada: A spider has moved into the drainpipe. The river is now, according to the sensor, eleven \
centimetres away and has legs. 🕷️
> grace: @ada relatable night shift content

= 84 fri 11:00
jonas: Five minutes of averaging removes the waves. Nothing removes the ducks.

= 76 sat 12:30
ferryyard: The tide gauge is live! It's called Wet Stick, after the stick. It reads every \
minute, and rings the big bell in the shed if the water's going to be a nuisance. \
example.org/wetstick
> nils: @ferryyard I have checked it against mine for eight days. It will do.
> minjun: @nils HIGHEST PRAISE I HAVE EVER RECEIVED
> ada: @nils I'm having that framed
> hamish: @ferryyard how do i make the bell ring
> ada: @hamish you don't
> nils: @hamish You don't.

= 72 wed 22:00
chidi: Wet Stick has an API now. It's one number. It is the most honest API I've ever written. \
https://example.org/wetstick/now

= 69 sat 19:30
bea: With today's print fair the roof fund is at 7,690. I counted it three times with my glasses \
and once without. — Bea

= 61 sun 15:20
tomasz: Turned eleven bowls. Put them on the desk. For the roof.
> bea: @tomasz They were gone in forty minutes, Tomasz. One lady bought two and stroked both of \
them.

= 55 sat 13:05
bea: 8,412.60. I repeat: eight thousand four hundred and twelve pounds sixty. — Bea #RoofFund
> ferryyard: @bea WE HAVE A ROOF. Or we'll have one. Thank you, every single tile, bowl, cake \
and jar.
> kofi: @bea "and then pizza"
> priya: @kofi I'm already making dough
> chidi: @bea I take it $ROOF is closing at an all-time high
> mira: @bea I'll move bench 4 back.

= 48 sat 08:20
zuzana: Photo in words: the shed without its lid. Morning light on places that haven't seen any \
since 1926. A pigeon looks personally betrayed.

= 47 sun 11:30
omar: The roofers asked who made the old brackets. I said a very good smith, a hundred years \
ago. They asked who'll make the new ones. I said: a very good smith.

= 45 tue 12:15
hamish: you can see the sky from the bandsaw rn its actually kind of sick
> mira: @hamish You can also see the bandsaw from the sky. Wear your glasses.

= 41 sat 17:40
ferryyard: Last slate on at 16:52. It was carried up by Bill, in his pocket, because "my father \
put the first one". #RoofFund
> old_bill: @ferryyard Warm slate. Good lads.

= 38 tue 16:30
jonas: It is raining. I'm standing at bench 4. I'm dry. I want to report that I'm dry.
> mira: @jonas I heard it on the slates and came to look too.
> ada: @jonas half the building's standing at bench 4 looking up like meerkats
> bea: @jonas Nine years I've carried that bucket. I've put a geranium in it. — Bea

= 37 wed 12:00
ilse: The bucket of geraniums at bench 4 is the best thing about the new roof, and it's got \
nothing to do with the roof.

= 31 tue 08:00
nils: Big spring tide tonight and tomorrow, 4.8 at most. The bell won't ring. Sleep.

= 13 sat 21:15
minjun: the bell rang tonight!! it was a swan sitting on the drainpipe!! sorry everyone!!!
> eleni: @minjun I had BOTH boots on
> priya: @minjun I'd already made the tea. It's fine. We drank it.
> wanjiru: @minjun was the swan all right
> minjun: @wanjiru the swan was smug

= 12 sun 10:40
ada: Wet Stick 1.1: now with swan filter. Anything above the water that hisses is ignored.

= 8 thu 08:00
nils: People ask me if I mind the machine. No. Now I walk down to look at the river because I \
want to.
> eleni: @nils ❤️

= 150-106
nils: Fog on the lower reach. If you can't see the far bank, it can't see you either. Horn. #tides

= any 06:20
nils: Glass falling slowly. Bring a coat, whatever the telephone says. #tides

= any 07:00
nils: Wind west 4. The washing on Lena says 5.
> ilse: @nils my washing is a certified instrument

= any 06:40
nils: Neaps. Little water, little trouble, good day for the mud lovers. #tides

= any 07:15
nils: Somebody has tied a boat to my stick.
> siobhan: @nils sorry!! two minutes
> nils: @siobhan These are your second two minutes.

= any 06:30
nils: Flat calm. In thirty-one years as a pilot I was paid for perhaps six mornings as good as \
this.

= any 16:00
eleni: Forecast says 3, sky says 5, Nils says hm. I believe hm.

= any
eleni: Sailing is 90% waiting, 5% wet, and 5% the reason.

= ~110 20:20
eleni: Taught four people to reef tonight, on the floor of the shed, with a bedsheet. The \
bedsheet's more cooperative than any sail I've owned.

= any sat 15:20
eleni: We capsized on purpose today (practice) and then once more (not practice).
> siobhan: @eleni saw both. The second had more style.

= ~0
eleni: A knot question: is anyone else's bowline rabbit going the other way round the tree, or \
just Hamish's?
> hamish: @eleni my rabbit is a free spirit
> dewi: @eleni Hamish's rabbit's in the next county by now

= any 07:25
siobhan: River like glass and then me, ruining it, twelve strokes a minute at a time.

= any 08:00
siobhan: Caught a crab so big this morning I should have it stuffed.
> wanjiru: @siobhan (not a real crab, everyone, it's a rowing word, I've just spent ten minutes \
being excited)

= any 06:55
siobhan: Gearing up to row in that. Not one of ye is with me. Noted.

= ~88 07:40
aroha: Six of us in the long boat this morning, and for about thirty strokes we were one animal. \
Then Hamish sneezed.
> hamish: @aroha it was a good thirty strokes
> siobhan: @aroha best thirty all year

= ~90 08:10
aroha: Paddle blank from Mira's offcuts: ash, a bit of a twist, like me. Carving it slowly on \
the steps where the river can see.
> mira: @aroha Leave the twist. It'll want to turn for you.

= ~80
aroha: Long argument about hulls, week three: João has conceded that bows exist.
> joao: @aroha I conceded nothing. I said "there is a front".

= ~90 18:00
aroha: He waka eke noa: we're all in this waka together. Even you, Hamish. Sit down, though.

= ~70
aroha: How do you say "the river's in a mood" here? Looking for local terms, asking for my \
vocabulary and my safety.
> old_bill: @aroha We say she's got her elbows out.
> nils: @aroha Lumpy.
> siobhan: @aroha at home we'd say she's thick, but it covers a lot of things
"""
