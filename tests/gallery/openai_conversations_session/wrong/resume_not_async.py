"""Is an ordinary function.

loses: test_resume_chat
says: which `def` does it need
"""

# cell: resume_chat
def resume_chat(path, user_id, text):
    session = OpenAIConversationsSession()
    return Runner.run_sync(Agent(name="Guide"), text, session=session).final_output
