"""The sample commune that a fresh home is filled with: invented people and places, real kinds of text."""

from broadcaster.services.sample.fill import fill, is_empty, sign_ins

__all__ = ["fill", "is_empty", "sign_ins"]
