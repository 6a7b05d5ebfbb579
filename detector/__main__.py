"""The command ``detector``, and ``python -m detector``."""

from detector.cli.errors import with_explained_errors


@with_explained_errors
def main() -> None:
    """Import the commands and run one: Ctrl-C is explained from here on."""
    from detector.cli.commands import main as command

    command()


# Processes that share the work load this module under another name.
if __name__ == "__main__":
    main()
