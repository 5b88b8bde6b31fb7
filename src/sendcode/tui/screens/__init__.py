"""The reviewer's screen, and what opens over it."""
