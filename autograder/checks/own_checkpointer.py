"""What `7_capstone/own_checkpointer` must show: a saver on files, and a tidier one on SQLite."""

from autograder.checks.own_file_saver import check_file_saver
from autograder.checks.own_tidy_saver import check_tidy_saver

__all__ = ["check_file_saver", "check_tidy_saver"]
