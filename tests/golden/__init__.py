"""Small documents of our own making, one for each mechanism that real ones need."""
