"""Which lines are addresses, and that none is ever shown whole."""

from __future__ import annotations

from email.headerregistry import Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.mail import readers


def test_each_address_counts_once_in_the_order_of_the_file() -> None:
    found = readers.read(
        "\ufeff# readers\n\nada@example.org\n  Bo Qvist <bo@Example.ORG>  \nADA@EXAMPLE.org\n"
        "cy+news@bücher.example\r\nbo@example.org"
    )
    assert found.wrong == ()
    assert found.addresses == ("ada@example.org", "bo@example.org", "cy+news@xn--bcher-kva.example")


NONE = """\
ada
ada@
@example.org
ada@localhost
ada@example..org
a..b@example.org
trail.@example.org
.lead@example.org
a da@example.org
ada@example.org, bo@example.org
<ada@example.org> SIZE=1
Ada <ada@example.org> <bo@example.org>
"a\\"b"@example.org
ada@-example.org
ada\0@example.org
ädä@example.org
"""
LONG = (f"{'a' * 65}@example.org", f"a@{'b' * 64}.org", f"a@{'b.' * 130}org")


@pytest.mark.parametrize("line", [*NONE.splitlines(), *LONG])
def test_a_line_that_is_no_address_is_named_by_its_number(line: str) -> None:
    assert readers.read(f"bo@example.org\n{line}\n") == readers.Recipients(
        ("bo@example.org",), (2,)
    )


@pytest.mark.parametrize("ending", ["\r", "\n", "\r\n", "\x0b", "\x85", "\u2028"])
def test_what_ends_a_line_cannot_be_in_an_address(ending: str) -> None:
    found = readers.read(f"ada@example.org{ending}Bcc: victim@example.org\nbo@example.org")
    assert found.addresses == ("ada@example.org", "bo@example.org")
    assert found.wrong == (2,)


@given(st.from_regex(r"[a.!+_b-]{1,6}@[a.b-]{1,6}\.org", fullmatch=True))
def test_what_is_an_address_is_one_to_the_library_of_the_message(line: str) -> None:
    for address in readers.read(line).addresses:
        assert Address(addr_spec=address).addr_spec == address


def test_what_is_shown_has_no_address_in_it() -> None:
    said = "550 5.1.1 <ada@example.org>: b@x.org, (c.d@x.org) unknown to ada@example.org"
    shown = readers.masked(said)
    assert shown == "550 5.1.1 <a…@example.org>: b…@x.org, (c…@x.org) unknown to a…@example.org"
