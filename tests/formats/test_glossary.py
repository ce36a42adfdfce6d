"""Glossaries from files: TSV with a header, TBX of both versions, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.core.term import Term
from reviewer.errors import FormatError, InputError, ReviewerError
from reviewer.formats import markup
from reviewer.formats.glossary import read_glossary

V2 = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><text><body>
<termEntry id="1">
 <langSet xml:lang="ko"><tig><term>동진</term></tig></langSet>
 <langSet xml:lang="en-US"><ntig><termGrp><term>eastward <hi>expansion</hi></term></termGrp></ntig>
  <tig><term>ban on East Asia</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
</termEntry>
<termEntry id="2"><langSet xml:lang="de"><tig><term>Krieg</term></tig></langSet></termEntry>
</body></text></martif>
"""
DCA = """<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="1">
 <langSec xml:lang="ko"><termSec><term>국방부</term></termSec></langSec>
 <langSec xml:lang="en"><termSec><term>Defense Ministry</term></termSec>
  <termSec><term>War Office</term><termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></termSec>
  <termSec><term>Ministry of Defense</term><termNote type="partOfSpeech">noun</termNote></termSec></langSec>
</conceptEntry></body></text></tbx>
"""
DCT = """<tbx style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:min="http://www.tbxinfo.net/ns/min"><text><body>
<conceptEntry id="1">
 <langSec xml:lang="en"><termSec><term>Kyiv</term></termSec>
  <termSec><term>Kiev</term><min:administrativeStatus>deprecatedTerm-admn-sts</min:administrativeStatus></termSec></langSec>
</conceptEntry></body></text></tbx>
"""
BOMB = '<!DOCTYPE tbx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><tbx><text>&b;</text></tbx>'
OUTSIDE = '<!DOCTYPE tbx [<!ENTITY a SYSTEM "file:///etc/hostname">]><tbx>&a;</tbx>'
PARAMETER = '<!DOCTYPE tbx [<!ENTITY % a "x">]><tbx/>'
DEFAULTS = '<!DOCTYPE tbx [<!ATTLIST b a1 CDATA "x" a2 CDATA "x">]><tbx><b/><b/></tbx>'
OUTER = '<!DOCTYPE tbx SYSTEM "file:///dev/zero"><tbx>&a;</tbx>'


def written(folder: Path, name: str, text: str) -> Path:
    """The path of a file with that text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("source\ttarget\n동진\teastward expansion\n", [Term(("동진",), ("eastward expansion",))]),
        ("Target\tSource\tnote\nhealth\t보건\tsee style book\n", [Term(("보건",), ("health",))]),
        ("source\ttarget\r\n\r\n# ours\r\n전쟁\twar; armed  conflict\r\n", [Term(("전쟁",), ("war", "armed conflict"))]),
        ("source\ttarget\n전쟁\twar\n전쟁\tconflict\n", [Term(("전쟁",), ("war", "conflict"))]),
        ("source\ttarget\tforbidden\n동진\t\tban on East Asia\n", [Term(("동진",), (), ("ban on East Asia",))]),
        ("source\ttarget\tforbidden\n동진\texpansion\n", [Term(("동진",), ("expansion",))]),
        ("forbidden\treplacement\nKiev\tKyiv\n", [Term((), ("Kyiv",), ("Kiev",))]),
        ("forbidden\nhermit kingdom;rogue state\n", [Term((), (), ("hermit kingdom", "rogue state"))]),
        ("\ufeffsource\ttarget\na\tb\n", [Term(("a",), ("b",))]),
    ],
)
def test_tsv(tmp_path: Path, text: str, terms: list[Term]) -> None:
    """Columns by header in any order, several terms in a cell, and rows with the same source together."""
    assert list(read_glossary(written(tmp_path, "g.tsv", text))) == terms


@pytest.mark.parametrize(
    ("text", "term"),
    [
        (V2, Term(("동진",), ("eastward expansion",), ("ban on East Asia",))),
        (DCA, Term(("국방부",), ("Defense Ministry", "Ministry of Defense"), ("War Office",))),
        (DCT, Term((), ("Kyiv",), ("Kiev",))),
    ],
    ids=["v2", "v3-dca", "v3-dct"],
)
def test_tbx(tmp_path: Path, text: str, term: Term) -> None:
    """Terms of both languages; what is deprecated or superseded is forbidden; a DOCTYPE does no harm."""
    assert read_glossary(written(tmp_path, "g.tbx", text)) == (term,)


def test_the_languages_of_a_tbx_can_be_named(tmp_path: Path) -> None:
    """Of several source languages, one is taken."""
    more = DCA.replace(
        '<langSec xml:lang="en">',
        '<langSec xml:lang="ru"><termSec><term>Минобороны</term></termSec></langSec><langSec xml:lang="en">',
    )
    path = written(tmp_path, "g.tbx", more)
    assert read_glossary(path)[0].source == ("국방부", "Минобороны")
    assert read_glossary(path, source="ru")[0].source == ("Минобороны",)
    assert read_glossary(path, target="ru")[0].targets == ("Минобороны",)


def test_utf_16(tmp_path: Path) -> None:
    """XML says its own encoding."""
    path = tmp_path / "g.tbx"
    path.write_bytes(('<?xml version="1.0" encoding="utf-16"?>' + DCT).encode("utf-16"))
    assert read_glossary(path) == (Term((), ("Kyiv",), ("Kiev",)),)


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("g.tsv", "", "no terms in it"),
        ("g.tsv", "동진\teastward expansion\n", ":1: its first line must name the columns source and target, or forbidden and"),
        ("g.tsv", "source\tforbidden\na\tb\n", ":1: its first line must name"),
        ("g.tsv", "source\ttarget\n", "a header and no terms"),
        ("g.tsv", "source\ttarget\na\tb\n\tc\n", ":3: no source term in this row"),
        ("g.tsv", "source\ttarget\na\n", ":2: no target term in this row"),
        ("g.tsv", "forbidden\treplacement\n\tKyiv\n", ":2: no forbidden term in this row"),
        ("g.tsv", "source\ttarget\na\tb\tc\n", ":2: 3 columns, expected 2"),
        ("g.tbx", "<tbx><text>", ":1: no XML that can be read"),
        ("g.tbx", "", "no XML that can be read"),
        ("g.tbx", "<html/>", ":1: its root is <html>, not <tbx> or <martif>"),
        ("g.tbx", V2.replace("en-US", "fr"), "no en terms with a source in it; its languages: de, fr, ko"),
        ("g.tbx", BOMB, ":1: it declares the entity a; write its text in its place"),
        ("g.tbx", OUTSIDE, ":1: it declares the entity a; write its text in its place"),
        ("g.tbx", PARAMETER, ":1: it declares the entity a; write its text in its place"),
        ("g.tbx", V2.replace("동진", "&secret;"), "the entity secret is not known; write its text in its place"),
        ("g.tbx", OUTER, ":1: the entity a is not known"),
        ("g.tbx", DEFAULTS, ":1: it declares the attribute a1 of <b>; write attributes where they are"),
        ("g.tbx", "<a>" * 500, ":1: elements are nested more than 64 deep"),
        ("g.tbx", '<?xml version="1.0" encoding="klingon"?><tbx/>', "no XML that can be read"),
    ],
)
def test_what_is_refused(tmp_path: Path, name: str, text: str, problem: str) -> None:
    """In one line that says where and what."""
    path = written(tmp_path, name, text)
    with pytest.raises(InputError) as told:
        read_glossary(path)
    assert str(told.value).startswith(str(path))
    assert problem in str(told.value)
    assert "\n" not in str(told.value)


def test_a_missing_glossary_is_refused(tmp_path: Path) -> None:
    """As any file is."""
    with pytest.raises(InputError, match="no such file"):
        read_glossary(tmp_path / "none.tsv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.binary(max_size=200) | st.text(alphabet="<>&;/!\"'=tbx \t\n동\\x00", max_size=80).map(str.encode),
    st.sampled_from([".tsv", ".tbx"]),
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes, suffix: str) -> None:
    """Nothing else comes out of a file than terms or an error of ours."""
    path = tmp_path / f"g{suffix}"
    path.write_bytes(data)
    with suppress(ReviewerError):
        assert all(term.targets or term.forbidden for term in read_glossary(path))


@pytest.mark.catalogue("G7")
@pytest.mark.parametrize(
    ("limit", "problem"), [("LARGEST", "is larger than 0 MiB; part it"), ("MOST", ":1: more than 30 elements; part it")]
)
def test_a_document_that_is_too_much_is_refused(monkeypatch: pytest.MonkeyPatch, limit: str, problem: str) -> None:
    """By its bytes before it is read, by its elements before there is no room for them."""
    monkeypatch.setattr(markup, limit, 30)
    with pytest.raises(FormatError) as told:
        markup.parse("g.tbx", b"<tbx>" + b"<b/>" * 30 + b"</tbx>")
    assert problem in str(told.value)


def test_text_inside_of_other_elements_is_text(tmp_path: Path) -> None:
    """In its order, and read in time that grows with the file: nothing is copied from level to level."""
    term = "<term>" + "<hi>a " * 40 + "b<hi/>" * 5_000 + "</hi> c" * 40 + "</term>"
    path = written(tmp_path, "g.tbx", DCT.replace("<term>Kyiv</term>", term))
    assert read_glossary(path)[0].targets == (" ".join(["a"] * 40 + ["b" * 5_000] + ["c"] * 40),)
