"""What is found of a whole analysis, and would it be found under other choices?

::

    analysis      every share, shift, test and verdict of one analysis, a number a row
    basis         on whose codings the shares rest, in sentences
    by_rule       shares and shifts by whichever estimator speaks, for commands that compare states
    coder_errors  the shifts corrected for the errors of the people who coded, beside those coded
    choices       the main shift under each choice that a reader may question
"""
