"""Files on disk: audio kept by its digest, and the folders that are published."""

from broadcaster.shelf.audio import Shelf

__all__ = ["Shelf"]
