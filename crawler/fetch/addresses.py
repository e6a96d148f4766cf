"""Which addresses may be reached: public ones, and others only where the seed itself names them."""

import asyncio
import ipaddress
import socket
from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError

from crawler.errors import AddressRefusedError
from crawler.profiles import Profile

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Networks that lead inside although `ipaddress` calls them global: NAT64, 6to4, Teredo, IETF, site-local.
HIDDEN_RANGES = (
    "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "192.88.99.0/24", "2001::/32", "192.0.0.0/24", "fec0::/10",
)  # fmt: skip
#: The one range that global IPv6 addresses are given out of.
UNICAST = ipaddress.ip_network("2000::/3")
HIDDEN = tuple(map(ipaddress.ip_network, HIDDEN_RANGES))


def is_public(address: IPAddress) -> bool:
    """Whether an address is one of the open internet. Mapped and compatible IPv4 counts as what it stands for."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address not in UNICAST:  # ::a.b.c.d, unspecified, loopback, translators' prefixes, all that nobody has
            return False
    if address.is_multicast or not address.is_global:
        return False
    return not any(address.version == network.version and address in network for network in HIDDEN)


def literal(host: str) -> IPAddress | None:
    """The address that a host name spells out, if it does; ``localhost`` and its kin count as 127.0.0.1."""
    if host == "localhost" or host.endswith(".localhost"):
        return ipaddress.ip_address("127.0.0.1")
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def names_private(profile: Profile) -> bool:
    """Whether the canonical host is itself an internal address: a test site, a site on an office network."""
    address = literal(urlsplit(f"//{profile.hosts[0]}").hostname or "")
    return address is not None and not is_public(address)


async def checked_addresses(url: str, profile: Profile) -> list[str]:
    """The addresses (IP literals, in the resolver's order) that a URL's host has, all of them checked: connect to one
    of these and to no other. Raises AddressRefusedError where one leads inside, unless the profile names that very
    address and port; CannotResolveHostError."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    address = literal(host)
    if address is not None:
        if parts.netloc.rpartition("@")[2].lower() not in profile.hosts and not is_public(address):
            raise AddressRefusedError(f"{url} leads to the internal address {address}, which no seed names.")
        return [str(address)]
    found = await resolve(host, parts.port or (443 if parts.scheme == "https" else 80))
    for one in found:
        if not is_public(ipaddress.ip_address(one)):
            raise AddressRefusedError(
                f"{host} resolves to the internal address {one}. If that is meant, give the address itself as seed."
            )
    return found


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host name, without doubles. Raises CannotResolveHostError."""
    try:
        answers = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as problem:
        raise CannotResolveHostError(f"{host} does not resolve: {problem}") from problem
    return list(dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers))
