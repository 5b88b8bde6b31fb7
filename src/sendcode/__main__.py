"""`python -m sendcode` is the command line."""

from __future__ import annotations

from sendcode.cli.main import main

if __name__ == "__main__":
    main()
