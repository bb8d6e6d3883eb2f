"""What is the share once the errors of classifier and machine coders are corrected?

::

    predictions  what the classifier said of each paragraph
    proxies      what all machines say of it, and what a regression makes of that
      -> adjusted  counts turned back by its error rates
      -> ppi       labelled articles, helped by the predictions of the others
      -> dsl       labelled paragraphs, drawn with known probability, helped by all predictions
         usefulness  are the predictions good enough to help?
      -> choice    which estimator speaks for an analysis
"""
