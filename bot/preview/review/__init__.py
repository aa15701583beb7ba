"""Comments, decisions and what is signed: who stands behind which words."""
