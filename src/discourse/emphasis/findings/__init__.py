"""What is found of a whole analysis, and would it be found under other choices?

::

    analysis  every share, shift, test and verdict of one analysis, a number a row
    basis     on whose codings the shares rest, in sentences
    choices   the main shift under each choice that a reader may question
"""
