"""
Use cases: one function a verb, each with its own transaction.

A page, a command and the scheduler call the same function. Every function takes the `Desk` (what the
program works with) first and, where a person asks, the `Actor`; it gathers, lets `domain` decide, applies.

    commune    who and where: settings, villages, people, the plan
    writing    from a text to an approved bulletin
    voice      from spoken text to sound
    programme  from approved bulletins to what airs when
    urgent     what a leader calls out at once, and drills of it
    outgoing   from programmes to villages
    log        what was aired
    upkeep     backup, doctor, disk, audit
    sample     the commune that a fresh home is filled with
"""
