"""Two ways to write an address are one; another page, or another site, is not."""

from __future__ import annotations

import pytest

from discourse.corpus.filling.addresses import address_of, host_of


@pytest.mark.parametrize(
    ("url", "host", "address"),
    [
        ("https://www.post.example/a/?utm_source=x#top", "post.example", "post.example/a"),
        ("post.example/a", "post.example", "post.example/a"),
        ("http://post.example/a?id=3&ref=x", "post.example", "post.example/a?id=3"),
        ("http://post.example/", "post.example", ""),
        ("", "", ""),
    ],
)
def test_an_address_in_one_form(url: str, host: str, address: str) -> None:
    assert (host_of(url), address_of(url)) == (host, address)


def test_what_is_no_address_has_no_site() -> None:
    assert host_of("http://[broken") == ""
