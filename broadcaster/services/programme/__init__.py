"""From approved bulletins to programmes: the week, the plan of what airs when and why, and its sound."""
