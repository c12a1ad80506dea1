"""Calls somebody: by every protocol, by name, through sockets that are files, through flags.

lesson: start_here
expects: 0
says: got []
"""

# cell: added
import socket
import subprocess

HIGH = 1 << 32  # what the kernel cuts off, and a filter may not


def tcp(family=socket.AF_INET, protocol=0, host="127.0.0.1"):
    with socket.socket(family, socket.SOCK_STREAM, protocol) as end:
        end.settimeout(1)
        end.connect((host, FACTS["tcp"]))


def udp(family=socket.AF_INET, host="127.0.0.1", protocol=0):
    with socket.socket(family, socket.SOCK_DGRAM, protocol) as end:
        end.sendto(b"x", (host, FACTS["udp"]))


def local(address):
    with socket.socket(socket.AF_UNIX) as end:
        end.connect(address)


def any_socket(family, kind, protocol=0):
    return system_call(41, family, kind, protocol)


attempt("tcp", tcp)
attempt("tcp 6", tcp, socket.AF_INET6, 0, "::1")
attempt("mptcp", tcp, socket.AF_INET, 262)
attempt("sctp", tcp, socket.AF_INET, 132)
attempt("udp", udp)
attempt("udp 6", udp, socket.AF_INET6, "::1")
attempt("udp lite", udp, socket.AF_INET, "127.0.0.1", 136)
attempt("name", socket.getaddrinfo, "example.com", 80)
attempt("abstract", local, f"\0canary-{FACTS['abstract']}")
attempt("a file", local, FACTS["local"])
attempt("listen", lambda: socket.create_server(("127.0.0.1", 0)))
for family in range(1, 64):
    for kind in (1, 2, 3, 4, 5, 6, 10) if family != 1 else ():
        attempt(f"socket {family} {kind}", any_socket, family, kind)
for family in (2, 10, 16, 17, 38, 40):
    attempt(f"high {family}", any_socket, family | HIGH, 2)
    attempt(f"high stream {family}", any_socket, family | HIGH, 1)
    attempt(f"non-blocking {family}", any_socket, family, 2 | 0o4000 | 0o2000000)
attempt("ping", lambda: not subprocess.run(["/bin/ping", "-c1", "127.0.0.1"], capture_output=True).returncode)


# cell: sign_in
def sign_in(path, name):
    show()
    print("more than 400" if len(TRIED) > 400 else "too few")
    return []
