"""How do coders learn the codebook, and are they held to it? Practice before coding, decided paragraphs within it."""
