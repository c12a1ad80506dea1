"""How much a lesson's checks see: every mutant of its reference, put to them."""
