"""Where nbgrader keeps the course; read by its commands and by Formgrader alike."""

from pathlib import Path

c = get_config()  # noqa: F821  (traitlets provides it)

course = Path(__file__).resolve().parent / "course"

c.CourseDirectory.course_id = "state-persistence"
c.CourseDirectory.root = str(course)
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.db*", "*.py"]
c.Exchange.root = str(course / "exchange")
# So that the released stub is, to the letter, the one in notebooks/.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.Execute.timeout = 60

from autograder.execute import in_place_of_nbgraders  # noqa: E402

in_place_of_nbgraders(c)
