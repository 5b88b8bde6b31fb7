"""The full-screen reviewer: Textual's only home. It draws a `Desk` and holds no rules."""
