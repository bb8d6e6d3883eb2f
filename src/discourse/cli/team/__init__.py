"""Which commands does a team of coders need? Task lists for each, and one log of what all have coded."""
