"""
Limits on a program that reads a stranger's file.

The limits are set by a small Python that then becomes the program (a function run between fork and exec
could deadlock in a process with threads). Windows knows no such limits: there the program runs as it is,
bound by its deadline and by how much of its output is read.
"""

import math
import os
import sys
from collections.abc import Sequence

_SET_AND_BECOME = """
import os, resource, sys
def limit(kind, amount):
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (amount if hard < 0 else min(amount, hard), hard))
memory, processor = int(sys.argv[1]), int(sys.argv[2])
limit(getattr(resource, "RLIMIT_DATA"), memory)
limit(resource.RLIMIT_CPU, processor)
limit(resource.RLIMIT_CORE, 0)
os.execv(sys.argv[3], sys.argv[3:])
"""


def command(words: Sequence[str], memory_mb: int | None, seconds: float) -> list[str]:
    """
    Return the command that runs `words` within limits, or `words` where none are asked for or known.

    Args:
        words: The program, with its whole path, and its arguments.
        memory_mb: Writable memory the program may have, in MiB; no limits are set when this is None.
        seconds: Processor time it may use, rounded up.
    """
    if memory_mb is None or os.name == "nt":
        return list(words)
    limits = [str(memory_mb << 20), str(math.ceil(seconds))]
    return [sys.executable, "-I", "-S", "-c", _SET_AND_BECOME, *limits, *words]
