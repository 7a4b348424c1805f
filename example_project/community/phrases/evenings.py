"""Shanties, books, music, photographs and links for the evening."""

SCRIPT = """\
= 148 thu 20:40
dewi: First shanty night with the new songbook (photocopied, stapled, already beer-stained). \
Page three's upside down, so we sang it upside down. #shanty

= 134 thu 21:30
dewi: Tonight: "Leave Her, Johnny" in four parts, and then in five, because Omar can't choose. \
#shanty
> omar: @dewi I contain two parts

= 113 thu 21:50
anya: Сегодня играла на аккордеоне с шанти-хором. Они не знают наших песен, я не знаю их песен, \
а получилось хорошо.
> dewi: @anya спасибо! (I asked Jonas how to write it)
> anya: @dewi Правильно написал! 😊

= 99 thu 21:15
dewi: We sang the flood one tonight, the one that we made up on the stairs. Verse seven needs \
work. Verse nine can't be sung in front of the vicar. Words: https://example.com/choir/flood
> ferryyard: @dewi The vicar says she knows verse nine.

= 78 thu 22:00
siobhan: Sang "Óró sé do bheatha 'bhaile" tonight and forty people who'd no idea what it meant \
gave the chorus back to me like a wall. Go raibh maith agaibh.

= 57 thu 21:20
dewi: Wales report: rained, sang, lost, sang. 🏴󠁧󠁢󠁷󠁬󠁳󠁿

= 36 thu 20:30
dewi: Nos Iau, cawl Priya, canu tan hwyr. Beth arall sydd ei angen? #shanty

= 15 thu 21:40
dewi: New member tonight: a tenor, a real one, in the wild. We've surrounded him gently. #shanty
> siobhan: @dewi don't startle him
> dewi: @siobhan he's signed the book, it's too late for him

= 1 thu 21:05
anya: The choir wants to sing one of mine next week. I've chosen the sad one. They're all the \
sad one.
> dewi: @anya good, we're built for it

= ~144 22:20
anya: Читаю вечером у печки. Рядом кто-то паяет, кто-то шьёт, кот спит. Лучший читальный зал в \
городе. #книги

= any
anya: Book swap shelf by the stairs: I put in three, took out five. This isn't how a swap works, \
I know.
> bea: @anya It's exactly how it works, dear. — Bea

= ~116 21:10
anya: Finished Moby-Dick. Now I understand why João cries at planks. #books

= ~95
anya: Аккордеон простудился после наводнения: кашляет на фа-диезе. Йонас слушал его, как врач. \
#аккордеон
> jonas: @anya It's a reed. Say to it: nine days' rest.

= ~82 20:50
anya: Reading circle on the first Tuesday: "Three Men in a Boat". Siobhán has promised not to \
correct the rowing. #books
> siobhan: @anya I promised nothing

= ~63
anya: Кто-то оставил в «Мидлмарче» закладку: билет на паром 1961 года. Отдала Биллу.
> old_bill: @anya Fourpence, return.

= ~43 22:10
anya: "Middlemarch" week three. Carmen threw it across the room at Casaubon. It's fine, Giulia's \
rebinding it.
> giulia: @anya spine cracked at exactly the proposal

= ~25
anya: Nobody tells you that the accordion is mostly carrying.
> dewi: @anya as is the bass voice

= ~11 20:40
anya: Дождь, Шуберт и чужой чай. Хороший вечер.

= any 22:40
zuzana: Night walk along the chain posts, 30 second exposures, the river turns to milk and the \
swans into ghosts. #photography

= ~125 19:15
zuzana: Photo in words: Mira's hands, a plane, one shaving, the window. I could have gone home \
after that one.

= ~95
zuzana: Darkroom's back up the stairs. The enlarger has mud in places I didn't know it had.

= ~90 20:10
zuzana: Fotka dne: pes, déšť a dvacet lidí pod jedním deštníkem. #fotografie

= ~74 08:05
zuzana: I photograph the tide board every morning. In a year I'll have a film of a piece of \
chalk thinking.
> nils: @zuzana It's my handwriting, so it will be a short film.

= 52 tue 12:15
zuzana: Developed a roll somebody found in the mud. Eleven frames of nothing, and one of a woman \
on the ferry, laughing, perhaps 1960. Does anyone know her? I'll hang a print by the desk.
> old_bill: @zuzana That's Rita from the mill canteen. She'd want the print.
> zuzana: @old_bill Is she
> old_bill: @zuzana She's at Pilot Street, number 9, and she's 86. I'll walk you round.

= 51 wed 17:30
zuzana: Bill walked me round to Pilot Street with the print. She has the same laugh. She has \
EXACTLY the same laugh.

= ~32 17:45
zuzana: Pinhole class this weekend: a biscuit tin, a needle, four minutes of standing still. The \
children will beat us. #photography

= ~15
zuzana: Today I took no photos on purpose. It was a very beautiful day and I'm annoyed.

= ~148 19:00
eleni: Documentary about knots at the library tonight. I know. I'm going twice. \
https://en.wikipedia.org/wiki/Bowline

= ~123 21:40
sam: board game night: Grace won in eleven minutes after a 12 hour shift. I don't know what they \
feed nurses
> grace: @sam toast and rage

= ~94 20:20
siobhan: Telly's dead, so I've been reading the flood log out loud to the dog. Five stars. He \
cried at the comma.

= ~77 22:15
jonas: Bach, cello, number one, through one speaker that Ada fixed and one she didn't. In the \
middle it's perfect.
> ada: @jonas i know which one i didn't fix, it builds character

= ~49 19:45
farid: Tonight I heard the rebab again for the first time in ten years. A young man was playing \
it on the landing, as if that were a normal thing.
> anya: @farid Bring him on Thursday.
> farid: @anya he is shy. I said there will be soup. He is coming.

= ~36 21:35
fatima: Film night on the shed wall: the old harbour reels. Everyone shouting out the names of \
their grandparents. Best cinema I've ever sat in.
> old_bill: @fatima I counted nine people I owed money.

= ~19 20:55
carmen: My radio got a request from across the river. By shouting. They wanted something "to \
hang washing to". I delivered.

= ~7 21:25
sam: sewing, soldering, soup, singing. thursday is just a list of things that begin with s
> dewi: @sam sore throat
> tariq: @sam sleep (theoretical)

= ~146 20:30
kofi: Chess by the stove tonight: Nils took my queen with a pawn I'd been using as a coaster.

= ~119
amelie: Song for carving: something slow, with a cello. Song for printing: anything you can \
stamp to. Song for cleaning up: silence, guilt.

= ~86 18:15
mira: The radio in the wood shop plays one station. It's mostly trombone. We don't ask.

= ~69 23:00
grace: Music tip from ward 6 at 3 a.m.: Satie, quietly, from a phone in an empty mug. The mug is \
important.
> jonas: @grace Which mug?
> grace: @jonas ceramic, the thumb one from Fatima
> fatima: @grace I've never been so proud

= ~53 22:30
wanjiru: Listened to the nightjar recording so loudly that the neighbour came to ask if the \
fridge was all right.

= ~42
ilse: I read on deck until the light goes, then I go on for a page out of stubbornness.

= ~26 20:05
yuki: I read "The Wind in the Willows" in English at last. Mole is the most Japanese character \
I've met in this country.
> bea: @yuki I shall think of this all week. — Bea

= ~10 22:00
dewi: The rehearsal recording's up: https://example.com/choir/landing-take-3. If you listen \
closely at 2:14, you can hear Bosun vote.

= ~131 12:50
chidi: Good long read on how clinker hulls work, for those of us who nodded along: \
https://en.wikipedia.org/wiki/Clinker_(boat_building)
> joao: @chidi you nodded so well

= ~106 18:10
eleni: Why the water stands still before it turns, explained properly: \
https://en.wikipedia.org/wiki/Slack_tide (it doesn't, quite, and that's the lovely part)

= ~85
giulia: Somebody scanned an 1890s marbling manual and it's free to read. Goodbye weekend. \
https://example.org/library/marbling-1894

= ~68 09:15
wanjiru: The county bird count form is at birds.example.org/count and needs ten minutes, a \
window and honesty about pigeons.

= ~52 13:25
jonas: For the person asking why seconds leap: https://en.wikipedia.org/wiki/Leap_second. You \
did ask.

= ~39 10:30
minjun: wet stick source code and the drainpipe drawings are at \
https://example.com/wetstick/src, copy it for your own river please 🌊

= ~23 14:05
noa: Every signal flag with its meaning: \
https://en.wikipedia.org/wiki/International_maritime_signal_flags. Ours say F and Y. F means "I \
am disabled, communicate with me". Accurate.
> eleni: @noa Y means "I am dragging my anchor"
> joao: @eleni so the two of them together are exactly the Yard

= ~12 19:05
linh: I put my first pattern online, for the sail tote, free: example.com/sail-tote. Took me \
five weeks to write what my hands do in an hour.
> oksana: @linh I read it. A beginner could do it. That is the highest thing I can say.
"""
