"""What else is there to say of a shift, beside its size?

::

    agenda         did all shares together change, and is the coverage more or less diverse?
    groups         shares by outlet, or by another column
    decomposition  what lies within outlets, what in their mix
    links          which pillars are named together, and which lead?
"""
