"""
The rules of the trade, pure: no clock, no file, no library; everything a rule needs is handed to it.

    writing   bulletins: what they are, who may do what with them, what is worth a second look
    week      when sessions sound
    plan      what airs in which session, in which order, and why
    limits    how much may sound, and when
    log       what is known of an airing, and how the log is chained
"""
