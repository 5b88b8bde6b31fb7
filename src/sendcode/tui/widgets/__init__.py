"""The parts of the reviewer's screen."""
