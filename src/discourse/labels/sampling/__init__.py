"""With which probability is a paragraph, or an article, drawn for coding, and what does the coding settle?"""
