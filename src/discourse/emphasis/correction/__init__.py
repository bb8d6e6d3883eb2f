"""What is the share once the classifier's errors are corrected?

::

    predictions  what the classifier said of each paragraph
      -> adjusted  counts turned back by its error rates
      -> ppi       labelled articles, helped by the predictions of the others
      -> dsl       labelled paragraphs, drawn with known probability, helped by all predictions
         usefulness  are the predictions good enough to help?
"""
