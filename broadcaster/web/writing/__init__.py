"""Pages of the writer and the leader: bulletins, how they are said, recordings, the dictionary, approval."""
