"""Where the sentences of a text begin and end, as a listener would hear them."""

import re

_SMALL = "".join(letter for letter in map(chr, range(0x61, 0x1EFA)) if letter.islower())
SENTENCE = re.compile(rf"\S(?:[^\n.!?…]|\n(?=[ \t]?[{_SMALL}])|[.!?…](?=[^\s.!?…]))*[.!?…]*")
"""A line that goes on with a small letter was only wrapped, as pasted from a PDF."""
