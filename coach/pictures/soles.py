"""The soles: both feet from below, toes up, as points that smooth curves go through.

They are the left foot's, which then is on the picture's right, as of a body that faces us: each
from the middle line and from the tip of the great toe, in thousandths of the foot's length.
"""

SOLE = {
    "great toe": "90,240 79,160 83,80 108,18 145,0 182,18 203,75 204,145 197,205",
    "second toe": "197,205 209,140 214,78 237,34 263,42 276,88 272,150 262,212",
    "third toe": "262,212 277,160 285,108 307,72 331,82 339,128 331,182 317,230",
    "fourth toe": "317,230 335,190 346,148 367,122 388,135 393,178 382,224 365,258",
    "fifth toe": "365,258 385,232 401,202 421,189 440,207 441,250 428,292 414,322",
    "outer edge": "414,322 427,375 427,445 415,540 400,640 389,740 381,830 367,912 331,970 288,994"
    " 245,1000",
    "heel and inner edge": "245,1000 188,989 143,945 123,875 131,795 149,705 157,620 143,520"
    " 107,425 76,350 68,300 74,265 90,240",
}
"""The outline, from the great toe outward and round the heel; a curve ends where there is an
edge."""

SOLE_LINES = {
    "base of the toes": "100,246 150,252 197,236 262,242 317,257 365,284 404,318",
    "ball of the foot": "98,398 150,424 205,420 262,408 320,420 380,446 414,470",
    "arch": "184,516 203,570 206,640 190,712",
    "heel": "144,806 190,779 250,769 312,781 372,814",
}
"""The soft lines within it."""
