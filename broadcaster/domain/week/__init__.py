"""When sessions sound."""
