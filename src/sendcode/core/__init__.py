"""The method itself: pure functions and values, standard library only, no input or output."""
