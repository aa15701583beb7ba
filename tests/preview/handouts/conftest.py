"""The same preview as for the legal data: sheets are made out of it."""

from ..law.conftest import accounts_file, loaded, reader, signed_in, world

__all__ = ["accounts_file", "loaded", "reader", "signed_in", "world"]
