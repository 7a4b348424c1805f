"""The print room: type, lino, bookbinding, zines and the fair called Ink & Tide."""

SCRIPT = """\
= 140 fri 20:10
noa: Friday print night. Tonight: proofing the new poster, finding the one wrong-fount e, \
arguing whether it's wrong or charming.
> amelie: @noa charming
> giulia: @noa wrong

= 125 sat 13:10
ferryyard: Announcing Ink & Tide, our print fair: one Saturday, forty tables, the Albion press \
running all day for anybody who wants to pull a sheet. Tables cost a print and a promise. \
#InkAndTide example.org/ink-and-tide
> amelie: @ferryyard TABLE PLEASE
> sam: @ferryyard table for zines, small table, big feelings
> giulia: @ferryyard I'd like to bind things in front of people. Is there a corner?
> noa: @giulia there's your corner, it has a radiator and a grudge

= 118 sat 17:00
amelie: Lino count for the fair: 3 finished, 2 cut, 1 that I carved mirror-wise and now says \
EDIT & KNI.
> noa: @amelie EDIT & KNI sounds like a lovely old couple
> amelie: @noa they're real now, I'm printing them

= 111 sat 16:30
giulia: Sewed 40 little notebooks on the tram. A man asked if it was medicine or art. Grazie, both.

= 101 tue 12:00
noa: Every case of type went up the stairs on Saturday and every case came down again today, and \
the count is: nothing missing, one comma extra. We'll treat it as our own.

= 94 tue 17:10
sam: Zine no. 7, "What the water left", is at the desk. Sixteen pages, mostly mud, drawn on the \
night. Pay what you like, all to the roof.
> joao: @sam page nine is me falling over
> sam: @joao page nine is everyone falling over, you're the universal figure
> old_bill: @sam Bought two. One for my sister.

= 90 sat 14:15
noa: Big sort: washed the 12-line wood type after the flood fright. The W has a worm hole, \
exactly where you'd want it. #letterpress

= 83 sat 11:40
amelie: The fair poster is done. Three colours, two weeks, one thumb. Yellow first, then red, \
then blue, then a very long breath. #linocut
> noa: @amelie registration so tight I got emotional
> zuzana: @amelie I photographed it flat and it still looks as if it's moving.

= 76 sat 18:20
ferryyard: One week until Ink & Tide. 41 tables (we found one). Volunteers for doors, tea and \
shouting "mind the wet ink": list at the desk. #InkAndTide

= 73 tue 10:30
noa: The Albion got new packing, fresh oil and a talking-to. She prints like she's 20. She's 170.

= 70 fri 21:45
giulia: Night before the fair. I have 112 notebooks, no float, and one shoe with glue in it.
> bea: @giulia The float is in an envelope at the desk with your name on it. I can't help with \
the shoe. — Bea

= 69 sat 08:40
sam: table up. zines out. sign fell down. sign up. tea. ok. fair. #InkAndTide

= 69 sat 10:05
ferryyard: Doors are open! Ink & Tide runs till five. The Albion's at the back, the tea's on the \
left, the cat's in the envelope box. #InkAndTide
> dewi: @ferryyard first customer bought the sign that says mind the step
> noa: @dewi that wasn't for sale!!
> dewi: @noa she drove a hard bargain

= 69 sat 10:50
amelie: Sold EDIT & KNI. To a couple called Edith and Kenny. I'm not making this up, there are \
witnesses. #InkAndTide
> noa: @amelie I'm the witnesses

= 69 sat 11:30
zuzana: Photo in words: a very small girl hanging from the bar of the press with both feet off \
the floor, and the bar going down anyway, because Noa is pulling too.

= 69 sat 12:15
priya: Fair lunch: dal, rice, the green chutney, and a queue. If you're behind a table, raise \
your hand and somebody will bring you a bowl.
> giulia: @priya ✋🏼
> sam: @priya ✋ (the one with the plaster)
> yuki: @priya ✋🏻 please

= 69 sat 13:00
yuki: 版画市で一枚買いました。波の版画。バレンの跡まで見えて、うれしい。 #InkAndTide
> amelie: @yuki I saw you looking at it for an hour ❤️

= 69 sat 14:20
noa: לקוחה בת שמונים הדפיסה היום בפעם הראשונה את השם שלה. היא החזיקה את הדף הרטוב כל הדרך הביתה. \
#דפוס

= 69 sat 15:10
hamish: carried 41 tables in this morning. carrying 41 tables out tonight. never talked about \
tables so much in my life

= 69 sat 16:58
ferryyard: Two minutes to five and there's still a queue for the press. Noa says nobody who's in \
the queue goes home without a print. #InkAndTide

= 69 sat 18:10
noa: 214 sheets pulled today. 214 people who now know what "kiss impression" means, and giggle.

= 69 sat 21:20
amelie: Fair over. Feet gone. Hands blue. Heart full, merci à tous. 🖤💛❤️💙
> giulia: @amelie 112 of 112. I've nothing left to write in.
> sam: @amelie traded my last zine for a jar of honey, capitalism is over

= 68 sun 11:10
jonas: Statistics from the fair door: 1,063 in, 1,062 out. Somebody please check the paper store.
> bea: @jonas It was the cat, Jonas. He went in twice and came out once.

= 49 fri 20:40
noa: New rule in the print room: whoever says "it's only a small correction" makes the coffee.

= 40 sun 17:10
giulia: Rebinding the Yard's old visitors' book, 1931 to 1958. In it: tide stains, a pressed \
clover, and on every third page the same child's drawing of the ferry, getting better.
> old_bill: @giulia That's my brother. He never got better than 1940.
> giulia: @old_bill I'd like to leave those pages loose enough to find.

= 19 sun 14:00
amelie: Started a lino of the launch. The water's the easy part. The faces I leave empty; \
everyone will know who they are. #linocut

= 8 thu 13:40
noa: Date for your books: the next Ink & Tide is in spring and I'm already looking for paper. \
Recommendations for something heavy, toothy, not too white?
> giulia: @noa the mill in Upper Marl does a 250 g that takes ink like a sponge takes gossip
> noa: @giulia sold

= any fri 19:30
noa: Print night. Kerning A and V by hand with a bit of a train ticket, as God intended. \
#letterpress

= any fri 21:10
noa: Found a sort in the hell box which nobody can identify. Looks like a pilcrow that's seen \
things.
> jonas: @noa Send me a photo, I collect those.
> giulia: @noa it's a sigma with a hangover

= any 11:00
noa: Composing stick rule: read it upside down, left to right, and never trust a b. #letterpress

= ~0
noa: A wedding invitation, 60 copies, "nothing fancy". Three colours, deckle edges, a duck. It's \
always fancy. There's always a duck.

= ~0
noa: Ink on: hands, apron, door handle, tea, Giulia. Ink not on: the paper, because I'd locked \
it up one pica low.

= ~110 20:00
noa: Typographic joke for the evening: two quotation marks walk into a "bar".
> jonas: @noa That bar is not a bar.
> noa: @jonas that's the joke jonas
> jonas: @noa I know. I'm laughing. In my way.

= ~146 fri 20:50
amelie: Lino tip: warm it on the radiator, then it cuts like butter. Don't leave it on the \
radiator. Ask me how it cuts after an hour (like pizza). #linocut

= ~0
amelie: Café, carnet, pluie. Le trio parfait. ☕️

= any
amelie: I drew the same crane every morning for a month. The crane has improved.

= ~125 12:30
amelie: Question for ink people: what do you use to get blue-black out of a favourite cardigan?
> noa: @amelie acceptance
> oksana: @amelie Milk, one night, then cold water. Or embroider a bird on it.
> amelie: @oksana it will be a bird

= ~100 fri 22:05
amelie: I have drawn everyone asleep on the last bus home from print night. Don't worry, it's \
only shapes. Dewi is a very large shape.
> dewi: @amelie accurate

= ~90
amelie: Linogravure du soir : la grue, la lune, et Bosun qui n'a pas voulu poser. #linogravure

= any
giulia: The smell of wheat paste on a wet morning. That's it, that's the post. #bookbinding

= ~0
giulia: Somebody brought in their grandmother's cookbook for repair. Page 40 is more butter than \
paper. I won't be cleaning page 40.
> priya: @giulia never clean page 40!!! page 40 is the recipe
> fatima: @giulia my mother's page 40 is couscous and you could smell it through the door

= any
giulia: Thread, needle, bone folder, quiet. If I don't answer it isn't you.

= ~95 17:45
giulia: Coptic stitch evening next week, eight places, bring a book you'd forgive. List at the \
desk. #bookbinding https://legatoria.example.org/coptic
> yuki: @giulia one place please 🙏🏻
> bea: @giulia Seven left. — Bea

= any tue 14:00
sam: cut 300 coasters, gladys smells like a campfire, I smell like a campfire, the bus driver \
opened a window

= any wed 16:20
sam: Kerf is 0.15 mm today. Yesterday 0.18. She's in a good mood, ask her for small things.
> minjun: @sam please ask her for 24 gear wheels
> sam: @minjun she said 20

= ~0 19:10
sam: zine workshop rule one: the fold comes first. rule two: whatever you were going to say, say \
it smaller #zines smallzines.example.org/fold

= ~110
sam: My nan calls my zines "your leaflets". She's got all of them in a biscuit tin in order.
> amelie: @sam that's the national archive

= ~90 sat 13:30
sam: if you find a photocopied moth in your pocket this week, that was me, hello, there are \
forty #zines

= ~45
sam: Gladys has cut her ten-thousandth job!! it was a moth. of course it was a moth.

= ~70 22:30
sam: making a zine of overheard sentences from the Yard. current favourite: "that's not a hole, \
that's where the hole goes"
> mira: @sam I said that, and it's correct.
"""
