"""Looks of the members who have an avatar. The site shows initials for the others."""

from __future__ import annotations

from .look import Look

LOOKS: dict[str, Look] = {
    "ada": Look(
        skin="#85543a", hair="puff", hair_colour="#231a1c", clothes="dungarees", cloth="#e9b44c",
        trim="#2f6f73", backdrop="sun", ground="#f2c9b0", earrings=True, mouth="grin",
    ),
    "joao": Look(
        skin="#d6a27c", hair="quiff", hair_colour="#4a3327", clothes="stripes", cloth="#f3ecdd",
        trim="#2d4f7c", backdrop="waves", ground="#8cc0c4", beard="full", jaw=1.08,
    ),
    "mira": Look(
        skin="#f1cdb4", hair="bun", hair_colour="#d9b06a", clothes="apron", cloth="#6d8a78",
        trim="#3d3a45", backdrop="arch", ground="#cfd9c3", mouth="calm", freckles=True, width=0.95,
    ),
    "yuki": Look(
        skin="#f0cba8", hair="bob", hair_colour="#2a2428", clothes="jacket", cloth="#34486b",
        trim="#e8e2d2", backdrop="sun", ground="#e7a59b", width=0.96,
    ),
    "omar": Look(
        skin="#b57f56", hair="crop", hair_colour="#2b2320", clothes="apron", cloth="#a33b2e",
        trim="#5b4636", backdrop="rays", ground="#eeb35a", beard="full", eyes="laughing",
        width=1.08, jaw=1.12, mouth="grin",
    ),
    "noa": Look(
        skin="#e0ad86", hair="curls", hair_colour="#6a2f22", clothes="apron", cloth="#f0e4cf",
        trim="#27364f", backdrop="arch", ground="#f0d48a", glasses="round", earrings=True,
    ),
    "minjun": Look(
        skin="#efc7a0", hair="spikes", hair_colour="#2b2630", clothes="hoodie", cloth="#6a5acd",
        trim="#f4f0ff", backdrop="rays", ground="#a9dcd0", glasses="square", mouth="grin",
    ),
    "meiyu": Look(
        skin="#ecc49d", hair="sweep", hair_colour="#b9b6b5", clothes="collar", cloth="#7a9a5a",
        hat="sun hat", hat_colour="#e3c27a", backdrop="hill", ground="#bfe0e6", lines=True,
        eyes="laughing",
    ),
    "priya": Look(
        skin="#a86b45", hair="braids", hair_colour="#221a20", clothes="shawl", cloth="#a8326b",
        trim="#f0a93b", backdrop="sun", ground="#93c5b3", earrings=True, mouth="grin",
    ),
    "eleni": Look(
        skin="#dca682", hair="waves", hair_colour="#3a2723", clothes="jacket", cloth="#e0b12f",
        trim="#f6f1e6", backdrop="waves", ground="#6fa5c9", mouth="lopsided", freckles=True,
    ),
    "oksana": Look(
        skin="#f0c9ad", hair="long", hair_colour="#a5652f", clothes="turtleneck", cloth="#3f6e94",
        backdrop="hill", ground="#f3d98b", mouth="calm", glasses="half",
    ),
    "carmen": Look(
        skin="#c98f66", hair="tail", hair_colour="#2d1f1f", clothes="crew", cloth="#d8472f",
        hat="bandana", hat_colour="#2c6e63", trim="#fdf3dc", backdrop="rays", ground="#f5c95c",
        mouth="grin", earrings=True,
    ),
    "jonas": Look(
        skin="#f2d0b9", hair="receding", hair_colour="#8f7a66", clothes="collar", cloth="#5a6b7f",
        backdrop="arch", ground="#d5cfc6", glasses="round", beard="moustache", mouth="calm",
        width=0.94,
    ),
    "amelie": Look(
        skin="#f4d2bd", hair="pixie", hair_colour="#33416e", clothes="stripes", cloth="#27406f",
        trim="#f4efe4", backdrop="sun", ground="#f4b7ae", freckles=True, mouth="lopsided",
    ),
    "anan": Look(
        skin="#c08a5c", hair="crop", hair_colour="#26201f", clothes="collar", cloth="#3f7d6b",
        backdrop="waves", ground="#f1c27d", beard="stubble", eyes="laughing",
    ),
    "siobhan": Look(
        skin="#f6d5c3", hair="tail", hair_colour="#b8431f", clothes="turtleneck", cloth="#2e6b4f",
        backdrop="waves", ground="#b8d6dc", freckles=True, jaw=1.04,
    ),
    "kofi": Look(
        skin="#744a31", hair="crop", hair_colour="#1c1516", clothes="jacket", cloth="#2f5d8a",
        trim="#f2c14b", backdrop="rays", ground="#f0a58a", glasses="square", mouth="grin",
        beard="short",
    ),
    "nils": Look(
        skin="#eebfa3", hair="receding", hair_colour="#ece8e2", clothes="turtleneck",
        cloth="#26364d", hat="pilot cap", hat_colour="#2c3f5e", backdrop="hill", ground="#c3d3d6",
        beard="full", lines=True, mouth="calm", jaw=1.06,
    ),
    "wanjiru": Look(
        skin="#7d4d33", hair="afro", hair_colour="#241a1a", clothes="jacket", cloth="#667a46",
        trim="#e7d7b5", backdrop="hill", ground="#f6d7a0", earrings=True,
    ),
    "fatima": Look(
        skin="#d9a67e", hair="hidden", hair_colour="#2c2020", clothes="apron", cloth="#b0704a",
        trim="#efe3cf", hat="headscarf", hat_colour="#2f7a86", backdrop="arch", ground="#f0c8a4",
        width=0.97,
    ),
    "linh": Look(
        skin="#efc6a2", hair="long", hair_colour="#201c22", clothes="dungarees", cloth="#f2efe6",
        trim="#5a7fb0", backdrop="sun", ground="#c5d9a4", width=0.95, mouth="grin",
    ),
    "bea": Look(
        skin="#f3d3c1", hair="curls", hair_colour="#d9d6da", clothes="shawl", cloth="#7c5a86",
        trim="#cfa6c4", backdrop="arch", ground="#b9d3cf", glasses="half", lines=True,
        earrings=True,
    ),
    "tariq": Look(
        skin="#b98258", hair="quiff", hair_colour="#231d1d", clothes="hoodie", cloth="#d9782f",
        backdrop="hill", ground="#a8c8dd", beard="short", eyes="laughing", mouth="lopsided",
    ),
    "aroha": Look(
        skin="#b27a52", hair="waves", hair_colour="#2a1f1e", clothes="crew", cloth="#1f5f5b",
        backdrop="waves", ground="#e9b27c", mouth="grin", width=1.04,
    ),
    "chidi": Look(
        skin="#6b432e", hair="locs", hair_colour="#1f1718", clothes="collar", cloth="#dfe6ea",
        trim="#34495e", backdrop="arch", ground="#c9b6dd", glasses="round", frames="#e9c46a",
        beard="short",
    ),
    "sam": Look(
        skin="#f1cdb6", hair="shaved side", hair_colour="#e0609a", clothes="jacket",
        cloth="#2b2b35", trim="#7fd1c7", backdrop="rays", ground="#f7e29c", earrings=True,
        mouth="lopsided", width=0.97,
    ),
    "old_bill": Look(
        skin="#eab99d", hair="receding", hair_colour="#dcd8d2", clothes="collar", cloth="#6b5d4a",
        hat="flat cap", hat_colour="#7a6a52", backdrop="hill", ground="#cfd8bd", lines=True,
        beard="moustache", mouth="calm", width=1.02,
    ),
}  # fmt: skip
