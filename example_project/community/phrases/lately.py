"""The last day or two: the bell of the old ferry, which Bill knew where to find."""

SCRIPT = """\
= ~0
ferryyard: The ferry bell is drying on bench 4, under a towel, like an athlete. We hang it on \
Saturday at high water, and Bill rings it first. #FerryBell
> mira: @ferryyard It's allowed on my bench.
> kofi: @ferryyard Sunday club asks how often he'll ring it. We said once. They said a hundred. \
#FerryBell
> old_bill: @kofi Twice for leaving. Once for home.
> giulia: @old_bill 🥹 #FerryBell

= ~0
dewi: The bell's an F. I've told the choir that we're moving into F by Saturday. #KeyOfF
> anya: @dewi The accordion already lives there. #KeyOfF
> carmen: @dewi My loom creaks in E flat. I'll oil it up to F. #KeyOfF

= ~0
omar: Cleaned one square centimetre of the bell, only to look. Under the mud there's a date: 1898. \
#FerryBell
> jonas: @omar Not another millimetre before I've photographed it.
> omar: @jonas my hands are in my pockets

= ~0
zuzana: Photo in words: a bell on a towel, five grown people around it, every one of them with \
their hands behind their back. #FerryBell

= ~0
hamish: joão says my first real job as an apprentice is the post for the bell. green oak. no \
pressure its only going to be there for 100 years #GreenOak
> joao: @hamish 150, if you cut the tenon well #GreenOak
> yuki: @hamish I'll sharpen with you tomorrow. Tea first. #GreenOak
> mira: @hamish Bench 4 is yours till Friday. Leave the shavings, Bosun wants them. #GreenOak

= ~0
siobhan: Still finding river in my ears from that dive. Worth it. #FerryBell

= ~0
fatima: عندما قرعوا الجرس على الرصيف سكت الجميع، حتى البط. 🔔
"""
