"""Use cases of what airs when: what the plan is made from, what it says, and what people decide by hand."""
