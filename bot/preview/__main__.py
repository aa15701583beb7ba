"""The preview's command line: `python -m bot.preview --help`."""

from bot.preview.command_line.app import main

if __name__ == "__main__":
    main()
