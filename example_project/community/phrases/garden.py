"""Garden, night shift, birds and weather."""

SCRIPT = """\
= ~148 07:30
meiyu: 早安。昨晚下了好雨，三號堆肥冒著熱氣，像剛出籠的包子。 #堆肥

= any 08:15
meiyu: Good morning. Slugs 14, me 11. The match isn't over. 🐌 #slugs

= ~132
meiyu: Please do not put orange peel in Heap 3. Heap 3 is delicate. Heap 1 will eat anything, \
like my late husband.

= ~124 17:20
meiyu: Pak choi seedlings to give away, 30 little pots, by the tap. One each, two if you promise \
to sing to them. #free
> dewi: @meiyu twelve then
> meiyu: @dewi 你的歌聲會嚇壞它們 😄 Four.

= ~113 10:45
meiyu: A child asked why I talk to the beans. I said that somebody has to tell them which way is \
up. She thought about it and then told them herself.

= ~125
meiyu: 種瓜得瓜，種豆得豆。種了香菜，得了一隻貓睡在上面。 #園藝

= 99 thu 09:20
meiyu: After the flood: beds one to four are salty, and need rain and time. Bed five is \
laughing. We'll plant beetroot; beetroot comes from the sea and isn't afraid.

= ~87 18:50
meiyu: Planting by the moon, by the book, or by the bus timetable: it all works if you water it \
afterwards.

= ~76 07:05
meiyu: 清晨五點半的菜園，只有我、鳥，還有一隻以為沒人看見牠的刺蝟。

= ~69
meiyu: Grace left eleven courgettes on my chair. That's not a gift any more, it's a message.
> grace: @meiyu it's a cry for help
> priya: @meiyu send them over, Thursday will deal with them

= ~58 16:00
meiyu: New sign at the gate: "Pick what you need. Leave what you don't know. Ask." I wrote it \
three times because Noa wanted to see other letters.

= ~49 09:40
meiyu: Heap 2 reached 64 degrees. I baked a potato in it. I won't tell you which one at the picnic.
> jonas: @meiyu 64 isn't enough for a potato.
> meiyu: @jonas It had three days.

= ~37
meiyu: 朋友送來家鄉的絲瓜種子，包在一張舊報紙裡。報紙我也留下了。

= ~31 18:05
meiyu: Thank you to whoever turned the compost before I came. I know that it was @old_bill, \
because the fork was cleaned and hung the wrong way round.
> old_bill: @meiyu The right way round.

= ~18 10:10
meiyu: The robot waters exactly enough now. I still come every morning. It's not about the water.
> minjun: @meiyu 🥹🌱

= ~6 08:30
meiyu: 今天有位新來的媽媽問我怎麼種蔥。我說：買一把，吃一半，種一半。一輩子就不用再買了。

= ~147 05:10
grace: Four in the morning, ward is quiet, I'm looking at seed catalogues like other people look \
at holidays.

= ~118 15:20
grace: If anyone's short of courgettes please tell me. If anyone's not short of courgettes \
please tell me anyway. 🥒
> emre: @grace there's a bag of courgettes on my saddle. is this you

= ~102 05:50
grace: A patient told me tonight how to graft an apple. He used to do 300 a season. I've got it \
all on the back of my hand in biro, and he's asleep and smiling.
> meiyu: @grace Write it on paper before you wash! I'll bring a branch.
> grace: @meiyu copied it twice ☺️

= ~84 13:30
grace: Came off nights, lay down "for a minute" in the Yard garden, woke up with a label round \
my wrist that said "do not prune".
> meiyu: @grace 你太累了。 I put the umbrella too.

= ~61
grace: Leeks survived the flood. LEEKS. SURVIVED. I've told the whole ward. #leeks

= ~42 06:50
grace: Home time. The river's pink, the buses are empty, and Emre just rang his bell at me as if \
I'd won something.

= ~24 21:40
grace: Night shift question: what's the best biscuit for dunking at altitude (I'm on floor 6)?
> bea: @grace Rich tea, two seconds, no heroics. — Bea
> jonas: @grace I've data on this.
> grace: @jonas of course you have

= ~9 16:10
grace: The apple graft took!!! Two leaves! I went to tell him, and he's gone home, so I've \
posted him a leaf.
> meiyu: @grace 太好了！這棵樹以後就用他的名字吧。
> giulia: @grace I'd press one of those leaves for you both if you like
> grace: @giulia would you? yes 🌿

= ~0 06:50
wanjiru: From the landing before breakfast: two cormorants drying off like umbrellas, one heron \
in a bad mood. #birds

= ~139
wanjiru: If a bird looks at you sideways it's not being rude. That's how it sees you best. Be \
flattered.

= ~127 07:35
wanjiru: The kingfisher's back. That's all I'm saying, and I'm not saying where. #birds
> siobhan: @wanjiru is it where the
> wanjiru: @siobhan SIOBHÁN

= ~44 17:10
wanjiru: A goose has nested behind the kiln. The kiln's closed till she isn't. Fatima agrees, \
because Fatima has met the goose.
> fatima: @wanjiru she looked at me and I apologised for my whole family

= ~93 06:30
wanjiru: Counted the swifts over the Maltings for an hour and got a different answer each time. \
Good.

= ~88
wanjiru: Bird seed bin's been moved up a shelf. Squirrels 1, wanjiru 1.

= ~77 19:45
wanjiru: Owl on the crane last night. Amélie, your crane, the one you draw. It sat there exactly \
where you always leave a gap.
> amelie: @wanjiru no. NO. I have goosebumps
> hamish: @amelie owlbumps

= ~64 07:20
wanjiru: Asubuhi njema! A wagtail walked the whole length of the slip beside me this morning, \
step for step, like we had a meeting.

= ~52 12:40
wanjiru: No, that wasn't an eagle. It's a gull with confidence.

= ~39
wanjiru: Made a list of all birds seen from the Yard since we started: 83. Number 84 is a hot \
air balloon shaped like a duck, and it's in brackets. #birds birds.example.org/yard-list
> jonas: @wanjiru I'd support the brackets.

= ~27 07:00
wanjiru: Two cygnets on their mother's back, going under the chain at low water like commuters. \
I was late for work and told them why, and they asked for a photo. #birds

= ~16 18:20
wanjiru: People of bike night: the "squeaky brake" by the willow is a coal tit. Leave it be. Do \
not oil it.
> carmen: @wanjiru I had the can in my hand

= ~5 07:10
wanjiru: Kingfisher on the Marigold's new mooring line. Bright as a spark, gone before I'd \
breathed in. #birds
> joao: @wanjiru she's been blessed then

= ~134 14:50
bea: The hanging baskets by the door need a volunteer who remembers. I remember, but I can't \
reach. — Bea
> tomasz: @bea I can reach.
> bea: @tomasz Then together we're one gardener.

= ~109 11:00
old_bill: My mother grew sweet peas up the ferry chain post. If somebody put some there I would \
not complain.
> meiyu: @old_bill Seeds are soaking already.

= ~41 12:30
old_bill: Sweet peas on the post. Well.
> meiyu: @old_bill 🌸

= ~143 12:15
oksana: It rained on one half of the washing line only. I've lived here nine years and I still \
don't understand this sky.

= ~121 16:45
priya: sun's out so everyone's suddenly "just passing" the kitchen garden steps with a chair

= ~96 13:05
kofi: Rain stopped play. Play continued under the big table. Play was louder under the big table.

= ~82 17:45
zuzana: After the storm the light went the colour of old piano keys for about four minutes. I \
stood in the car park with my mouth open and no camera.

= ~55 15:35
dewi: Wind's got up. It's doing the low harmony through the shed doors. I've joined in.

= ~33 08:20
tariq: Drizzle with sun and a rainbow over the recycling. I'll take it.

= ~13
ilse: Hail on a steel barge roof at six in the morning. I thought that Minjun's forty steppers \
had come for me.
> minjun: @ilse they're with kofi now
> ilse: @minjun that's worse
"""
