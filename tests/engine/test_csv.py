"""Tables of people's own: what is read, and one sentence for every fault of a hostile file."""

import csv
import io
import tracemalloc
import zlib
from time import process_time

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.errors import SpecError
from engine.network import describe
from engine.spec import read_spec
from engine.tables import TableError, decode, read_table
from engine.tables.limits import MOST_BYTES, MOST_CHARACTERS

ROWS = "".join(f"{i},{i * i % 7},{'yes' if i % 3 else 'no'}\n" for i in range(24))
TABLE = "length,width,ripe\n" + ROWS


def refusal(text: str) -> TableError:
    with pytest.raises(TableError) as caught:
        read_table(text)
    return caught.value


# --- Files that are no tables -------------------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n" + zlib.compress(b"\0\1\2\3" * 400)
HOSTILE_BYTES: dict[str, tuple[bytes, str, int | None]] = {
    "utf-16": (TABLE.encode("utf-16"), "UTF-16 text; UTF-8 is needed", 1),
    "utf-16 without mark": (TABLE.encode("utf-16-be"), "UTF-16 text; UTF-8 is needed", 1),
    "nul": (b"a,b\n1,2\n3,\x004\n", "Line 3, character 3: there is a NUL character", 3),
    "png": (PNG, "so this is no table", None),
    "workbook": (b"PK\x03\x04" + PNG, "workbook or a zip file", 1),
    "old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + PNG, "workbook or a zip file", 1),
    "no text in any way": (b"a,b\n1,\x81\n", "Line 2, character 3: the byte 0x81 is no character", 2),
    "control characters": (b"a,b\n1,\x07\n", "Line 2, character 3: there is the control character 0x07", 2),
    "50 MB": (b"1,2\n" * 12_500_000, "at most 1,000,000 bytes", None),
}


@pytest.mark.parametrize("name", HOSTILE_BYTES)
def test_bytes_that_are_no_table_are_refused_in_a_sentence(name: str) -> None:
    data, words, line = HOSTILE_BYTES[name]
    with pytest.raises(TableError) as caught:
        read_table(decode(data))
    assert words in caught.value.message
    assert caught.value.message.endswith(".")
    assert caught.value.hint.endswith(".")
    assert line is None or caught.value.line == line


# --- Tables with faults -------------------------------------------------------------------------------------

WIDE = ",".join(f"c{i}" for i in range(21))
FAULTS: dict[str, tuple[str, str, int | None, int | None]] = {
    "empty": ("", "Line 1: the table is empty.", 1, None),
    "blank": (" \n\n\t\n", "Line 1: the table is empty.", 1, None),
    "only a header": ("a,b\n", "Line 1: there is no row below the header.", 2, None),
    "one column": ("a\n1\n2\n", "Line 1, column 1: there is only one column", 1, 1),
    "short row": ("a,b,c\n1,2,3\n4,5\n", "Line 3, column 3: this row has 2 cells, the first row has 3.", 3, 3),
    "long row": ("a,b\n1,2\n3,4,5\n", "Line 3, column 3: this row has 3 cells, the first row has 2.", 3, 3),
    "quote never closed": ('a,b\n1,"x\n2,3\n', "Line 2, column 2: the quote that opens here is never closed.", 2, 2),
    "quote in the middle": ('a,b\n1,"x"y\n', "Line 2: a quoted cell goes on behind its closing quote.", 2, None),
    "1e308": ("a,b\n1,2\n3,1e308\n", 'Line 3, column 2 (b): "1e308" is too large', 3, 2),
    "1e999": ("a,b\n1e999,2\n3,1\n", 'Line 2, column 1 (a): "1e999" is too large', 2, 1),
    "inf": ("a,b\n1,2\n-Infinity,1\n", 'Line 3, column 1 (a): "-Infinity" is too large', 3, 1),
    "21 columns": (WIDE + "\n", "Line 1, column 21: there are 21 columns; a table may have at most 20.", 1, 21),
    "ten million columns": ("," * 10_000_000, "there are 10,000,001 columns", 1, 21),
    "very long line": ("a,b\n1," + "x" * 900_000, "Line 2 has 900,002 characters", 2, None),
    "very long cell": ("a,b\n1," + "x" * 1001, "Line 2, column 2: the cell", 2, 2),
    "long cell over lines": ('a,b\n1,"' + "xxx\n" * 300 + '"\n', "Line 2, column 2: the cell", 2, 2),
    "too many rows": ("a,b\n" + "1,2\n" * 5001, "Line 5002: a table may have at most 5,000 rows", 5002, None),
    "a million rows": ("1,2\n" * 1_000_000, "a table may have at most 5,000 rows", None, None),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_in_one_sentence_with_its_place(name: str) -> None:
    text, words, line, column = FAULTS[name]
    begun = process_time()
    caught = refusal(text)
    assert process_time() - begun < 2  # however long the text
    assert words in caught.message
    assert caught.hint.endswith(".")
    assert line is None or caught.line == line
    assert column is None or caught.column == column


@pytest.mark.parametrize("name", FAULTS)
def test_the_same_sentence_comes_where_the_table_stands_in_a_spec(name: str) -> None:
    text = FAULTS[name][0]
    with pytest.raises(SpecError) as caught:
        read_spec({"data": {"kind": "csv", "text": text}})
    if len(text) > MOST_CHARACTERS:
        assert "at most 32,768 characters" in caught.value.message
    else:
        assert FAULTS[name][1] in caught.value.message
    assert caught.value.path == "data.text"


def test_memory_stays_flat_whatever_comes() -> None:
    pieces = [",", '"', '"\n', "a;", "\n", "1,2\n", "x", '1,"\n', ",\n", '"",']
    for text in (piece * (MOST_BYTES // len(piece)) for piece in pieces):
        tracemalloc.start()
        with pytest.raises(TableError):
            read_table(text)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 30_000_000, f"{text[:5]!r} took {peak:,} bytes"


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_a_table_or_a_sentence(data: bytes) -> None:
    try:
        table = read_table(decode(data)).table
    except TableError:
        return
    assert table.numbers.shape[1] == len(table.columns) <= 20
    assert not np.isinf(table.numbers).any()


@given(st.text(alphabet='ab1,.;"\n\r\t -=', max_size=120))
@example(";\t\r1\t")  # a name that looks like a delimiter
def test_what_is_read_is_read_again_from_its_own_text(text: str) -> None:
    try:
        reading = read_table(text)
    except TableError:
        return
    again = reading.text()
    if again is not None:
        assert read_table(again).table.columns == reading.table.columns


# --- What is read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_line_ends_and_delimiters(encoding: str, end: str, delimiter: str) -> None:
    text = TABLE.replace("length", "Größe").replace(",", delimiter).replace("\n", end)
    table = read_table(decode(text.encode(encoding))).table
    assert [column.name for column in table.columns] == ["Größe", "width", "ripe"]
    assert [column.kind for column in table.columns] == ["number", "number", "category"]
    assert len(table.numbers) == 24
    assert table.notes == ()


def test_a_delimiter_that_the_file_names_is_taken() -> None:
    assert len(read_table("sep=;\na;b\n1,5;2\n").table.columns) == 2


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_decimal_commas(delimiter: str) -> None:
    reading = read_table("a;b;c\n1,5;2;x\n-0,25;3;y\n1.234,5;4;x\n".replace(";", delimiter))
    assert reading.table.numbers[:, 0].tolist() == [1.5, -0.25, 1234.5]
    assert any("decimal marks" in note for note in reading.table.notes)
    assert reading.rows[0][0] == "1.5"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1", 1),
        (" 2.5 ", 2.5),
        ("-.5", -0.5),
        ("+3", 3),
        ("1e3", 1000),
        ("−4", -4),
        ('"1,234.5"', 1234.5),
        ("5.", 5),
    ],
)
def test_numbers(cell: str, value: float) -> None:
    assert read_table(f"a,b\n{cell},1\n0,2\n").table.numbers[0, 0] == value


@pytest.mark.parametrize(
    "cell", ["=1+1", "2024-01-31", "12 kg", "0x10", "1_000", "1e", "--1", "٣x", "12%", "@SUM(A1)"]
)
def test_formulas_dates_and_the_like_are_texts_and_nothing_more(cell: str) -> None:
    column = read_table(f"a,b\n{cell},1\nother,2\n").table.columns[0]
    assert column.kind == "category"
    assert cell in column.values


def test_one_text_among_numbers_is_told() -> None:
    table = read_table("a,b\n1,2\n12 kg,3\n3,4\n5,1\n").table
    assert table.columns[0].kind == "category"
    assert table.notes == ('Line 3, column 1 (a): "12 kg" is no number, so the column is read as text.',)


@pytest.mark.parametrize("gap", ["", " ", "NA", "n/a", "NaN", "null", "?"])
def test_rows_with_gaps_are_left_out_and_counted(gap: str) -> None:
    text = TABLE + f"{gap},1,yes\n1,{gap},no\n"
    table = read_table(text).table
    assert [column.missing for column in table.columns] == [1, 1, 0]
    spec = read_spec({"data": {"kind": "csv", "text": text, "test_fraction": 0}})
    assert describe(spec).document()["train_samples"] == 24
    one = read_spec({"data": {"kind": "csv", "text": text, "test_fraction": 0, "inputs": ["length"]}})
    assert describe(one).document()["train_samples"] == 25


def test_columns_without_use_are_told_apart() -> None:
    rows = "".join(f"{i},name {i},1,,{i % 2},same\n" for i in range(20))
    table = read_table("a,b,c,d,e,f\n" + rows).table
    assert [column.kind for column in table.columns] == [
        "number",
        "text",
        "constant",
        "empty",
        "number",
        "constant",
    ]
    assert table.columns[1].values == tuple(f"name {i}" for i in range(8))


def test_names_are_made_where_there_are_none_and_told_apart_where_they_are_twice() -> None:
    table = read_table("a,a,,a\n1,2,3,4\n5,6,7,8\n").table
    assert [column.name for column in table.columns] == ["a", "a (2)", "column 3", "a (3)"]
    assert len(table.notes) == 2
    bare = read_table("1,2,0\n3,4,1\n").table
    assert [column.name for column in bare.columns] == ["column 1", "column 2", "column 3"]
    assert len(bare.numbers) == 2
    assert bare.notes == ("The first row is read as data, not as names of columns.",)


def test_delimiters_behind_the_last_column_are_no_column() -> None:
    table = read_table("a,b,\n1,2,\n3,4,\n").table
    assert [column.name for column in table.columns] == ["a", "b"]
    assert len(read_table("a,b\n1,2,,\n3,4\n").table.columns) == 2


def test_the_text_for_a_spec_is_there_as_long_as_it_is_short() -> None:
    short, long = read_table(TABLE), read_table("a,b\n" + "123456789,123456789\n" * 3000)
    assert short.text() == TABLE
    assert long.text() is None
    quoted = read_table('name,n\n"a, ""b""",1\n"c\nd",2\n')
    text = quoted.text()
    assert text is not None
    assert list(csv.reader(io.StringIO(text)))[1:] == [['a, "b"', "1"], ["c\nd", "2"]]
