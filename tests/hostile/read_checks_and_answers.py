"""Imports or opens the checks, the probes, the answers and the gallery, to copy from them.

lesson: start_here
expects: 0
says: tried 22, got []
"""

# cell: added
import glob
import importlib
import importlib.util
import subprocess

MODULES = ["autograder.checks", "autograder.checks.start_here", "autograder.probes", "autograder.task"]
MODULES += ["autograder.marking", "solutions", "solutions.start_here", "tests.test_start_here"]
FILES = ["autograder/checks/start_here.py", "autograder/probes/preferences.py", "solutions/start_here.py"]
FILES += ["tests/gallery/start_here/right/plain.py", "notebooks/0_start_here/start_here.ipynb"]
FILES += ["README.md", ".git/HEAD"]


def search():
    found = glob.glob(f"{FACTS['root']}/**/checks/*", recursive=True)
    return found + glob.glob("/**/solutions/start_here.py", recursive=True)


def list_with_a_program(folder):
    done = subprocess.run(["/bin/ls", folder], capture_output=True)
    return done.stdout


for module in MODULES:
    attempt(module, importlib.import_module, module)
for name in FILES:
    attempt(name, lambda name=name: open(f"{FACTS['root']}/{name}").read())
for name in ("autograder/checks", "solutions", "tests"):
    attempt(f"list {name}", os.listdir, f"{FACTS['root']}/{name}")
attempt("ls", list_with_a_program, f"{FACTS['root']}/solutions")
attempt("the finder", importlib.util.find_spec, "autograder.checks.start_here")
attempt("search", search)
attempt("path", lambda: open("/proc/self/cwd/../../../work/answers.py").read())


# cell: sign_in
def sign_in(path, name):
    show()
    return []
