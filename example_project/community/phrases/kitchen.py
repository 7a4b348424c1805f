"""Thursday soup and everything else that comes out of the kitchen and the kiln."""

SCRIPT = """\
= 148 thu 16:30
priya: Tonight: carrot, ginger and a lot of lime. 18:30, own bowl. There's bread because Fatima \
had "a bit of dough left", i.e. nine loaves. #soup
> fatima: @priya ten, I ate one

= 120 thu 20:05
priya: 47 bowls tonight. Someone brought a bucket. I filled it. He'd a choir behind him.
> dewi: @priya the bucket was for the tenors

= 92 thu 15:50
priya: Stock's been on since seven, the whole ground floor smells of bay and nobody's getting \
any work done, I can see you all. #soup

= 64 thu 19:20
priya: Anan made the tom kha tonight. I stood at the back like a guest. I've got notes, and all \
of them say MORE.
> anan: @priya thank you krub 🙏🏽 the secret is a galangal the size of Hamish's foot
> hamish: @anan why my foot

= 36 thu 19:45
priya: A boy of about six just told me that my lentil soup is "nearly as good as beige". Best \
review of the year. #soup

= 8 thu 18:10
priya: Fifty-eight for soup and it's not even raining. Somebody bring the folding table. And the \
other folding table. #soup
> tomasz: @priya Coming.
> kofi: @priya both tables, six kids, on our way

= ~0
priya: Who. Put. The good knife. In the sink.
> omar: @priya I sharpened it. You can shave with it. Please don't shave with it.
> priya: @omar you're forgiven, whoever put it in the sink isn't

= ~141
priya: अदरक, इलायची, चाय पत्ती, धैर्य। बस इतना ही। #चाय

= ~133 17:30
priya: If you can chop an onion, you've got a friend in the kitchen. If you can't, you've a \
teacher. Thursdays from four.

= ~127 20:50
priya: The Admiral's lid has been found. It was in the electronics room, being "characterised".
> jonas: @priya It has excellent thermal properties.
> priya: @jonas it has a JOB

= ~116
priya: Samosa class, lesson one: seal it like it owes you money.

= ~107 10:20
priya: माँ कहती हैं, खाना बनाना गणित नहीं, बातचीत है। आज दाल ने बहुत बातें कीं।

= ~97 16:40
priya: To the person who asks every week whether it's vegan: yes. Every week. It'll be yes next \
week. #soup

= 114 wed 12:50
priya: Forty kilos of potatoes delivered to a kitchen which ordered four. Suggestions? Wrong \
answers too.
> sam: @priya potato prints
> minjun: @priya potato battery, we could run the whole yard
> amelie: @priya potato prints!! seriously!!
> ada: @priya i've just checked and forty kilos would light one lamp for a good while
> priya: Fine. Potato prints Saturday, potato soup Thursday, potato battery OUTSIDE.

= ~71 18:00
priya: Today's special guest in the kitchen was Bea's mother's ladle, 1938, which holds exactly \
one bowl, as if ladles used to know things.

= ~59
priya: आज पहली बार किसी ने मेरी रसोई में बिना पूछे नमक डाला। मैंने चखा। सही था। मैंने कुछ नहीं कहा। 😄

= ~48 14:15
priya: Note to all: the labelled shelf is labelled. The unlabelled shelf is a democracy.

= ~39 21:20
priya: Somebody washed up everything, dried it and went home without a word. I'll find you. I'll \
feed you.
> grace: @priya (it was @tomasz, I saw through the window)
> tomasz: @grace I asked you not to.

= ~28 09:55
priya: Chutney day. Open the windows, hold the babies further away, tell the neighbours it's \
only the chillies. thursday-soup.example.org/chutney
> tariq: @priya maryam sneezed in three directions

= ~17
priya: Wedding catering for the Upper Marl lot next month, 120 people. Looking for six calm \
people. You needn't be calm inside.
> anan: @priya one calm person here
> fatima: @priya one here, calm outside only
> linh: @priya me! I'm never calm but I'm fast

= ~7 13:25
priya: दोस्तो, इस गुरुवार राजमा-चावल! कटोरा साथ लाना मत भूलना। 🍛

= ~1 16:20
priya: Tried to write the dal recipe down for Giulia. Step one is "until it looks right". Step \
two is "no, longer".
> giulia: @priya I'll bind it with plenty of blank pages

= ~147 10:05
fatima: The kiln went to 1,040 and came down like a lady. Bowls out at noon, hands washed.

= ~131 12:55
fatima: عجنتُ الطين قبل العجين اليوم. نصيحة: اغسلوا أيديكم بين الاثنين. #خزف

= ~114 19:05
fatima: Bread for Thursday is proving on the radiator under everyone's coats. If your coat's \
warm: you're welcome.

= ~99
fatima: L'émail bleu a coulé exactement là où je ne voulais pas, et c'est la plus belle pièce de \
la fournée. Je ne comprends rien à mon métier.
> amelie: @fatima c'est ça, le métier

= ~81 17:15
fatima: Somebody asked what's the secret of couscous. Three steamings and no phone.

= ~65 11:25
fatima: My daughter threw her first pot. Then she threw it. We talked. She's made a second one. \
👩🏽‍👧🏽
> kofi: @fatima she told me it was "a process"

= ~53 15:10
fatima: أجمل ما في يوم الأبواب المفتوحة: غريبٌ يدخل خجولًا، ويخرج حاملًا صحنًا صنعه بيديه.
> omar: @fatima وصحن شوربة في اليد الثانية

= ~32
fatima: Mugs are back on the shelf. Each has a thumb mark. It's my thumb, it fits all of you, \
don't ask me how.

= ~20 18:55
fatima: Un bol fêlé, c'est un bol qui a une histoire. Je les garde pour les jours de pluie.

= ~11 10:45
fatima: The goose has left with five goslings. The kiln's mine again. It's very quiet. I miss \
being afraid.
> wanjiru: @fatima she'll be back to show you the grandchildren

= ~144 18:35
anan: วันนี้ซ่อมเครื่องเรือเสร็จ แล้วไปผัดไทยต่อ มือเดียวกัน ล้างแล้วครับ 😄 #ผัดไทย

= ~125
anan: Chilli scale of this kitchen: 1 Jonas, 2 Dewi, 3 normal, 4 Priya, 5 my mother, 6 don't.
> jonas: @anan I'm a 1.5.

= ~106 13:40
anan: แม่ส่งน้ำปลามาให้หนึ่งลังจากบ้าน ทั้งอู่รู้เลยว่าขวดหนึ่งแตกระหว่างทาง
> emre: @anan my bag knows also

= ~78 17:55
anan: For lunch I cooked what the engine smells like when it's happy. No: for lunch I cooked. \
Then the engine was happy. My English is tired.
> joao: @anan both are true

= ~51 12:35
anan: ฝนตกเบา ๆ น้ำขึ้นเต็มตลิ่ง นั่งจิบกาแฟดูเรือกับลุงบิล ไม่ต้องพูดอะไรกันเลย

= ~24
anan: The Wednesday mortar-and-pestle is not a hammer. I say no names. It was Omar.
> omar: @anan it's the best-balanced tool in the building and I stand by it

= ~4 11:15
anan: Green mangoes at the market!! I bought all of them. Somtam at one o'clock, bring the \
strong people.

= any 08:45
fatima: Good bread morning, everyone. ☀️🍞

= ~110 19:35
joao: Priya asked me to "watch the rice". I watched it. It burned very beautifully.
> priya: @joao banned till Sunday

= ~74 18:15
joao: Bacalhau à Brás para vinte, ontem, na cozinha do estaleiro. Não sobrou nem a salsa.

= ~100
oksana: My starter's eight years old, it's older than Sunday club's rabbit, and better behaved. \
Its name is Panas. #sourdough
> giulia: @oksana mine is Alfredo and he's got a temper
> fatima: @oksana mine has no name, she is simply obeyed

= ~45 16:55
oksana: Sourdough results, blind tasting, eleven judges: 1. Fatima. 2. Panas. 3. Alfredo. Jonas \
has asked for the raw data. #sourdough
> jonas: @oksana The sample is small and the butter was uncontrolled.
> giulia: @oksana Alfredo demands a recount

= ~56 13:00
linh: Made phở for the big table people. Twelve hours of broth, eleven minutes of eating, one \
hour of everyone being very quiet and sleepy.
> hamish: @linh i had a dream about it already

= ~30 12:25
linh: Cà phê sữa đá on the slip steps. Strong enough to sand wood.
> mira: @linh I had one at two and planed until nine.
"""
