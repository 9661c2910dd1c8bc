"""The network addresses that a record may make `briefing` connect to: those of the public internet.

A record can come from a stranger, and its links could lead to a router, a printer or the settings
of a cloud server. All other addresses are therefore refused.
"""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

IPAddress = IPv4Address | IPv6Address

_WITH_IPV4_INSIDE = tuple(
    map(IPv6Network, ("::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96"))
)
"""Networks whose last 32 bits are an IPv4 address: compatible, mapped, translated and NAT64."""
_6TO4 = IPv6Network("2002::/16")
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")


def is_public(text: str) -> bool:
    """Whether `text` is a network address that belongs to a server on the public internet."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(map(_is_public, _addresses_in(address)))


def _addresses_in(address: IPAddress) -> list[IPAddress]:
    """Return `address` and the IPv4 address to which it leads, or only the latter if mapped."""
    if isinstance(address, IPv4Address):
        return [address]
    number = int(address)
    if any(address in network for network in _WITH_IPV4_INSIDE):
        return [IPv4Address(number & 0xFFFFFFFF)]
    if address in _6TO4:
        return [address, IPv4Address(number >> 80 & 0xFFFFFFFF)]
    if address.teredo:
        return [address, *address.teredo]
    return [address]


def _is_public(address: IPAddress) -> bool:
    if isinstance(address, IPv6Address) and (address.is_site_local or address in _LOCAL_NAT64):
        return False
    return address.is_global and not (
        address.is_multicast
        or address.is_private
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
    )
