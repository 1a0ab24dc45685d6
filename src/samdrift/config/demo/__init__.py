"""A federation to look at: facts from a folder of data files, everything else synthetic, seeded and labeled so."""
