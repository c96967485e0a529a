"""
Use cases: one function a verb, each with its own transaction.

A page, a command and the scheduler call the same function. Every function takes the `Desk` (what the
program works with) first and, where a person asks, the `Actor`; it gathers, lets `domain` decide, applies.

    commune    who and where: settings, villages, people, the plan of the year
    writing    from a text to an approved bulletin
    voice      from spoken text to sound
    week       when sessions sound: rules, exceptions, who gives way, what was dropped
    limits     how much may sound, by whose decision, and leaders' words about what is over it
    layout     how programmes are laid out: templates, jingles, what a village hears of its own
    plan       what airs in which session and why; orders by hand; any coming day
    programme  from the plan to sound and rows
    timetable  what Lịch phát shows of all that
    urgent     what a leader calls out at once, and drills of it
    outgoing   from programmes to villages
    log        what was aired
    upkeep     backup, doctor, disk, audit
    sample     the commune that a fresh home is filled with
"""
