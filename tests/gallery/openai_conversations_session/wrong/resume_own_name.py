"""Names the conversation after the user.

loses: test_resume_chat
says: is its id the right one
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    session = OpenAIConversationsSession(conversation_id=user_id)
    return (await Runner.run(Agent(name="Guide"), text, session=session)).final_output
