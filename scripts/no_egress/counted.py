"""A network with a way out whose every frame is counted: ``python -m no_egress.counted COMMAND...``.

Run in a network namespace of its own. Default routes, IPv4 and IPv6, lead through one door to nowhere;
neighbours are known beforehand, so that a packet leaves at once. Prints one JSON object: the frames that left
while the command ran, those of a positive control afterwards, and the command's own output.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

DOOR, NOWHERE = "door", "nowhere"
SETTLING = 3.0
"""Seconds in which the kernel itself greets a new link."""

_MAC = "02:00:00:00:00:01"
_SETUP = f"""
link add {DOOR} type veth peer name {NOWHERE}
link set {DOOR} addrgenmode none
link set {NOWHERE} addrgenmode none
link set lo up
link set {DOOR} up
link set {NOWHERE} up
address add 192.0.2.2/24 dev {DOOR}
-6 address add 2001:db8::2/64 dev {DOOR} nodad
neighbour add 192.0.2.1 lladdr {_MAC} dev {DOOR} nud permanent
-6 neighbour add 2001:db8::1 lladdr {_MAC} dev {DOOR} nud permanent
route add default via 192.0.2.1
-6 route add default via 2001:db8::1
"""

CONTROL = """
import ctypes, socket, struct
libc = ctypes.CDLL(None)  # C code: no audit hook sees it
address = struct.pack("=HH4s8x", socket.AF_INET, socket.htons(9), socket.inet_aton("198.51.100.7"))
for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM | socket.SOCK_NONBLOCK):
    handle = libc.socket(socket.AF_INET, kind, 0)
    libc.connect(handle, address, len(address))
    libc.send(handle, b"out", 3, 0x4000)
"""


def frames() -> int:
    """That have left by the door since it was made."""
    for line in Path("/proc/self/net/dev").read_text(encoding="ascii").splitlines():
        name, _, figures = line.partition(":")
        if name.strip() == DOOR:
            return int(figures.split()[9])
    raise SystemExit("there is no door to count at")


def main() -> int:
    """See the module."""
    for line in _SETUP.strip().splitlines():
        done = subprocess.run(["ip", *line.split()], check=False, capture_output=True, text=True)
        if done.returncode and "-6" not in line:
            raise SystemExit(f"ip {line}: {done.stderr}")
    time.sleep(SETTLING)
    before = frames()
    done = subprocess.run(sys.argv[1:], check=False, stdout=subprocess.PIPE, text=True)
    left = frames() - before
    subprocess.run([sys.executable, "-c", CONTROL], check=True)
    time.sleep(0.5)
    print(json.dumps({"frames": left, "control": frames() - before - left, "output": done.stdout}))
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
