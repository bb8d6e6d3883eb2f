"""What is the share once the errors of classifier, machine coders and people are corrected?

::

    predictions  what the classifier said of each paragraph
    proxies      what all machines say of it, and what a regression makes of that
      -> adjusted  counts turned back by its error rates
      -> ppi       labelled articles, helped by the predictions of the others
      -> dsl       labelled paragraphs, drawn with known probability, helped by all predictions
         usefulness  are the predictions good enough to help?
      -> choice    which estimator speaks for an analysis
    confusion    how often a person gives each code to paragraphs of each code
      -> coders    what shares and shifts would be, had people not erred
"""
