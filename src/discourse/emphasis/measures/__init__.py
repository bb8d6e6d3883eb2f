"""What else is there to say of a shift, beside its size?

::

    agenda         did all shares together change, and is the coverage more or less diverse?
    cells          shares by spans of time, by outlet, or by several such columns at once
    spans          in which span of time does a date lie?
    groups         shares by outlet, or by another column
    decomposition  what lies within outlets, what in their mix
    marks          the share of paragraphs or articles that bear a mark, such as an actor's name
    links          which pillars are named together, and which lead?
    qap            do both periods tie the same pillars?
    placement      which pillar stands in front?
    clustered      how wide is an interval if outlets, not articles, are the independent unit?
"""
