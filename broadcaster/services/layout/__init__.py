"""Use cases of how programmes are laid out: templates, jingles, the words around the items."""
