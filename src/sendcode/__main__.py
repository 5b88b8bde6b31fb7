"""The command `sendcode`, also as `python -m sendcode`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; who stops it while it is still being loaded is told so, too."""
    try:
        from sendcode.cli.main import main as run
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped before anything was done; run the command again to do it.\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
