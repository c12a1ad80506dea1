"""Run the server; `workbook.services` says how it starts and stops."""

from __future__ import annotations

import argparse
import os
import socket
import threading

from workbook.services import failed, ready, wait_for_parent_to_end


def main() -> None:
    """Listen on 127.0.0.1 until the process that started this one ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    port = parser.parse_args().port
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Before the imports below, so that a taken port is known at once.
    with _bind(port) as listener:
        _serve(listener)


def _end_with_parent() -> None:
    wait_for_parent_to_end()
    # Not a clean shutdown: that would wait for clients, and there is nothing to save.
    os._exit(0)


def _bind(port: int) -> socket.socket:
    # The protocol is named because asyncio sends small packets at once only if it sees TCP.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        why = getattr(error, "strerror", None) or error
        failed(f"port {port} cannot be used ({why}); choose another, or leave the port out")
    return listener


def _serve(listener: socket.socket) -> None:
    import uvicorn

    from workbook.services.openai_api.app import build_app

    config = uvicorn.Config(
        build_app(),
        http="h11",
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        # The client closes idle connections; if we did, a request could meet a closed one,
        # and the SDK does not repeat the parts of a long write to a conversation.
        timeout_keep_alive=24 * 3600,
    )
    config.load()
    ready(f"http://127.0.0.1:{listener.getsockname()[1]}/v1")
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
