"""Rules of bulletins: what they are, who may do what with them, and what is worth a second look."""
