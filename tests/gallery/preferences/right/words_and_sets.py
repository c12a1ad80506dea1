"""Cuts the message into words and intersects sets; the names are Spanish."""

# cell: state
class PreferenceState(MessagesState):
    """Una conversación."""

    user_id: str
    detected_preferences: Annotated[list[str], lambda antes, después: [*antes, *después]]


# cell: detect
import string

sin_puntuación = str.maketrans(dict.fromkeys(string.punctuation + "¡¿«»…", " "))


def palabras(mensaje):
    return set(mensaje.text.lower().translate(sin_puntuación).split())


def detect_preferences_node(state, store):
    reconocidas = palabras(state["messages"][-1]) & KEYWORDS.keys()
    preferencias = sorted(KEYWORDS[palabra] for palabra in reconocidas)
    ahora = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    for preferencia in preferencias:
        store.put((state["user_id"], "preferences"), preferencia, {"detected_at": ahora})
    return {"detected_preferences": preferencias}


# cell: respond
def respond_node(state, store):
    guardadas = {cosa.key for cosa in store.search((state["user_id"], "preferences"))}
    conocidas = guardadas.intersection(KEYWORDS.values())
    respuesta = "¡Claro! " + " · ".join(sorted(conocidas)) if conocidas else "¿Qué te gusta más?"
    return {"messages": [{"role": "assistant", "content": respuesta}]}


# cell: chat
def chat(folder, user_id, thread_id, text):
    carpeta = Path(folder).resolve()
    with open_checkpointer(f"{carpeta / 'conversations.db'}") as conversación:
        with open_store(f"{carpeta / 'preferences.db'}") as recuerdos:
            grafo = build_graph(conversación, recuerdos)
            hilo = {"configurable": {"thread_id": thread_id}}
            pregunta = {"messages": [{"role": "user", "content": text}], "user_id": user_id}
            *_, respuesta = grafo.invoke(pregunta, hilo)["messages"]
            return respuesta.text
