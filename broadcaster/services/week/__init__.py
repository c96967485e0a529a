"""Use cases of the sessions of the week, what differs on some days, and what that makes of them."""
