from __future__ import annotations

import pytest

from generator.papers.names import Name, parts


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ada Ngo", Name("Ngo", "Ada")),
        ("Cees G. M. Snoek", Name("Snoek", "Cees G. M.")),
        ("Laurens van der Maaten", Name("Maaten", "Laurens", "van der")),
        ("Pablo González de Prado Salas", Name("Prado Salas", "Pablo González", "de")),
        ("Gerard 't Hooft", Name("Hooft", "Gerard", "'t")),
        ("Nicolas Le Roux", Name("Le Roux", "Nicolas")),
        ("Jan Van der Berg", Name("Berg", "Jan", "Van der")),
        ("Rodrigo Santa Cruz", Name("Santa Cruz", "Rodrigo")),
        ("Thi Ngoc Tho Nguyen", Name("Nguyen", "Thi Ngoc Tho")),
        ("Quoc V. Le", Name("Le", "Quoc V.")),
        ("De Wang", Name("Wang", "De")),
        ("Richard Yi Da Xu", Name("Xu", "Richard Yi Da")),
        ("Jean-Baptiste d'Aspremont", Name("d'Aspremont", "Jean-Baptiste")),
        ("bell hooks", Name("hooks", "bell")),
        ("Martin Luther King Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("Martin King, Jr.", Name("King", "Martin", suffix="Jr.")),
        ("John de la Cruz III", Name("Cruz", "John", "de la", "III")),
        ("Henry VIII", Name("VIII", "Henry")),
        ("Voltaire", Name("Voltaire")),
        ("王小明", Name("王小明")),
        ("山田 太郎", Name("山田", "太郎")),
        ("김 철수", Name("김", "철수")),
        ("王 Xiaoming", Name("Xiaoming", "王")),
        ("Team GLM", Name("Team GLM")),
        ("Gemini Team Google", Name("Gemini Team Google")),
        ("Meta AI", Name("Meta AI")),
        ("Ai Wei", Name("Wei", "Ai")),
        ("01.AI Labs", Name("01.AI Labs")),
        ("Research and Sons", Name("Research and Sons")),
        ("Öz, Cy", Name("Öz, Cy")),
        ("  Ada   Ngo ", Name("Ngo", "Ada")),
        ("", Name("")),
        (Name("García Márquez", "Gabriel"), Name("García Márquez", "Gabriel")),
    ],
)
def test_a_name_in_parts(name: str | Name, expected: Name) -> None:
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (Name("García Márquez", "Gabriel"), "Gabriel García Márquez"),
        (Name("Maaten", "Laurens", "van der"), "Laurens van der Maaten"),
        (Name("Kettle Works"), "Kettle Works"),
        (Name("王", "小明"), "王小明"),
        (Name("김", "민수"), "김민수"),
        (Name("やまだ", "はなこ"), "やまだはなこ"),
        (Name("王", "Ada"), "Ada 王"),
    ],
)
def test_a_name_as_it_is_shown(name: Name, shown: str) -> None:
    assert str(name) == shown
