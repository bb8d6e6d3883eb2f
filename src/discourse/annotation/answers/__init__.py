"""What do people answer that is no coding? Intrusion tests and practice; ``log`` has what both files do."""
