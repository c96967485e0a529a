"""
Use cases: one function a verb, each with its own transaction.

A page, a command and the scheduler call the same function. Every function takes the `Desk` (what the
program works with) first and, where a person asks, the `Actor`; it gathers, lets `domain` decide, applies.
"""
