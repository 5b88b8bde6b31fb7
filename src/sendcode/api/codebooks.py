"""The codebook for scripts: the words of `sendcode codebook` as methods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sendcode.api.clock import now
from sendcode.core.codebook import Codebook
from sendcode.core.model import Problem
from sendcode.store import Store
from sendcode.workflows import codebook_edits as edits
from sendcode.workflows.codebook_check import check_codebook
from sendcode.workflows.codebook_edits import Edited, Who
from sendcode.workflows.codebook_export import Written, export_codebook_file
from sendcode.workflows.codebook_versions import difference, history
from sendcode.workflows.codebooks import Imported, find_codebook, import_codebook, version_of

if TYPE_CHECKING:
    import pandas as pd

    from sendcode.workflows.rule_trial import Trial


class Codebooks:
    """The versions of a project's codebook. `project.codebooks` is one.

    Every change is a new version with its author and reason; `project.undo()` takes it back.
    `import` and `try` are words of Python, so that they end in an underscore here.

    Args:
        store: The project.
        coder: Says who edits where no coder is named.
    """

    def __init__(self, store: Store, coder: Callable[[], str]) -> None:
        self._store = store
        self._coder = coder

    def _who(self, coder: str | None, message: str) -> Who:
        return Who(coder or self._coder(), now(), message)

    # --- files -----------------------------------------------------------------------------

    def import_(
        self,
        file: str | Path,
        *,
        message: str = "",
        rebase: bool = False,
        take: str = "",
        coder: str | None = None,
    ) -> Imported:
        """Make a file (or a shipped codebook by its name, `send`) the next version.

        Args:
            file: .yaml, .csv, .xlsx or .qdc.
            message: Why, for the record.
            rebase: Merge a file that comes from an older version with what changed since.
            take: `file` or `project` decides where both changed the same; empty refuses.
            coder: Who imports it; None for the project's `coder`.

        Raises:
            CodebookError: The file is wrong, comes from an older version, or lacks a code that
                has codings; the message names line and key.
            NotFound: No such file, or nothing that reads it.
        """
        who = self._who(coder, message)
        path = find_codebook(str(file))
        return import_codebook(
            self._store,
            path,
            coder=who.coder,
            at=who.at,
            message=message,
            merge=rebase,
            take=take,
        )

    def export(
        self,
        file: str | Path,
        *,
        public: bool = False,
        version: int | None = None,
        force: bool = False,
    ) -> Written:
        """Write the codebook: .yaml, .csv, .xlsx, .qdc or, as an appendix, .docx.

        Args:
            file: Its suffix says how.
            public: Leave out examples that are words of an interview.
            version: An older version.
            force: Replace an existing file.

        Raises:
            NotFound: No codebook, no such version or no such format.
            SendcodeError: The file is there without `force`, or the folder is not.
        """
        return export_codebook_file(
            self._store, Path(file), force=force, number=version, public=public
        )

    # --- looking ---------------------------------------------------------------------------

    def version(self, number: int | None = None) -> Codebook:
        """Return one version, or the current one.

        Raises:
            NotFound: No codebook, or no such version.
        """
        return version_of(self._store, number)

    def check(self, file: str | Path | None = None) -> tuple[Problem, ...]:
        """Return what is odd in a file or, without one, in the project's codebook.

        Raises:
            CodebookError: The file cannot be used; the message names line and key.
            NotFound: No such file, or the project has no codebook.
        """
        path = find_codebook(str(file)) if file else None
        return check_codebook(self._store, path)[1]

    def try_(self, rule: str, *, code: str = "", pipeline: str | None = None) -> Trial:
        """Return what a rule would find, what it would add to a code, and what it confuses.

        Args:
            rule: As it would stand in the file: `near: {of: [...], to: [...]}`.
            code: Path of the code that it is meant for.
            pipeline: Name or path of a trained spaCy pipeline.

        Raises:
            CodebookError: The rule cannot be read.
            NotFound: No such code.
            ProjectError: No transcripts.
        """
        from sendcode.workflows.rule_trial import try_rule

        return try_rule(self._store, rule, code=code, pipeline=pipeline)

    def log(self) -> pd.DataFrame:
        """Return one row per version, oldest first.

        Columns: version, at, coder, message, codes, sha256, changes (parted by `; `).
        """
        from sendcode.exporters.frames import frame

        columns = ("version", "at", "coder", "message", "codes", "sha256", "changes")
        rows = [
            (v.number, v.at, v.coder, v.message, v.codes, v.sha256, "; ".join(v.changes))
            for v in history(self._store)
        ]
        return frame(columns, rows)

    def diff(self, old: int, new: int | None = None) -> tuple[str, ...]:
        """Return what changed between two versions (or since one), in words.

        Raises:
            NotFound: No such version.
        """
        return difference(self._store, old, new).changes

    def stats(self, *, code: str = "", coder: str = "") -> pd.DataFrame:
        """Return how often the suggestions of each code and each rule were right.

        Args:
            code: Only this code and those below it.
            coder: Only this coder's decisions; else everybody's.

        Raises:
            NotFound: No such code or coder.
            ProjectError: Nothing was suggested yet.
        """
        from sendcode.exporters.frames import frame
        from sendcode.workflows.codebook_stats import stats

        columns = ("name", "code", "rule", "suggested", "accepted", "rejected")
        rows = []
        for line in stats(self._store, code=code, coder=coder).lines:
            low, high = line.interval if line.decided else (None, None)
            number = line.rule.number if line.rule else None
            counts = (line.suggested, line.accepted, line.rejected)
            rows.append((line.name, line.code.path, number, *counts, line.precision, low, high))
        return frame((*columns, "precision", "low", "high"), rows)

    # --- changing --------------------------------------------------------------------------

    def add(
        self,
        path: str,
        *,
        name: str = "",
        definition: str = "",
        message: str = "",
        coder: str | None = None,
    ) -> Edited:
        """Add a code that was found in the material; its parent has to be there.

        Raises:
            CodebookError: It is there already, or its path is none.
            NotFound: No codebook, or no such parent.
        """
        who = self._who(coder, message)
        return edits.add_code(self._store, path, name=name, definition=definition, who=who)

    def rename(
        self, old: str, new: str, *, name: str = "", message: str = "", coder: str | None = None
    ) -> Edited:
        """Give a code another id (and name); codings and codes below it come along.

        Raises:
            CodebookError: Another code has that path, or nothing would change.
            NotFound: No such code.
        """
        return edits.rename_code(self._store, old, new, name=name, who=self._who(coder, message))

    def move(
        self, code: str, parent: str, *, message: str = "", coder: str | None = None
    ) -> Edited:
        """Put a code, with what is below it, under another one; `/` is the top.

        Raises:
            CodebookError: It would lie below itself, or on another code.
            NotFound: No such code.
        """
        return edits.move_code(self._store, code, parent, who=self._who(coder, message))

    def merge(
        self, codes: Sequence[str], into: str, *, message: str = "", coder: str | None = None
    ) -> Edited:
        """Give everybody's codings of some codes the code `into`, and retire the others.

        Raises:
            CodebookError: Nothing to merge, or a code has codes below it.
            NotFound: No such code.
        """
        return edits.merge_codes(self._store, codes, into, who=self._who(coder, message))

    def split(
        self, code: str, into: Sequence[str], *, message: str = "", coder: str | None = None
    ) -> Edited:
        """Give a code new codes below it; its codings wait to be coded anew.

        Raises:
            CodebookError: Fewer than two new codes, or one is there already.
            NotFound: No such code.
        """
        return edits.split_code(self._store, code, into, who=self._who(coder, message))

    def retire(self, code: str, *, message: str = "", coder: str | None = None) -> Edited:
        """Take a code, with what is below it, out of use; its codings stay.

        Raises:
            CodebookError: It is retired already.
            NotFound: No such code.
        """
        return edits.retire_code(self._store, code, who=self._who(coder, message))

    def unretire(self, code: str, *, message: str = "", coder: str | None = None) -> Edited:
        """Take a code, with what is below it, into use again.

        Raises:
            CodebookError: It is in use, or its parent is retired.
            NotFound: No such code.
        """
        return edits.retire_code(self._store, code, retired=False, who=self._who(coder, message))

    def recode_queue(self, code: str, *, everything: bool = False, coder: str | None = None) -> int:
        """Queue codings that were made under an older definition; return how many wait.

        Raises:
            CodebookError: The definition never changed, or no coding is older.
            NotFound: No such code.
        """
        return edits.queue_recode(
            self._store, code, everything=everything, who=self._who(coder, "")
        )
