"""Longer notices, lists and verses: whatever needs more than one line."""

SCRIPT = """\
= 150 tue 09:15
ferryyard: This week at the Yard:
  Tue: open bench, 10 to 6
  Wed: bike night, 6 to 9
  Thu: soup at 18:30, shanties at 8
  Fri: print night
  Sat: open yard, everyone welcome
  Sun: kids' club, 10:30
  Mon: closed, apart from six people and a broom

= 136 tue 09:10
ferryyard: House rules, the short version. Ask before you borrow. Sharpen what you blunt. Sweep \
as if someone's coming after you, because someone is. If you don't know, say so: that's how \
everybody here learnt. If you do know, say it kindly. The cat isn't staff, whatever he says.

= 105 fri 20:15
ferryyard: For tomorrow, in this order:
  1. people
  2. the cat
  3. type cases and paper
  4. motors
  5. everything else
  If we run out of time, we stop after 2.
> hamish: @ferryyard the cat being before the type cases is why i love this place
> noa: @ferryyard agreed. but quickly

= 101 tue 10:30
ferryyard: People have asked what we need. Dry rags, dehumidifiers, strong coffee, somebody who \
understands insurance letters, and for you to come in on a Tuesday as you always do, sit where \
you always sit, and make the thing you were making. The shed dries faster with people in it.

= 94 tue 21:15
joao: Things I've heard through the hull today:
  the river
  Priya singing
  a long silence
  "that's not the red wire"
  the river

= 77 fri 17:20
noa: Print fair packing list:
  – bone folder
  – other bone folder
  – float
  – pins
  – the good apron
  – the apron you don't mind
  – a fruit, so you can say you ate one
> sam: @noa – plasters
> amelie: @noa – a second fruit, for crying

= 65 wed 20:40
carmen: Big Blue, weight so far:
  frame 19 kg
  box 14 kg
  shelves 6 kg
  opinions 80 kg
> tariq: @carmen the opinions are load-bearing

= 55 sat 18:30
ferryyard: Roof fund, list of heroes: 214 lino tiles, 63 bowls, 1,100 slices of cake, two \
sponsored silences (Hamish failed both), one envelope that smelled of diesel, and a button. The \
button is going up with the slates. We can't say thank you properly, so we'll say it often. \
#RoofFund
> hamish: @ferryyard i lasted 4 minutes
> kofi: @ferryyard it was 3.

= 49 fri 21:30
amelie: four a.m. in the print room,
  no, nine thirty, it only feels so:
  one lamp, one cat,
  one colour left to go

= 44 wed 08:50
bea: Found in the roof space with the slates off: a wren's nest, a child's boot, a newspaper \
from 1926, a love letter (unsigned, and it's staying unsigned), 206 bent nails, and a lunch tin \
with "Walt's, hands off" scratched on it. All in the glass case now, except the letter. — Bea
> giulia: @bea the newspaper first, it's the most fragile. I'll bring the big blotters
> old_bill: @bea Uncle Walt never did share.

= 39 mon 19:40
yuki: 秋田から届いた杉。
  開けた瞬間、工房じゅうが森になりました。
  今夜は誰も帰りません。

= 33 sun 19:15
jonas: Raft race, official results:
  1. HMS Potato, 4:12
  2. Nobody, 4:31
  3. Otter Chaos, 5:06 (R)
  4. "Team", 5:40
  5. The Unsinkables, sank, 6:02
  R = in reverse.
  The jury accepted one protest (from the potato).

= 28 fri 12:10
meiyu: 菜園三戒：
  一、不急。
  二、不貪。
  三、不要讓山羊進來。 🐐

= 26 sun 20:30
grace: Five good things from the week, because I was asked to write them down:
  1. leeks
  2. a man walked who couldn't
  3. Emre's bell
  4. soup
  5. it's my day off tomorrow and nobody knows where I'll be (bed)

= 19 sun 17:00
ferryyard: Yesterday: 1 boat launched, 640 people on the bank, 60 litres of soup, 40 voices, 14 \
odd socks, 1 heron, 1 hat, 0 accidents. To the lady of the 7:40 who sat in the green chair: come \
back whenever you like, you've got a cat now. Everyone else: same time next century. #Marigold

= 17 tue 18:20
omar: ثلاثة أشياء لا تُستعجل:
  الحديد،
  والخبز،
  والصديق الذي يحكي.

= 12 sun 13:40
hamish: things joão has taught me so far
  1. measure
  2. no
  3. measure again
  4. tea
  5. now cut
  6. why did you cut there

= 9 wed 11:15
ferryyard: Wanted: two people for the door on Saturdays, one who's good with forms, somebody \
tall (baskets), somebody patient (Jonas), and a night owl to sit with the kiln on firing nights. \
We offer soup, keys, a broom with your name on it, and the light on the stairs at six. Ask Bea.
> jonas: @ferryyard I assume that the patient person is for me, not that I'm the patient person.
> bea: @jonas Correct, dear.

= 6 sat 10:10
wanjiru: Dawn list from the landing:
  kingfisher 1
  heron 1 (cross)
  cormorant 3
  wagtail 2
  mallard, plenty
  Siobhán 1 (backwards)
> siobhan: @wanjiru (also cross)

= 5 sun 21:00
priya: रात का हिसाब:
  47 कटोरे,
  9 बच्चे,
  1 बिल्ली,
  0 बचा हुआ। 🙏🏽

= 3 tue 19:30
chidi: Changelog, noticeboard:
  fixed: replies no longer jump about on small screens
  fixed: the thing Jonas wrote eleven cards about
  new: nothing, and isn't that nice
> jonas: @chidi Twelve cards. The twelfth was to say thank you.

= ~52 12:40
eleni: Δύο πράγματα θέλει η βάρκα:
  λίγο αέρα
  και κάποιον να την περιμένει. #βάρκα

= ~16 21:20
joao: O rio à noite:
  uma luz,
  outra luz,
  e o meu barco no meio das duas. 🌙

= ~31 11:50
linh: Bag number 40 today, from a sail that had been twice around the Horn (says Eleni) or once \
to Upper Marl (says Nils).
> eleni: @linh they're both rough passages
"""
