"""Wood and iron, kites and bowls, and a boy learning to make a box square."""

SCRIPT = """\
= any 09:10
mira: Glue-up at nine. Phone's off from five to. If the building burns, finish the clamps first.
> joao: @mira amen

= any
mira: A drawer should close like a sigh. This one closes like a cough. Back to the plane.

= any 11:20
mira: Sharpening class Saturday morning, six places. Bring the chisel you're ashamed of. #woodwork
> tariq: @mira I've got one I use for tyre levers
> mira: @tariq Bring it, and an apology.

= ~125 17:00
mira: Elm again. It doesn't split, doesn't behave, smells of the stable, and it's my favourite. \
#woodwork

= ~118
mira: Somebody planed a nail. I didn't ask who. I looked at the plane, and it told me.
> hamish: @mira ok but it was a really small nail
> mira: @hamish And a really long hour, taking out the nick.
> hamish: @mira actually that was the best hour ive had here

= ~110 20:15
mira: Fick ett brev från mormor: hon undrar om jag "fortfarande snickrar". Ja, mormor. Alltid.

= ~105
mira: No, I can't "just" make it two centimetres longer.

= ~95 12:10
mira: The chair for Bea's desk is done. Ash, oiled, one secret. She hasn't found the secret yet.
> bea: @mira I have found it, dear. There's a biscuit in it. — Bea

= ~80 18:30
mira: Four apprentices, four dovetails, four different ideas of a straight line. All of them \
better than mine at that age.

= ~60
mira: I've been asked what the best joint is. The one you don't see for a hundred years.

= ~30 09:40
mira: Found a pencil line from 1926 inside the old roof beam: a level mark and the word \
"nearly". I'm keeping that piece.
> old_bill: @mira That'll be my uncle Walt. Nearly was his whole name.
> giulia: @mira please let me press a rubbing of it 🥹
> mira: @giulia Come today, it's on bench 4. In the dry.

= ~46 sat 10:00
mira: Offcuts box is full. Free, first come, no fires. If you make something from it, show me. \
#free

= any wed 18:00
yuki: Today's joint: 腰掛け鎌継ぎ (koshikake kama tsugi). A goose-neck that sits down. It holds \
a beam end to end with no glue and no nail. #joinery \
https://en.wikipedia.org/wiki/Japanese_carpentry
> mira: @yuki I've stared at your sample all day. Where's the trick?
> yuki: @mira the trick is the sharpening. I'm sorry, it is always the sharpening

= ~0
yuki: One shaving, 9 microns, three metres. It floated and the cat ate it. He's fine. He's 9 \
microns more expensive.
> jonas: @yuki How did you measure 9?
> yuki: @jonas with your micrometer. Thank you. It's back in the box.

= any 19:20
yuki: Tried pull saw class with children today. They didn't need to unlearn anything. It's the \
adults who push.
> kofi: @yuki Maya asked if she can have "the polite saw" for her birthday

= ~115 14:00
yuki: Three words for you: 木目 (mokume) grain, 木口 (koguchi) end grain, 木の香 (ki no ka) the \
smell when you open the door in the morning.
> oksana: @yuki The third one should exist in every language.

= ~85 21:00
yuki: Sent my father a small box. He was to turn it over, look at the bottom, and say nothing \
for a while: that's the review I wanted. Today he rang.
> mira: @yuki What did he say?
> yuki: @mira he said "hm." 😭🎉
> nils: @yuki Good man.

= ~50 16:30
yuki: Bench hook, mallet, small box, then the bridge. Four weeks, Tuesday evenings, we start \
from zero. Two places left. #joinery
> linh: @yuki me! I've never held a saw
> yuki: @linh then you're the best student already

= ~141 13:00
tomasz: Wet cherry. Ribbons three metres long. Good day. #woodturning

= ~118 17:30
tomasz: A bowl is mostly the wood you take away. I have bags of the rest for your rabbits.
> kofi: @tomasz our class rabbit Professor says thank you

= ~72 12:20
tomasz: It cracked. It was going to be the good one. Now it's the one with the crack, and I like \
it better.

= ~36
tomasz: Somebody asked me to talk less on here.
> hamish: @tomasz was that a joke
> tomasz: @hamish Yes.

= ~98 15:10
farid: First kite from the Yard spruce: 1.2 metres, silk paper, weighs less than a letter. It \
flew on Sunday above the Maltings until the string said stop.
> mira: @farid You promised me the first one that flies.
> farid: @mira it's already hanging over your bench
> mira: @farid I see it. Thank you. I've nothing in my eye.

= ~89 12:00
farid: In Kabul we'd say the kite shows you where your mind is. Today mine was in a tree behind \
the library.
> emre: @farid i know this tree, it has one of my parcels

= ~80 sun 16:20
farid: Twelve children, twelve kites, one wind. For three minutes all of them were up at once, \
and nobody on the ground said anything at all.
> kofi: @farid those three minutes were the quietest of my career

= ~66
farid: Paste recipe for kites: rice flour, water, patience. Same as for most things.
> giulia: @farid bookbinders nod in silence

= ~40 17:15
farid: Found out that the word for spar is the same as the one my grandfather used for a \
stubborn person. It explains my spars.

= ~25 19:00
farid: Night kite with tiny lights tomorrow at the landing if the wind stays. Ada did the \
lights. I only did the sky.
> ada: @farid 14 leds, one coin cell, zero solder on the silk. i was so careful
> wanjiru: @farid lovely, and thank you for asking me first about the roost

= any 10:40
omar: Forge lit. If you've a gate that squeaks, a hinge that sulks, or a heart of iron, come by.

= ~144 wed 13:00
omar: A customer wanted it "rustic". I've hit it more. It's rustic now.
> mira: @omar Invoice per dent.

= ~0
omar: Apprentice joke: what's the difference between hot iron and cold iron? You pick up only \
one of them twice.
> hamish: @omar i picked it up zero times. learned from watching
> omar: @hamish that's called an education

= ~124 18:15
omar: صوت المطرقة في الصباح أفضل من ألف منبه. #حدادة

= ~112
omar: Bottle openers for the whole rowing club: 22. Rowers who asked for theirs twice: 22.
> siobhan: @omar we lost them in the river, all 22, on separate occasions

= ~98 20:00
omar: الحديد يعلّمك الصبر: اضربه وهو ساخن، واتركه يبرد على مهله. ومثله بعض النقاشات هنا 😄
> fatima: @omar كلامك ذهب يا معلّم، بل حديد!

= ~85
omar: Made a new handle for the Admiral (the kettle). Forged, leaf pattern, cool to the hand. \
The most photographed thing I've made in twenty years is a kettle handle.
> priya: @omar it pours like a dream, I've stopped burning my thumb 👍🏾

= ~52 16:10
omar: Hammer-in here on the last Sunday of the month. Four anvils, six smiths, neighbours warned \
with cake. #blacksmith
> bea: @omar The neighbours have asked when the next one is. It was very good cake. — Bea

= ~28 11:30
omar: Someone left a horseshoe on my anvil with a note: "for luck, or for a hook". It's a hook. \
I feel lucky.

= ~146 thu 15:00
hamish: mira says i can use the lathe if i can tell her why my sleeve is a bad idea. i told her \
for 20 minutes. i did a drawing

= ~102 19:40
hamish: made a box. its not square. mira says its "a parallelogram with ambition"
> yuki: @hamish I like ambition in a box
> mira: @hamish Second one will be square. First ones are for keeping things in.

= ~43
hamish: second box is square!!!! i checked with the square!!!! its SQUARE
> mira: @hamish It is.
> tomasz: @hamish Good.
> joao: @hamish sign the bottom, always sign the bottom

= ~90 10:20
dewi: Today I learned which end of the spokeshave is the front. In my defence I'm a bass.
> mira: @dewi Neither end is the front.
> dewi: @mira then I've learned two things
"""
