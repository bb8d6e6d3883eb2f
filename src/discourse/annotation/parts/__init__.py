"""What are the pages made of? The parts that a session puts on a card or beside it, and the words of the interface.

::

    codings       how a coding is shown, and what the model would say
    adjudication  what is shown to whoever decides: codings as A, B, C, and the rules
    coded_cards   coming back to what is coded, the part of a session that uses
    lookback      what is shown once a paragraph is coded, made from the two that follow
    article       where a paragraph is from and what stands beside it; what of this may be shown to whom
    sitting       what a coder has coded: the last codings, counts and time
    further       the other variables of the codebook: their questions, and the logs that answers go to
    questions     what is asked on the card, with codes, definitions and keys
    texts         what the pages say, in the language of the reader
"""
