"""Whether an address stays on this machine."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(url: str) -> bool:
    """Tell whether *url* stays on this machine; no address at all does not."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # such as a bracket that is left open
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
