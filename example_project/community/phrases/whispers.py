"""What isn't for everyone: secrets, a hard night, and what some would rather not see at once."""

SCRIPT = """\
= ~27 tue 21:10
mira [mentioned]: @yuki João mustn't read this. For the launch he gets a bucket: oak staves, \
copper hoops from the forge. Would you cut the lid?
> yuki: @mira yes. The lid will say nothing, and mean it
> mira: @yuki Bench 4, under the cloth. He never looks under cloths.

= ~45 sun 18:20
ada [mentioned]: @minjun psst. it's Jonas's birthday on Thursday. can the grey box make every \
clock in the building strike at once? and not a word to @chidi
> minjun: @ada the grey box can do anything, nobody has ever asked it nicely
> chidi: @ada You know that naming me lets me read this?
> ada: @chidi i do now. so, are you in?
> chidi: @ada Obviously.

= ~61 05:30
grace [followers ! a death on the ward]: We lost somebody tonight whom I'd grown fond of. He did \
the crossword in pen. I'm all right. I'll be on the garden bench, if anyone would like to sit and \
not talk.
> meiyu: @grace I come with the thermos. I don't talk.
> priya: @grace soup outside your door at six, you needn't answer this 💛

= ~33 20:15
amelie [followers]: The studio on Northbank is free from next month: north light, and a sink. I \
haven't decided. Don't congratulate me yet.
> noa: @amelie I've congratulated nobody, I'm only ironing the good apron
> giulia: @amelie A sink!

= ~70 17:30
chidi [unlisted]: Test, please ignore: does a notice that's in no list still find its way by its \
address? If you read this, it does.
> jonas: @chidi I have read it. Is that the result you hoped for?
> chidi: @jonas It is, and I asked you to ignore it.

= ~14 21:00
hamish [! how middlemarch goes on]: casaubon never finishes the book. 800 pages and he NEVER \
finishes the book
> anya: @hamish I'm at page 400, and I opened the warning. It's my own fault.

= ~52 19:40
sam [! a moth, life size]: photo in words: the moth on the lamp in the laser room. nine \
centimetres, two eyes on each wing, and all four of them are reading my zine
"""
