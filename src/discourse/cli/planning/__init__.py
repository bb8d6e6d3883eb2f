"""Commands that say what a study takes before it is coded."""
