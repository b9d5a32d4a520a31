"""The typeface inside a page: only the letters it uses, from the files that drew the charts."""

from __future__ import annotations

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from analysis.charts.kit import raster


def cut(letters: str) -> list[TTFont]:
    data = re.findall(r"url\(data:font/woff;base64,([^)]*)\)", raster.faces(letters))
    return [TTFont(io.BytesIO(base64.b64decode(body))) for body in data]


def test_four_faces_by_weight_and_style() -> None:
    datas = re.findall(r"font-weight:(\d+);font-style:(\w+);", raster.faces("a"))
    assert datas == [("400", "normal"), ("400", "italic"), ("600", "normal"), ("700", "normal")]


@pytest.mark.parametrize("letters", ["abc 123", "“é”·−"])
def test_a_face_holds_the_letters_wanted_and_no_others(letters: str) -> None:
    for font in cut(letters):
        assert set(font.getBestCmap()) == {ord(letter) for letter in letters}
        assert font.flavor == "woff"


def test_letters_that_the_typeface_lacks_are_left_to_another() -> None:
    assert set(cut("aميناء")[0].getBestCmap()) == {ord("a")}


def test_the_same_letters_give_the_same_bytes() -> None:
    assert raster.faces("abc") == raster.faces({"c", "b", "a"})


def test_the_folders_hold_both_families() -> None:
    first, second = raster.folders()
    assert (first / "SourceSansPro-Regular.ttf").is_file()
    assert (second / "DejaVuSans.ttf").is_file()
