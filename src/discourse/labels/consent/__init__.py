"""Whose codings may become labels? The decisions taken, the rule of the study, and what is said of both.

``decisions`` is the file of what was decided, ``order`` the order among those who count, ``standing`` the rule,
``wording`` what is said of it, ``attenuation`` what a coder's errors do to a shift, ``known_errors`` where it is known
how people err. Nothing is handed on here, because
reading the log needs the first of them.
"""
