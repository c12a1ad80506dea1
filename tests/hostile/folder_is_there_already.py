"""Has the folder that the check makes in the middle of its work.

lesson: pitfalls
with: reference
expects: 5
says: something in the place of elsewhere
"""

# cell: added
os.mkdir("elsewhere")
