"""`python -m autograder.mutants`: see `judging.py`."""

import sys

from autograder.mutants.judging import main

sys.exit(main())
