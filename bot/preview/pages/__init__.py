"""The preview's pages: one file a room, their templates and styles beside them."""
