"""What do the commands say of shares in cells of time and source?"""
