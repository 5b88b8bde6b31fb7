"""The errors that sendcode raises on purpose; this module imports nothing.

SendcodeError               cannot do what was asked; the command line exits with 1
+-- ProjectError            the project file: missing, foreign, newer, locked, damaged
+-- InputError              a file that a person gave: transcript, case sheet, queue
+-- CodebookError           a codebook, with its file, line and key
+-- NotFound                a name that the project does not know
+-- DependentsError         an undo that later decisions depend on
"""

from __future__ import annotations


class SendcodeError(Exception):
    """Say what cannot be done and where; `hint` says what to do next.

    Neither part ever contains words of an interview or a speaker's label.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ProjectError(SendcodeError):
    """The project file cannot be used as asked."""


class InputError(SendcodeError):
    """A file that a person gave cannot be used."""


class CodebookError(SendcodeError):
    """A codebook breaks a rule of its format; the message names file, line and key."""


class NotFound(SendcodeError):
    """A name that the project does not know."""


class DependentsError(SendcodeError):
    """An undo would pull the ground from under later decisions.

    `dependents` holds their ids, oldest first.
    """

    def __init__(self, message: str, dependents: tuple[str, ...], hint: str = "") -> None:
        super().__init__(message, hint)
        self.dependents = dependents
