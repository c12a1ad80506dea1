"""Keeps the items in the file.

loses: test_resume_chat
says: which object keeps them there
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    with closing(SQLiteSession(user_id, path)) as session:
        return (await Runner.run(Agent(name="Guide"), text, session=session)).final_output
