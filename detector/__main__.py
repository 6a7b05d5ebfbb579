"""``python -m detector`` is the ``detector`` command."""

from detector.cli.commands import main

# Processes that share the work load this module under another name.
if __name__ == "__main__":
    main()
