"""The noticeboard opens, people say hello, and newcomers arrive later on."""

SCRIPT = """\
= 151 mon 09:05
ferryyard: The Ferry Yard noticeboard is now online. Same rules as the cork one by the kettle: \
be useful, be kind, take your old notices down. The cork one stays.
> chidi: @ferryyard and if something breaks, tell me here, or shout down the stairs, whichever \
is nearer
> bea: @ferryyard I have tested it. It works. I shall still be writing things on cards. — Bea
> ada: First! (after the Yard, Chidi and Bea, who don't count)
> hamish: do we get points
> chidi: @hamish no points
> hamish: @chidi badges?
> chidi: @hamish you get a broom

= 151 mon 12:40
joao: Bom dia. I was told to write something here. The tide is coming in and so am I.
> eleni: @joao that is the best first post we are going to get, everyone else can go home

= 151 mon 13:15
jonas: Testing umlauts: ä ö ü ß. Testing the clock: it is 13:15 here, please confirm.
> ada: @jonas confirmed, 13:15, give or take the post office clock, which you said you'd fix
> jonas: @ada I said I would look at it. I have looked at it.

= 151 mon 19:20
priya: Hello all, Priya from the kitchen. Soup is Thursdays at half six. You don't need to book, \
you need to bring your own bowl. That is my whole message. 🍲

= 150 tue 07:35
nils: Good morning. I will put the tides here when I think of it. The printed table is still on \
the door and is still right.

= 150 tue 10:10
carmen: ¡Hola, taller! Carmen, bikes, bottom of the ramp, the one with the loud radio. Wednesday \
nights are open to everyone who has a bike or wants one.
> omar: @carmen we know it's you, we can hear the radio

= 150 tue 11:30
kofi: Hi, I'm Kofi. I look after Sunday club (ages 7 to 12) and a large number of half-finished \
cardboard submarines.

= 150 tue 14:02
minjun: robots robots robots 🤖 (hi, I'm Minjun, upstairs, second bench, please don't unplug the \
grey box)
> sam: @minjun what does the grey box do
> minjun: @sam nobody knows. that's why you don't unplug it

= 150 tue 18:45
sam: Sam, they/them, laser cutter and zines. The laser cutter is called Gladys and she is off on \
Tuesdays because of her filter, not because of her mood.

= 150 tue 20:15
noa: Noa, print room. If you can read this in 12 pt, thank a compositor.

= 149 wed 08:50

= 149 wed 12:05
mira: Mira, wood. I answer questions about wood. I don't answer questions about particle board.

= 149 wed 17:30
siobhan: Siobhán. I row the wee green skiff, the Wren, usually before you're up. If you see a \
boat going backwards fast, wave.
> wanjiru: @siobhan you scared off a whole kingfisher on Sunday
> siobhan: @wanjiru I'll apologise to him personally

= 149 wed 21:10
grace: Grace. Nights on ward 6, garden on days off, so if I'm up at four in the morning talking \
about leeks, that's why.

= 148 thu 10:25
zuzana: Zuzana here. I take the photos for the Yard page. If you do not want to be in them, wear \
the orange hat from the hook, and I will know.
> hamish: @zuzana i want to be in all of them
> zuzana: @hamish I have noticed.

= 148 thu 13:50
dewi: Dewi. Bass, mostly. Shanties Thursday at eight, after the soup, so that we are at our most \
resonant.

= 148 thu 16:40
old_bill: Bill Hargreaves. My father ran the ferry from this shed till the bridge. I can't see \
the keys well so I will be brief.
> ferryyard: @old_bill Bill, you write as briefly or as long as you like. Very glad you're here.
> nils: @old_bill About time.

= 147 fri 09:30
chidi: First bug report came in on a postcard. Fixed it, and answered on a postcard.

= 147 fri 11:15
giulia: Does anyone read this on paper? I could bind it at the end of the year.
> bea: @giulia I would keep one at the desk.
> chidi: @giulia I'll make you a big fat export when you ask, promise

= 146 sat 10:40
tariq: Made an account between two punctures. Tariq, bikes, other end of the ramp from @carmen, \
quieter radio.

= 145 sun 12:30
wanjiru: My plan for this account is birds, only birds, and sometimes complaints about people \
who feed bread to birds.

= 144 mon 20:00
ilse: Ilse, barge Lena, mooring 7, the one with the geraniums and the leaking hatch. I fix bikes \
to pay for the hatch.

= 143 tue 09:15
tomasz: Tomasz. I turn bowls. Hello.

= 142 wed 18:20
emre: kurye Emre 🚲 if your parcel from the Yard arrives wet it was the river's fault not mine

= 140 fri 10:00
chidi: Small things changed on the noticeboard today: links open properly on old phones, and \
long words no longer push the page sideways. Thank you @jonas for the long word.
> jonas: @chidi Donaudampfschifffahrtsgesellschaftskapitän. You're welcome.
> eleni: @jonas show-off

= 133 fri 16:10
chidi: The events page now sorts by date. Yes. I know. It sorted by title before. Nobody say \
anything.
> noa: @chidi I liked going to things in alphabetical order

= 127 thu 09:40
ferryyard: Reminder that your Yard login works here and for booking benches. One password. Not \
on a sticky note on the bandsaw, please.
> mira: @ferryyard It was on the bandsaw for eleven days.

= 121 wed 21:30
grace: Finally joined in properly after weeks of only reading. Hello again. I brought \
courgettes. They are in a crate by the door, please take some, please.
> priya: @grace soup tomorrow just changed, thank you 💚

= 111 sat 11:20
farid: Hello, my name is Farid. I make kites, and I was told there is a bench here with good light.
> ferryyard: @farid Welcome! Bench 6, by the north window. Best light in the building until \
about two.
> mira: @farid There is spruce offcut in the rack that is too thin for me and right for you. \
Take it.
> farid: @mira thank you, this is very kind, I will bring you the first one that flies

= 105 fri 12:00
chidi: Search now finds things with accents whether or not you type the accents. Test it on \
@amelie.
> amelie: @chidi I am found ✨

= 97 sat 14:30
aroha: Kia ora koutou! Aroha, just moved up the river from nowhere near a river. I paddle, I \
carve a bit, I'm looking for people who like cold water and long arguments about hulls.
> joao: @aroha you have found us
> siobhan: @aroha tomorrow, seven, at the landing? I've a spare lifejacket and no opinions \
before eight
> aroha: @siobhan see you at seven 🙌🏽
> eleni: @aroha the long arguments are Tuesdays. Also all other days.

= 96 sun 11:40
aroha: Ok that was the best first morning in a new town I've ever had. Legs: gone. Heart: full. \
Ngā mihi @siobhan

= 89 sun 09:20
chidi: For the curious: the noticeboard passed its first 500 posts this week. About a fifth of \
them mention the cat.
> kofi: @chidi that seems low

= 76 sat 16:00
rosa: Buenas tardes a todos. Soy Rosa, tejedora. Ada me ayudó a abrir esta cuenta mientras \
arreglaba mi radio.
> carmen: @rosa ¡bienvenida, Rosa! Los miércoles hay chocolate en el rincón de las bicis
> ada: @rosa the radio is ready too, it just needed a new belt. And yes, I understood "radio"

= 71 thu 18:05
chidi: New: you can follow #FerryYard and just see the Yard's own posts about a day, if you \
don't want my essays about databases.

= 63 fri 15:30
linh: Hi! I'm Linh. I sew bags out of old sails and tents. Someone gave me a leaflet at the \
market that said "come and use the big table". Is the big table real?
> oksana: @linh It is real, it is 4 metres, and I will share it with you. Come Tuesday.
> bea: @linh Do call at the desk first, dear, and I'll show you where the good scissors are \
hidden. — Bea
> linh: @oksana @bea I have been here one hour and I already love it

= 61 sun 13:10
linh: Things nobody tells you about the big table: the cat owns it.

= 45 tue 09:00
chidi: Down for ten minutes tonight at 23:00 for an update. If it's twenty minutes, it went \
badly. If it's two, I lied about the update and went to bed.

= 44 wed 08:15
jonas: Last night's update took seven minutes. I want that on the record.
> chidi: @jonas framed, hung, thank you

= 31 tue 19:45
ferryyard: A warm hello to everyone who joined after the raft race. New here? Come in on a \
Tuesday, ask for Bea, and don't sit in the green chair. It isn't broken, it's the cat's.

= 16 wed 12:00
chidi: Somebody asked whether the noticeboard works with a screen reader. Spent a good afternoon \
with one finding out where it didn't. It does better now, and the rest is on my list.
> grace: @chidi my neighbour says thank you, she could find the soup menu on her own for the \
first time
> chidi: @grace that is the best thing anyone has said to me about a website

= 2 wed 10:20
chidi: Backups restored on a spare machine this morning, from scratch, with the instructions on \
the wall. 23 minutes. An untested backup is a rumour.

= any
chidi: TIL our busiest minute of the week is Thursday 18:29.

= any 21:40
chidi: Deleted 400 lines today and the site does exactly what it did before. Best day at work in \
months.

= any
hamish: do old posts get deleted or will my kids read this
> giulia: @hamish Your grandchildren. I'm binding it, remember?

= any 10:30
ferryyard: Bench bookings for next week are open. If you can't come, give the slot back, \
somebody is waiting for it. example.org/yard/benches

= ~0
chidi: please stop putting the wifi password on the public noticeboard. i've changed it. it's on \
the wall. the WALL. #WhichWall
> ilse: @chidi the wall of the barge? #WhichWall
> tariq: @chidi asking for all of the bike corner #WhichWall
> chidi: @ilse you know which wall

= ~118 20:20
amelie: I didn't expect to like this. On every other site I feel like I'm shouting in a car \
park. Here somebody answers with a clamp.

= ~100
chidi: A favour: describe your photos in words when you post about them. Three of our members \
don't see them, and honestly your descriptions are funnier than your photos.

= ~146
hamish: changed my display name back because bea couldnt find me in the book
"""
