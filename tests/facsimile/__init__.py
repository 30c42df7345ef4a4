"""The facsimile of the seed document: its data, the script that typesets it, and its truth."""
