"""Bike night, the book bike Big Blue, a baby, a courier and a barge with a hatch."""

SCRIPT = """\
= 149 wed 18:05
carmen: Bike night! Tonight: brakes. If yours squeal, so will I. Open till nine. #bikenight

= 128 wed 21:20
carmen: Eleven bikes tonight, one unicycle (no comment), and a lady of 80 who trued her first \
wheel and asked what else we'd been hiding from her. #bikenight
> bea: @carmen That was me, and I'm 71. — Bea
> carmen: @bea Bea, perdón, it was the stand lamp, it ages everybody

= 114 wed 19:40
carmen: Who took the 15 mm? Not angry. (Angry.)
> ilse: @carmen me. it's holding the hatch. ten minutes
> tariq: @carmen it's always the hatch

= 91 fri 18:00
ferryyard: The library has asked whether we could build them a book bike: a cargo bike that \
opens into a shelf. We said yes before they'd finished asking. Tariq and Carmen lead, everybody \
helps.
> carmen: @ferryyard she'll be called Big Blue #BigBlue
> tariq: @ferryyard we don't have a colour yet
> carmen: @tariq Tariq. Big. Blue.

= 87 tue 17:30
tariq: Big Blue day one: two dead frames, a bed, the axle from a wheelbarrow, and a drawing on a \
pizza box. Approved by the pizza box. #BigBlue

= 80 tue 18:15
omar: Bent the long tubes for Big Blue around a lamp post. Not a real one. All right, a real \
one. It's straight again.

= 73 tue 20:00
tariq: Big Blue rolls! Steering: optimistic. Brakes: theoretical. Bell: magnificent. #BigBlue
> hamish: @tariq can i ride it
> tariq: @hamish when the brakes are practical

= 66 tue 16:45
mira: Shelves for Big Blue: birch ply, finger joints, a lip so no book jumps at the kerb. Tested \
with the dictionary at the cobbles. The dictionary stayed.

= 59 tue 06:20
tariq: She's here!! Maryam, 3.1 kg, 4:51 this morning, everyone well, one of us asleep, and it's \
not the two of us. 👨🏽‍👩🏽‍👧🏽💛
> carmen: @tariq ¡¡FELICIDADES!! tiny helmet already on order
> grace: @tariq I was two floors up and heard you whoop. Welcome, Maryam 💛
> omar: @tariq ما شاء الله! تتربى في عزكم ❤️
> priya: @tariq do NOT cook. i have a rota. first delivery at six
> bea: @tariq There's been a small blanket in my cupboard for six weeks, just in case. — Bea
> emre: @tariq gözünüz aydın abi!! congratulations 🥳
> tariq: Thank you all. I've read these aloud to her. She sneezed at Omar's.

= 58 wed 18:30
carmen: Bike night tonight without Tariq, who's allowed. Everyone brings one story about him to \
write in a card. He's not allowed to see this. Tariq don't read this. #bikenight
> tariq: @carmen didn't see anything, it's 3 a.m. somewhere

= 45 tue 19:20
carmen: The paint is on. She's BIG and she's BLUE and I've no more to say. Actually I do, come \
and look at her. #BigBlue
> sam: @carmen cut the lettering on gladys, masks are on the bench, don't breathe
> noa: @carmen checked Sam's spacing. It's good. I moved one letter. It's better.

= 38 tue 11:00
ferryyard: Big Blue starts today! Tuesday: school gate, 15:15. Wednesday: the Maltings, 10:00. \
Friday: landing steps, 16:00. Take a book, bring a book, ring the bell. #BigBlue \
example.org/big-blue
> fatima: @ferryyard my daughter is already at the window
> kofi: @ferryyard the bell's been rung, confirmed, many, many times

= 37 wed 12:45
tariq: First day of Big Blue: 61 books out, 3 repairs on the way, and one man who took \
Middlemarch and asked if it had pictures. #BigBlue
> anya: @tariq It does, if you read slowly.

= 23 wed 20:30
emre: took big blue down pilot street hill with a full load. the brakes are practical
> tariq: @emre you were told not to
> emre: @tariq and now we KNOW

= any wed 17:00
carmen: Reminder for bike night: bring the bike. You'd be surprised. #bikenight

= ~145 08:35
carmen: If your chain sounds like a small bird, it isn't a small bird. Oil it. #bikes
> wanjiru: @carmen I looked up. I actually looked up.

= ~0
carmen: ¿Por qué todas las bicis vienen con el mismo ruido "desde ayer" y tres años de barro?

= any wed 20:10
carmen: A girl asked me today if women fix bikes where I'm from too. I said my grandmother fixed \
the whole village. Then she asked for the big spanner.
> ada: @carmen 💪🏾
> siobhan: @carmen give her two

= ~105 18:20
carmen: Free wheel building lesson, in a sentence: be fair to every spoke, and check again \
tomorrow. https://bikenight.example.org/wheels

= ~95
carmen: La radio ha vuelto a la vida gracias a Ada. El barrio entero lo lamenta. 📻
> ada: @carmen i regret nothing, i also turned it down a bit, inside, where you can't find it

= ~53 wed 21:40
carmen: Tonight's record: puncture, wheel off, patch, wheel on, 3 min 12. Holder: Linh, second \
week, with the thread-cutter in her teeth. #bikenight
> linh: @carmen it's just sewing, round

= any 09:20
tariq: Whoever left a bike at the door with a note "it makes me sad": it was the bottom bracket. \
It'll make you happy by Friday.

= ~125
tariq: Tyres are not "a bit low", that's the rim.

= ~110 sat 12:30
tariq: If I had a pound for every "it was fine yesterday" I'd buy the Marigold from João.
> joao: @tariq not for sale
> tariq: @joao it was for sale yesterday

= ~52 05:40
tariq: Awake. Does anyone know a song with no high notes and about nine hundred verses
> grace: @tariq on shift, recommend humming the fridge
> dewi: @tariq I can record you the low part of anything. Truly. The low part of anything puts \
people to sleep.

= ~50 13:10
tariq: Fitted a wheel with one hand today, baby in the other. She held the lockring. She \
wouldn't give it back. She's a mechanic.
> carmen: @tariq HIRED

= ~45 04:15
tariq: Anyone who says "sleep when the baby sleeps" has never had a bicycle in pieces on the \
kitchen floor.

= ~25
tariq: Maryam laughed today. At a bicycle pump. I've been pumping for forty minutes. 👶🏽
> ada: @tariq arms of steel incoming

= any 07:50
emre: fog so thick on the quay i delivered a parcel to a lamp post
> nils: @emre Did it sign?

= any 18:30
emre: bugün köprüde rüzgâr o kadar sertti ki bisiklet beni sürdü

= ~118
emre: customer: is it heavy? me, from under it: no no

= ~100 17:20
emre: 52 km today, 31 parcels, 4 dogs (2 friendly), 1 wedding cake (arrived, whole, i'm still \
shaking)
> priya: @emre how many tiers
> emre: @priya THREE
> joao: @emre this is the bravest thing anyone at the yard has done

= ~85 08:10
emre: the swans are on the cycle path again. i waited. you don't ring at swans
> wanjiru: @emre you're a gentleman

= ~70 13:40
emre: Annem sordu: "Oğlum o atölyede ne yapıyorsunuz?" Dedim ki: çay içiyoruz, arada da tamir.

= ~40 16:10
emre: flat tyre right outside the yard gate. some people have all the luck and i'm some people

= ~20 19:00
emre: new rule at work: no more than 40 kilos. new fact: a printing stone is 41. sorry @noa, \
bring it down to 40
> noa: @emre I'll print it lighter

= ~0
ilse: The barge smells of chain oil and geraniums. If that isn't a perfume it should be.

= ~128
ilse: My hatch leaks in exactly the spot where I put the bowl, so is it a leak or is it a tap?
> mira: @ilse It's a leak. I've been offering for a year.
> ilse: @mira the bowl is pretty though

= ~90 07:30
ilse: Woke up facing the other way. The wind turned Lena in the night and nobody asked me.

= ~62 18:45
ilse: Gezellig: you, a stove, rain on the roof, somebody's bike in pieces on newspaper. There's \
no English for it, so come and see.

= ~33 12:20
ilse: Hatch is fixed. Mira came with a plane and a look. I miss the tap.
> mira: @ilse I can put it back.

= ~15
ilse: Somebody has crocheted covers for all my mooring posts. I've no idea who. They're \
magnificent. One's got ears.
> oksana: @ilse I know nothing.
> bea: @ilse I also know nothing. — Bea
> rosa: @ilse yo tampoco 😇

= 111 sat 22:45
emre: moon ride back from upper marl, no lights needed, nobody said a word for 6 km. then \
everyone talked about chips
> carmen: @emre best night ride since the one with the goat
"""
