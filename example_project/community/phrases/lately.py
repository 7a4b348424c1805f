"""The last day or two: the bell of the old ferry, which Bill knew where to find."""

SCRIPT = """\
= ~0
ferryyard: The ferry bell is drying on bench 4, under a towel, like an athlete. We hang it on \
Saturday at high water, and Bill rings it first.
> mira: @ferryyard It's allowed on my bench.
> kofi: @ferryyard Sunday club asks how often he'll ring it. We said once. They said a hundred.
> old_bill: @kofi Twice for leaving. Once for home.
> giulia: @old_bill 🥹

= ~0
dewi: The bell's an F. I've told the choir that we're moving into F by Saturday.
> anya: @dewi The accordion already lives there.

= ~0
omar: Cleaned one square centimetre of the bell, only to look. Under the mud there's a date: 1898.
> jonas: @omar Not another millimetre before I've photographed it.
> omar: @jonas my hands are in my pockets

= ~0
zuzana: Photo in words: a bell on a towel, five grown people around it, every one of them with \
their hands behind their back.

= ~0
hamish: joão says my first real job as an apprentice is the post for the bell. green oak. no \
pressure its only going to be there for 100 years
> joao: @hamish 150, if you cut the tenon well
> yuki: @hamish I'll sharpen with you tomorrow. Tea first.

= ~0
siobhan: Still finding river in my ears from that dive. Worth it.

= ~0
fatima: عندما قرعوا الجرس على الرصيف سكت الجميع، حتى البط. 🔔
"""
