"""The files of a new rule, dataset or family, with every key there and what is left to fill in."""
