"""Never comes to the end of loading, and does not mind being asked to.

lesson: start_here
expects: 0
says: was not loaded within
"""

# cell: added
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
