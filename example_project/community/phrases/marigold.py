"""The old ferry tender Marigold, from her first opened plank to her launch and after."""

SCRIPT = """\
= 145 sun 15:10
joao: Opened up the Marigold's garboard today. For those who don't speak boat: I took the lowest \
plank off and could see daylight, the river and my own future.
> eleni: @joao how bad
> joao: @eleni four ribs, maybe six. The keel is good. They knew something about oak in 1931.
> old_bill: @joao That keel came off the Pilot Street elm yard's lorry. My father told me. It is \
elm.
> joao: @old_bill I stand corrected and I take off my hat. Elm. Of course it's elm.

= 144 mon 08:20
joao: Marigold, for the new ones: 22 feet, clinker, built here in 1931 to carry people when the \
big ferry couldn't. Sank at her mooring twice. Came up twice.

= 142 wed 17:45
joao: Steaming ribs this Saturday if the wallpaper steamer survives the week. Need six people \
with gloves and no fear of hurry. #Marigold
> mira: @joao In. I have the long gloves.
> omar: @joao in, if I may also hit something
> joao: @omar you may clench the rivets
> siobhan: @joao count me in, after the row
> hamish: @joao is it dangerous
> joao: @hamish it is warm
> hamish: @joao im in

= 139 sat 11:05
mira: First rib out of the steam box at 11:02, in the boat by 11:03, swearing in three languages \
by 11:04.
> joao: @mira four languages. Omar counted.
> omar: @mira يا سلام، هذا اسمه شغل! (that means: good work everyone, where is lunch)

= 139 sat 13:20
joao: Five in. One cracked, which is the boat's way of saying hello. Tomorrow we rest, on Monday \
I find out what I did to my back.

= 139 sat 14:00
zuzana: Photo in words: six people leaning into the hull at once, steam around their heads like \
a painting of saints, and one boy holding a biscuit.
> hamish: @zuzana that was a structural biscuit

= 134 thu 12:30
joao: O lariço chegou. Cheira a resina e a chuva. Amanhã começamos as tábuas. #Marigold

= 132 sat 10:15
joao: Today we make planks. Larch, 16 mm, no knots bigger than a coin. If you find a board \
without knots, don't tell me, I'll get emotional.
> mira: @joao Rack two, left, third from the top. Sit down first.
> joao: @mira oh
> joao: @mira oh no. It's beautiful. I can't cut this.
> mira: @joao You can. Measure again and I'll hold the other end.

= 126 fri 16:20
joao: Spiling is when you ask the boat what shape the plank is, write it all down, cut it, and \
the boat says: I never said that.
> jonas: @joao This is also how requirements meetings work.

= 125 sat 12:10
joao: Two planks on, starboard. She looks less like a basket. Obrigado @siobhan @mira @omar, and \
the lady walking past who just picked up the other end and stayed till four.
> bea: @joao That was my sister. She is 74 and has not stopped talking about it.

= 120 thu 09:15
joao: 1,340 copper rivets ordered. Each needs one person outside and one inside. Friends who \
rivet together stay together, because they can't hear anybody else. #boatbuilding

= 118 sat 15:40
siobhan: Inside the boat holding the dolly while Joao hammers. Ears ringing. I now know what it \
is to be a bell.
> dewi: @siobhan in what key
> siobhan: @dewi B flat and rising

= 113 thu 20:30
eleni: Somebody asked why we don't buy a fibreglass one for half the money. Security has been \
called.

= 111 sat 16:50
joao: Six planks a side. I ran out of clamps, then out of friends' clamps. If you have a clamp \
at home that isn't holding your house together, I would love it for two weeks.
> tomasz: @joao Four. Leaving them on your bench.
> mira: @joao Check the cupboard under the stairs before you beg in public.
> joao: @mira there are NINE clamps in the cupboard under the stairs
> mira: @joao I know. I put them there so that we'd have some.

= 100 wed 08:40
joao: She floated off her blocks by a hand on Saturday night and came down a hand to the left. \
No plank moved. I think she just wanted to see.
> nils: @joao They do that.
> eleni: @joao boat with opinions. my favourite kind

= 97 sat 11:25
joao: Straight again on the blocks, thanks to two car jacks and @anan, who looked at it for one \
minute and said "lift there". He was right. Where has he been.
> anan: @joao in the engine corner, where you never come 😄

= 93 wed 19:00
aroha: First evening on the Marigold. I was given a hammer and a place to kneel, and nobody \
asked for my CV.
> joao: @aroha we asked your hammering, it was fluent

= 90 sat 14:10
joao: Whisky plank! For the landlubbers: the last plank closes the hull, and then there is \
whisky. In our case also Priya's samosas, also tea, also one dog.
> priya: @joao forty samosas. forty. i turned round and there were none
> old_bill: @joao My father had the last plank of the Kingfisher in 1938. Same spot on the \
floor. There is a stain.
> joao: @old_bill show me the stain tomorrow, I want to stand on it
> giulia: @joao I arrived for the whisky and stayed for the stain

= 87 tue 10:05
oksana: Measured the Marigold for her cover. Joao says 6.70 m. The boat says 6.83 m. I believe \
the boat. #sailmaking sailloft.example.com/covers

= 83 sat 13:30
joao: Caulking is 20% cotton, 30% mallet, 50% talking to yourself in a low voice.
> aroha: @joao I heard you. You were asking her to be reasonable.

= 76 sat 17:15
anan: Engine for Marigold turns by hand now. Last week it did not turn by any hand. Diesel, two \
cylinders, older than me and more stubborn. 💪🏽
> joao: @anan what did you do to it
> anan: @joao three weeks of penetrating oil and one night of patience. Also a bigger spanner.

= 72 wed 20:10
eleni: Rigged a little mast for the Marigold out of the broken flagpole. Joao says she's a \
launch and launches have no mast. I say she can take it down when he's looking.

= 67 mon 09:50
joao: A letter arrived from a woman in Northbank. Her grandparents met on the Marigold in 1949, \
on the 7:40 to the mill. She asks if she could come when we launch. I have read it four times.
> ada: @joao I'm not crying, it's flux
> bea: @joao I have pinned a copy by the desk, names covered. The desk is also not crying.
> old_bill: @joao The 7:40 was always late.

= 62 sat 12:45
joao: Fairing the hull. If you want to know how boring boatbuilding is, come today. If you want \
to know how beautiful it is, come today and close your eyes and put your hand on her.

= 55 sat 10:30
joao: Primer on. She is pink. She will not stay pink. Please stop telling me that she should \
stay pink. #Marigold
> sam: @joao she should stay pink
> noa: @joao pink is very good for her
> kofi: @joao Sunday club took a vote. 14 for pink, 1 for "stripes with sharks".
> joao: @kofi who voted sharks
> kofi: @joao I can't reveal my sources

= 48 sat 16:00
omar: Forged two new lifting eyes for the Marigold. They will outlive the boat, the Yard, and \
possibly England.
> joao: @omar they're perfect. You stamped a tiny flower in them?
> omar: @joao a marigold. It took longer than the eyes

= 44 wed 19:30
anan: Engine in. Shaft in. Everything lines up to the thickness of a leaf. I checked with a leaf.

= 41 sat 11:00
joao: Top coat! Dark green below, cream above, and a red line between so thin that only three \
people are allowed to breathe near it.
> oksana: @joao I breathed. It is fine.
> mira: @joao I saw the sag on the port bow. I'm not going to say anything.
> joao: @mira you just did
> mira: @joao It's gone now. I'd never have mentioned it.

= 34 sat 20:30
joao: Launch day is fixed: two weeks today... or three, whichever Saturday has the water. Nils \
is deciding. Nobody argues with Nils about water.
> nils: @joao Two weeks. High water is in the afternoon. Have her on the trolley by noon.
> ferryyard: @joao Then it is official! The Marigold goes back in the river two weeks from \
today, with the tide, after lunch. Everyone is invited, and so are their grandparents.

= 31 tue 21:00
noa: Drawing the letters for the Marigold's transom. M is generous. R is being difficult. G \
knows it's the prettiest and is unbearable about it. #lettering
> amelie: @noa G is always like this
> joao: @noa take all the time you want, the boat is only 90 years old

= 28 fri 18:40
noa: The name is on. One go, no tape, a steady hand and a held breath. Then I went outside and \
shouted at the river for a bit.
> joao: @noa I looked at it for twenty minutes with the torch. I have no words, you have the \
words, they're on my boat
> zuzana: @noa Photo in words: gold leaf capitals, a little proud of the green, and in the G, \
very small, the reflection of a person not breathing.

= 24 tue 10:15
ferryyard: Saturday's plan. 10:00 tea. 12:00 Marigold on the trolley. 13:30 a very short speech. \
14:00 she goes down the slip, when Nils drops his hat. Soup after. Bring a bowl and a dry pair \
of socks. #Marigold
> nils: @ferryyard It will be the old hat.
> kofi: @ferryyard Sunday club has made 40 metres of flags. I apologise in advance to the whole \
harbour.
> dewi: @ferryyard we'll be singing whether or not you put it on the list, so put it on the list

= 23 wed 22:10
joao: I can't sleep. It's only a boat. It's only a boat. It's only

= 21 fri 19:15
joao: She's on the trolley. I tied her twice. I went back and tied her again.
> eleni: @joao go home
> joao: @eleni I'm sitting next to her
> eleni: @joao ok. bringing tea

= 20 sat 07:10
nils: Launch day. Wind southwest 2, backing. Sky clear. I have brought the hat.

= 20 sat 08:05
ferryyard: Good morning! It's Marigold day. Doors open at nine because there was already a queue \
at eight. Bosun the cat is inside, safe, and furious.

= 20 sat 09:40
bea: I have signed in 112 people, four dogs and a gentleman who says that he was born on her. — Bea
> old_bill: @bea He was born in the ferry. Different boat. Let him have it.

= 20 sat 10:30
priya: Soup status: 60 litres. I have never said a number like that out loud. 🍲🍲🍲

= 20 sat 11:20
hamish: someone asked me if im crew and i said yes and now i have a rope

= 20 sat 11:45
kofi: A seven-year-old just asked João whether the boat is nervous. João said "yes, so we talk \
quietly", and now thirty children are whispering.
> joao: @kofi she really is

= 20 sat 12:04
mira: On the trolley, on the rails, on time. I'd like it noted: on time.

= 20 sat 12:50
eleni: Ο καιρός είναι με το μέρος μας. Σήμερα πέφτει η Marigold στο νερό! ⛵ #ποτάμι

= 20 sat 13:34
wanjiru: Heron on the shed roof for the speech. He has stood through all of it, which is more \
than I can say for the mayor.

= 20 sat 13:41
ada: João's speech, complete: "Thank you. She was always yours. Mind your feet."

= 20 sat 13:58
siobhan: Out in the Wren to catch the painter. Whole bank's gone quiet. Never heard this town \
quiet.

= 20 sat 14:00
nils: Hat.

= 20 sat 14:02
ferryyard: SHE'S IN. She's in and she floats and João is in the river up to his waist and he \
doesn't seem to have noticed. #Marigold 🎉🎉🎉
> ada: @ferryyard AAAAAAAA
> noa: @ferryyard the letters got wet!!! they're supposed to!!!
> carmen: @ferryyard ¡¡¡VIVA LA MARIGOLD!!! 💛💛💛
> minjun: @ferryyard 만세!! 🎉 마리골드 떴다!!
> yuki: @ferryyard 進水おめでとうございます。泣いています。
> omar: @ferryyard مبروك! ألف مبروك للجميع ❤️
> aroha: @ferryyard ka rawe!! crying into a lifejacket 🥹
> linh: @ferryyard I've been here six weeks and I'm sobbing over a boat, what is this place
> jonas: @ferryyard 14:00:40 by my watch. The hat was forty seconds late. It was perfect.

= 20 sat 14:25
anan: Started first time. FIRST TIME. สตาร์ตติดครั้งแรกเลย! 🙏🏽

= 20 sat 14:50
joao: She makes a little water at the garboard, as she should, she's been dry for two years and \
she's thirsty. By Monday she'll be tight. By Monday maybe I'll stop shaking.

= 20 sat 15:30
bea: The lady whose grandparents met on the 7:40 has just come back from going round Otter \
Island. She is sitting in the green chair. The cat has allowed it. — Bea
> ada: @bea THE CAT HAS ALLOWED IT
> kofi: @bea this is the biggest news of the day, sorry joão

= 20 sat 16:20
priya: 60 litres: gone. Someone's licking the ladle. I won't say who (it's @emre)
> emre: @priya i rode 40 km today, the ladle is mine

= 20 sat 17:10
tariq: Baby slept through the launch, the horns, the cheering and the brass band, then woke up \
because somebody opened a packet of crisps. 👶🏽
> carmen: @tariq she has priorities

= 20 sat 18:45
zuzana: 611 photos. In every single one somebody is holding on to somebody else. I didn't see \
that till I sat down with them. The first forty: https://zuzana.example.com/launch

= 20 sat 20:10
dewi: Forty voices and a river for the bass. If you weren't at the landing tonight I can't \
explain it, and if you were I don't have to.
> siobhan: @dewi not a dry eye, nor a dry anything else

= 20 sat 21:50
old_bill: I went across on her this afternoon. Sat where I sat in 1951. Engine sounds better \
now. Thank you Joao.
> joao: @old_bill I have this one printed already in my head, Bill. Obrigado.

= 20 sat 23:20
joao: Obrigado a todos. Ela está na água. Vou dormir no barco. 🌊🇵🇹

= 19 sun 08:30
joao: Slept in the boat. Woke up afloat. Nothing else to report, and I don't think there ever \
will be.
> nils: @joao Bilge?
> joao: @nils two buckets. Like a polite cough.

= 19 sun 11:15
oksana: Found after the launch: 3 hats, 1 trumpet mouthpiece, 14 socks (none alike), and \
somebody's speech. All at the desk.

= 17 tue 09:10
joao: Monday, no, Tuesday: dry bilge. She's tight. I hung the bucket on the wall. #Marigold

= 13 sat 18:30
siobhan: First proper trip with the Marigold: Otter Island and back, nine aboard, one thermos, \
two engine stops ("adjustments" says Anan).
> anan: @siobhan adjustments 🔧
> wanjiru: @siobhan and a kingfisher, twice, who didn't mind the engine at all. I'm revising my \
opinion of engines.

= 9 wed 17:00
ferryyard: From next month the Marigold takes passengers on Saturdays, free, eight at a time, \
weather and Nils permitting. List at the desk. #Marigold
> linh: @ferryyard put me down please! and my mum!
> nils: @ferryyard I am usually permitting.

= 5 sun 16:30
joao: People ask "and now?" Now I sweep. And then there's a very sad dinghy behind the kiln that \
nobody claims.
> mira: @joao No.
> joao: @mira I only looked at it
> mira: @joao I've seen how you look at boats.

= 2 wed 08:15
joao: The sad dinghy has good ribs.
> mira: @joao João.

= 148-92
joao: Boat question of the day, from a boy of five: "How does it know where the water is?" I had \
no answer. I still have no answer.
"""
