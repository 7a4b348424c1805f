"""Electronics, the repair café, clocks, robots and the people who write the code."""

SCRIPT = """\
= 145 sun 10:00
ada: Repair café is open till four! Bring the broken thing and, if you can, the missing bit of \
the broken thing. #RepairCafe

= 145 sun 16:40
ada: 38 things in, 29 fixed, 6 "needs a part", 3 went to the great drawer in the sky. A toaster \
made a full recovery. It had a raisin economy inside. #RepairCafe
> jonas: @ada The clock radio will live. It now also gets one station from 1978.
> bea: @ada My lamp works! I had forgotten that it was green. — Bea

= 117 sun 13:20
ada: If a man with a bread maker says it "only smokes a little", step back and ask which little. \
#RepairCafe

= 117 sun 16:30
minjun: fixed a singing fish today. i take full responsibility for what happens in that \
household now

= 82 sun 15:05
ada: 61 items through the repair café today, that's a record, and we ran out of tea, solder AND \
chairs. What a day. Thank you to everybody who stood. #RepairCafe
> jonas: @ada 61 in, 50 repaired: 82 percent. The national average is about 60.
> ada: @jonas is there really a national average
> jonas: @ada I asked four people.

= 54 sun 16:15
ada: Today's tally: 44 in, 37 out working. Best repair: a talking teddy from 1994, mute since \
2003. It said "let's go on an adventure" and its owner, who's 34, had to sit down. #RepairCafe
> grace: @ada 😭
> minjun: @ada i did the solder joint. my hands shook. no pressure teddy

= 26 sun 16:20
ada: 57 in, 46 fixed! And for the first time ever we had more fixers than broken kettles. Thank \
you Sunday people. #RepairCafe
> tariq: @ada maryam supervised the cable bin

= any 10:15
ada: Good morning from the bench. Coffee, flux, fan, in that order, or the day goes sideways.

= ~148
ada: It's never the thing you think it is. It's the cable. And when it isn't the cable, it's the \
other cable.
> chidi: @ada or dns
> ada: @chidi dns is a cable made of lies

= ~0
ada: Somebody has labelled every drawer in the component cabinet. Every one. There's one \
labelled "string, too short to use". I love this person.
> bea: @ada It's a good drawer. It's often used. — Bea

= ~135 20:25
ada: Soldering for beginners tonight: eight people, eight blinking lights, one burnt sleeve \
(mine, demonstrating what not to do). #soldering Handout: https://ada.example.org/solder.pdf

= ~128
ada: Please don't test a battery with your tongue, and if you do, please don't say "nine volts" \
in that voice.

= any 11:50
ada: A woman brought in a music box that hasn't played since her mother wound it too far. One \
bent pin. We all stopped working to listen to it. It took 40 seconds and nobody's sorry.
> jonas: @ada That comb was hand-filed. I looked at it for a long time.
> dewi: @ada what was the tune?
> ada: @dewi The Trout! and now it's stuck in the whole building
> anya: @ada I know it, I'll bring the accordion and make it worse.

= ~112 21:15
ada: Dreamt I'd lost the 10k resistors. Woke up. Went to check. I have a normal relationship \
with my hobby.

= ~104
ada: Rule of the bench: whoever says "it should work now" has to leave the room before we switch \
it on.

= ~92 17:35
ada: my favourite three seconds in the world: after you switch it on, before it does something

= ~85 14:10
ada: If you want to know whether your charger is one of the recalled ones, there's a list at \
https://example.org/recall/chargers or just bring it on Sunday and I'll look and tut.

= ~73
ada: Taught an 81-year-old to solder this afternoon. She said it was just icing, but angry. \
#soldering

= ~64 10:30
ada: Looking for: dead laptops, any age, for the keys. Kofi's lot are making a keyboard of 400 \
letters. I've stopped asking what for.
> chidi: @ada I've four and a broken heart about each
> kofi: @ada it's for a poem

= ~53 19:55
ada: Cleaned the bench. Found: two weddings' worth of screws, my good tweezers, a sandwich of \
historical interest, a letter I should have answered (sorry @giulia).
> giulia: @ada the offer of a bound repair log stands, it's only been since spring
> ada: @giulia yes please, and it's got to lie flat, and it's got to survive tea

= ~38
ada: A quick one: who has a scope I can borrow for a week? Mine's showing me ghosts.
> minjun: @ada blue one, second shelf, take it. the ghosts are ground loops btw
> ada: @minjun they usually are

= ~29 12:05
ada: Lent my good multimeter to a teenager and got it back clean, charged, and with a note. The \
future's fine.
> hamish: @ada i also fixed the battery door

= ~17 20:45
ada: Reading the manual of a 1961 tape recorder. It says: "should the sound be unsatisfactory, \
first consider the music".
> noa: @ada I'm setting that in 36 point
> jonas: @ada They don't write them like that because they don't build them like that.

= ~8 18:15
ada: We've got a waiting list for the Tuesday solder class. A WAITING LIST. For smelling of pine \
and burning your thumb. 🔥

= ~3
ada: Somebody asked what I do at the Yard. I said I open things and then I say "ah".

= ~147 17:40
jonas: The tower clock at the post office is four minutes slow. I have written to them. They \
have four minutes to reply.

= ~146 11:10
jonas: Bin kein Pedant. Genau genommen.

= ~138
jonas: A gear with 60 teeth and a gear with 61 teeth walk into a bar. They'll meet again in 3,660.
> noa: @jonas that bar is not a bar
> jonas: @noa Touché.

= ~131 22:05
jonas: Servicing a carriage clock from 1880. Inside the case, scratched with a pin: "J.B. 1904", \
"M.T. 1931", "who is J.B.?" 1967. I shall be adding a line.
> amelie: @jonas what will you write
> jonas: @amelie "He was very good. 2 drops too much oil."

= ~123 09:30
jonas: The bench clock and the wall clock disagree by eleven seconds. I've moved my chair so \
that I can see only one.

= ~113
jonas: Feierabend ist, wenn der Lötkolben kalt ist. Also nie. #Feierabend

= ~79 18:25
jonas: Measured the Admiral: 1.7 litres from tap to boil in 4 min 26. With Omar's new handle, 4 \
min 26, but with dignity. Data: jonas.example.org/kettle.csv

= ~91 13:50
jonas: I'm told that I corrected a child's joke on Sunday. The joke's premise was an escapement \
with two pallets. I'd do it again.
> kofi: @jonas she told me it was the best bit. she now says "pallets" a lot

= ~79 20:35
jonas: A pendulum is the only machine that apologises in both directions.

= ~68
jonas: Does anyone have a 2BA tap? Not 2B, not BA2, not "this one looks about right, Jonas".
> omar: @jonas this one looks about right, Jonas
> jonas: @omar I hate that it fits.

= ~57 16:55
jonas: Danke an alle, die heute beim Tragen geholfen haben. Die Uhr wiegt 90 Kilo, mein Rücken \
hat nachgewogen.

= ~34 21:30
jonas: Der Regen trommelt im Dreivierteltakt aufs neue Dach. Ich habe mitgezählt.

= ~34 10:50
jonas: Today somebody asked what time it was, looked at me, and asked somebody else. I understand.

= ~21
jonas: The post office clock is right. It's RIGHT. I was passing and it struck as I set my \
watch. I had to lean on a bollard.
> bea: @jonas I wrote them a card, dear. With a tin of shortbread. — Bea
> jonas: @bea I wrote eleven letters.
> bea: @jonas Yes, dear.

= ~0 17:15
jonas: The night train to my parents was on time to the second. I didn't know whom to thank, so \
I'm writing it here.

= ~149 15:45
minjun: toby the robot arm can now pick up a cup. toby the robot arm cannot now put down a cup 🤖☕️

= ~137 23:20
minjun: the servo is humming in B flat again. dewi come and talk to it
> dewi: @minjun we've spoken. it's lonely
> minjun: @dewi i put a second servo next to it. they're in harmony. is this art

= ~126
minjun: 3d printer update: it printed!!! a bird's nest. i wanted a bracket
> hamish: @minjun is it for sale
> wanjiru: @minjun I've seen worse nests hold up.

= ~115 19:10
minjun: who needs a rubber duck for debugging, i explained my code to bosun and he walked away \
at exactly the wrong line

= ~97 22:40
minjun: made a thing that waters @meiyu's tomatoes when they're thirsty. it's watered them 200 \
times since lunch. looking into it
> meiyu: @minjun 傻孩子，它們又不是魚！ They are not fish!
> minjun: @meiyu FIXED it was measuring its own puddle. sorry tomatoes. 죄송합니다 🙇🏻

= ~83
minjun: Someone taught the robot arm to wave at the cat. The cat has filed for emotional damages.

= ~74 20:15
minjun: 오늘 로봇이 처음으로 계단을 올라갔다! 내려오는 건 내일 생각하자. #로봇

= ~63 16:30
minjun: free to a good home: 40 stepper motors from dead printers. they're lovely. they're loud. \
they only know one song #free
> kofi: @minjun all 40 please, Sunday club is starting a band

= ~47 21:05
minjun: TIL you can hear a capacitor's opinion of you just before it gives it
> ada: @minjun please wear the glasses
> minjun: @ada i'm wearing BOTH glasses

= ~35
minjun: the grey box turned itself off last night and nothing happened?? so what has it been \
doing for six years
> sam: @minjun being grey
> chidi: @minjun please turn it back on, the noticeboard's behind it
> minjun: @chidi IT WAS YOU
> chidi: @minjun it was dns

= 10 tue 18:50
minjun: line follower race friday 19:00 on the big table (@linh says yes if we vacuum). bring \
your robot, your snacks, your excuses
> linh: @minjun I said yes if you vacuum FIRST

= 7 fri 20:40
minjun: race results: 1st a nine year old, 2nd a nine year old, 3rd the vacuum cleaner
> ada: @minjun and where did you come
> minjun: @ada off the table

= any 22:15
chidi: wrote a script that turns the bin rota into calendar entries. Nobody asked. Everybody's \
using it.

= ~93 23:30
chidi: The bug was a semicolon that looked like a comma. The comma was Noa's, from the flood. \
I'm not joking, she sent me the file.
> noa: @chidi our extra comma!! it's been travelling

= ~66
chidi: Taking a break from screens: planed a board with Mira today. There's no undo. It's \
terrifying. I'm going back on Saturday.
> mira: @chidi There's undo. It's called a shorter board.

= ~40 12:30
chidi: My mum joined to "see what you are always typing". Hello Mummy. Yes, I've eaten.

= ~19 11:40
chidi: Asked three children to test the events page. Verdict: "boring but true". Putting that in \
the footer.

= ~116 14:20
hamish: put a motor on a skateboard. ada put a switch on the motor. mira put a brake on the \
switch. bea put a helmet on me
> bea: @hamish And it suits you. — Bea

= ~88 21:50
hamish: does anyone else think in hexadecimal after 3 hours of this or am i 0x10 tired
> chidi: @hamish that's only 16 tired. go to bed anyway

= ~58
hamish: got my first thing through repair cafe on my own. a hairdryer. it was the cable (it's \
always the cable) #RepairCafe
> ada: @hamish 🥹 proud. put it on the wall
> jonas: @hamish Correct diagnosis, correct fuse, tidy joints. Well done.

= ~22 17:50
hamish: exam results: passed physics. examiner wrote "unusual but correct". thats going on my \
headstone
> kofi: @hamish get in!!! 🎉
> ada: @hamish UNUSUAL BUT CORRECT is now the name of the bench
"""
