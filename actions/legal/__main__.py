"""`python -m actions.legal`."""

import sys

if __name__ == "__main__":
    from actions.legal.command_line import main

    sys.exit(main())
