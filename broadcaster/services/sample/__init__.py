"""The sample commune that a fresh home is filled with: invented people and places, real kinds of text."""

from broadcaster.services.sample.fill import SIGN_INS, fill, is_empty

__all__ = ["SIGN_INS", "fill", "is_empty"]
