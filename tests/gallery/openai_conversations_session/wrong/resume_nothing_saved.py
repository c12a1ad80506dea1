"""Makes a conversation each time.

loses: test_resume_chat
says: where has it got it from
"""

# cell: resume_chat
async def resume_chat(path, user_id, text):
    session = OpenAIConversationsSession()
    result = await Runner.run(Agent(name="Guide"), text, session=session)
    return result.final_output
