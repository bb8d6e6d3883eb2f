"""How many articles have to be coded for an interval of a given width?"""
