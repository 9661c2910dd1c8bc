"""Only addresses on the public internet are public, however they are written."""

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.hosts import is_public

LOCAL = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
    *("172.16.0.0/12", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4"),
    *("240.0.0.0/4", "::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    *("2001:db8::/32", "100::/64", "64:ff9b:1::/48"),
)


@given(network=st.sampled_from([ip_network(text) for text in LOCAL]), data=st.data())
def test_no_address_of_a_local_network_is_public(network, data) -> None:  # type: ignore[no-untyped-def]
    number = data.draw(st.integers(0, network.num_addresses - 1))
    assert not is_public(str(network[number]))


@given(
    st.sampled_from(["10.1.2.3", "127.0.0.1", "169.254.169.254", "192.168.0.1", "100.64.0.1"]),
    st.sampled_from([0, 0xFFFF << 32, 0xFFFF << 48, 0x64FF9B << 96]),
)
def test_a_local_address_inside_an_ipv6_address_is_not_public(inside: str, prefix: int) -> None:
    assert not is_public(str(IPv6Address(prefix | int(IPv4Address(inside)))))


@pytest.mark.parametrize(
    "text", ["2002:7f00:1::", "2002:a00:1::", "fe80::1%eth0", "::ffff:127.0.0.1", "", "example.org"]
)
def test_other_ways_to_reach_a_local_address_are_not_public(text: str) -> None:
    assert not is_public(text)


@pytest.mark.parametrize(
    "text",
    ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"],
)
def test_servers_on_the_internet_are_public(text: str) -> None:
    assert is_public(text)
