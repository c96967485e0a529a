"""Who and where: the commune, its villages and speaker clusters, its people and how they sign in, its plan."""
