"""Font subsets that the typeset documents embed, and the script that cuts them."""
