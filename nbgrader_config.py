"""Where nbgrader keeps the course; read by its commands and by Formgrader alike."""

from pathlib import Path

from autograder.exchange import exchange_of
from autograder.execute import in_place_of_nbgraders

c = get_config()  # noqa: F821  (traitlets provides it)

course = Path(__file__).resolve().parent / "course"

c.CourseDirectory.course_id = "state-persistence"
c.CourseDirectory.root = str(course)
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.db*", "*.py"]
# The one above, or the one that a student's NBGRADER_EXCHANGE names.
c.Exchange.root = exchange_of(course)
c.ExchangeFactory.release_feedback = "autograder.exchange.ReleaseFeedback"
# So that the released stub is, to the letter, the one in notebooks/.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.Execute.timeout = 60

in_place_of_nbgraders(c)
