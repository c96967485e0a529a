"""Use cases of the limits of air time, and of leaders' words about what is over them."""
