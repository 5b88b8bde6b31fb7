"""The command line: click parses, a workflow does the work, rich shows the result."""
