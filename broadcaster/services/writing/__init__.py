"""From a text to an approved bulletin: writing, reading, the dictionary, recordings, the leader's word."""
