"""What travellers say in the checks of `3_memory_store/semantic_memory`, and what is asked.

`tests/test_semantic_memory.py` proves that the model tells all of this apart with room to spare.
"""

from __future__ import annotations

__all__ = [
    "ANSWERS",
    "CASTLES",
    "CASTLE_QUERY",
    "EDGES",
    "FACTS",
    "KIN",
    "UNRELATED",
    "WIDE",
    "castle",
]

# A question for each memory; the model brings the two together.
ANSWERS = {
    "I collect old maps and atlases": "antique maps",
    "I play the violin in an orchestra": "classical music concerts",
    "I am afraid of heights and tall towers": "Is the view from the tower a good idea?",
    "I take insulin for my diabetes": "Does she need medicine for diabetes?",
    "My favourite drink is green tea": "a tea house",
    "I photograph birds at sunrise": "birdwatching with a camera",
    "I like swimming in the sea": "a beach for swimming",
    "I only travel in winter to ski": "skiing in the snow",
    "I work as a nurse at a hospital": "job as a nurse",
    "I read crime novels on holiday": "a bookshop with novels",
    "I play chess in the evening": "chess players",
    "My suitcase was stolen in Rome": "lost luggage and suitcases",
    "I pay with a credit card, never cash": "Can one pay by card?",
    "I go jogging every morning": "a running route for joggers",
    "I am learning to bake bread": "a bakery with fresh bread",
    "I dislike crowds and long queues": "Is it crowded, with queues?",
    "I cook with garlic and olive oil": "a cooking class",
    "I have a tattoo of an anchor": "tattoo studio",
    "I play tennis twice a week": "tennis courts",
}
# The same, but with scores not far from the limit: a wrong one beside the first, weak right ones.
EDGES = {
    "My bicycle folds and fits in a train": "Can one take a bicycle?",
    "I hate spicy food and chilli": "Is the curry too spicy?",
    "I wear glasses and lose them often": "an optician for new glasses",
    "My sister is getting married in June": "When is the wedding?",
}
UNRELATED = (
    "quantum physics lecture",
    "stock market prices",
    "election campaign",
    "repairing a washing machine",
    "football results",
    "the boiling point of iron",
    "Who invented the telephone?",
    "How do I file my taxes?",
    "programming in Java",
    "the history of the steam engine",
    "garden fence paint",
    "a lawyer for a contract",
    "interest rates of banks",
    "the planet Saturn",
)
# Thirteen memories that one question is about.
CASTLES = (
    "Madrid",
    "Segovia",
    "Leiria",
    "Granada",
    "Nuremberg",
    "Vienna",
    "Budapest",
    "Bergen",
    "Cardiff",
    "Porto",
    "Edinburgh",
    "Windsor",
    "Toledo",
)
CASTLE_QUERY = "castle visits"
# Each fact in three wordings, the newest last; a new value counts as the same fact.
FACTS = (
    ("I am allergic to peanuts", "I'm allergic to peanuts", "I am very allergic to peanuts"),
    (
        "I always ask for a window seat",
        "I always ask for the window seat",
        "I always ask for a seat by the window",
    ),
    (
        "I like coffee in the morning",
        "In the morning I like coffee",
        "I like my coffee in the morning",
    ),
    ("I get seasick on ferries", "I get very seasick on ferries", "On ferries I get seasick"),
    (
        "My left knee hurts on stairs",
        "My left knee hurts on the stairs",
        "On stairs my left knee hurts",
    ),
    (
        "I speak Portuguese and Spanish",
        "I speak Spanish and Portuguese",
        "I speak Portuguese, and Spanish too",
    ),
    (
        "I love museums with modern paintings",
        "I love modern paintings in museums",
        "I do love museums with modern paintings",
    ),
    (
        "I collect old maps and atlases",
        "I collect old atlases and maps",
        "I collect maps and old atlases",
    ),
    (
        "I play the violin in an orchestra",
        "I play violin in an orchestra",
        "In an orchestra I play the violin",
    ),
    ("I am afraid of heights", "I'm afraid of heights", "I am very afraid of heights"),
    (
        "I take insulin for diabetes",
        "I take insulin for my diabetes",
        "For my diabetes I take insulin",
    ),
    (
        "My suitcase was stolen in Rome",
        "In Rome my suitcase was stolen",
        "My suitcase got stolen in Rome",
    ),
    (
        "My flight to Oslo is on Monday",
        "My flight to Oslo is on Friday",
        "My flight to Oslo is on Sunday",
    ),
    ("I live in Lisbon", "I now live in Lisbon", "Now I live in Lisbon"),
)
# The same, with wordings that lie farther apart.
WIDE = (
    (
        "My passport expires in March",
        "My passport expires in April",
        "Now my passport expires in April",
    ),
    (
        "My favourite drink is green tea",
        "Green tea is my favourite drink",
        "Green tea is now my favourite drink",
    ),
)
# Pairs that are worded alike and are not the same fact.
KIN = (
    ("My son cannot climb stairs", "My brother cannot climb stairs"),
    ("My daughter sleeps badly in tents", "My brother sleeps badly in tents"),
    ("My father paints with watercolours", "My brother paints with watercolours"),
    ("My mother is afraid of spiders", "My son is afraid of spiders"),
    ("My father hates crowded beaches", "My brother hates crowded beaches"),
)


def castle(town: str) -> str:
    """Return what somebody says who has seen a town's castle."""
    return f"I have seen the castle of {town}"
