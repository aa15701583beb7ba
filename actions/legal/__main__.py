"""`python -m actions.legal`."""

import sys

if __name__ == "__main__":
    from actions.legal.cli import main

    sys.exit(main())
