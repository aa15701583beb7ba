"""The pages for comments and signatures: reading, deciding, the lists and the report."""

from bot.preview.pages.review import lists, reading, writing
from bot.preview.pages.review.routes import pages

__all__ = ["lists", "pages", "reading", "writing"]
