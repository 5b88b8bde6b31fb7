"""What `import sendcode` offers: a project as DataFrames for analysts and verbs for scripts."""

from sendcode.api.codebooks import Codebooks
from sendcode.api.project import Project, open

__all__ = ["Codebooks", "Project", "open"]
