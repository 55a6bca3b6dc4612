"""The codes of the facts: those of the mCODE guide (January 2025) and the ICHOM breast set (August 2023)."""

from __future__ import annotations

from decision_graph.coverage import figures
from decision_graph.loading import load_guideline
from decision_graph.vocabulary import Code

GUIDELINE = load_guideline("mbc")

ATTRIBUTES = {
    "her2_status": {"LOINC": "48676-1 85319-2 85318-4"},
    "hr_status": {
        "LOINC": "85337-4 16112-5 40556-3 85329-1 85339-0 16113-3 40557-1 85325-9",
        "SNOMED CT": "445028008 445029000",
    },
    "menopausal_status": {"SNOMED CT": "161712005"},
    "brca12_mutation": {"LOINC": "48018-6 21636-6 38530-2", "HGNC": "1100 1101"},
    "pd_l1_status": {"LOINC": "83052-1 83057-0 83053-9 85147-7", "HGNC": "17635"},
    "pik3ca_mutation": {"HGNC": "8975"},
}
VALUES = {
    ("her2_status", "positive"): {"SNOMED CT": "427685000"},
    ("her2_status", "negative"): {"SNOMED CT": "431396003"},
    ("hr_status", "positive"): {"SNOMED CT": "416053008 416561008"},
    ("hr_status", "negative"): {"SNOMED CT": "441118006"},
    ("menopausal_status", "pre"): {"SNOMED CT": "309606002"},
    ("menopausal_status", "post"): {"SNOMED CT": "307429007"},
    ("pd_l1_status", "positive"): {"LOINC": "LA6576-8", "SNOMED CT": "10828004"},
    ("pd_l1_status", "negative"): {"LOINC": "LA6577-6", "SNOMED CT": "260385009"},
}


def test_every_code_and_no_other() -> None:
    attributes = GUIDELINE.vocabulary.attributes
    coded = {name: attribute.codes for name, attribute in attributes.items() if attribute.codes}
    values = {(n, c.value): c.codes for n, a in attributes.items() for c in a.choices if c.codes}
    assert {name: _plain(codes) for name, codes in coded.items()} == ATTRIBUTES
    assert {place: _plain(codes) for place, codes in values.items()} == VALUES


def test_the_share_with_a_code_is_counted() -> None:
    found = figures(GUIDELINE)
    assert (found.coded, sum(found.items.values())) == (len(ATTRIBUTES), len(GUIDELINE.vocabulary.attributes))


def test_check_digits() -> None:
    """LOINC by modulus 10, SNOMED CT by Verhoeff: a digit that is wrong or swapped is noticed."""
    every = [*ATTRIBUTES.values(), *VALUES.values()]
    for code in " ".join(codes.get("LOINC", "") for codes in every).split():
        if code.startswith("LA"):
            continue  # answers are numbered in another way
        body, _, check = code.partition("-")
        doubled = [int(d) * (2 if k % 2 == 0 else 1) for k, d in enumerate(reversed(body))]
        assert (10 - sum(n // 10 + n % 10 for n in doubled) % 10) % 10 == int(check), code
    for code in " ".join(codes.get("SNOMED CT", "") for codes in every).split():
        assert _verhoeff(code), code


def _plain(codes: tuple[Code, ...]) -> dict[str, str]:
    systems = dict.fromkeys(code.system for code in codes)
    return {system: " ".join(c.code for c in codes if c.system == system) for system in systems}


def _verhoeff(number: str) -> bool:
    """Whether the last digit fits the others: products in the dihedral group of ten elements."""

    def product(a: int, b: int) -> int:
        if a < 5:
            return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
        return 5 + (a - b) % 5 if b < 5 else (a - b) % 5

    turn = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
    check = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit)
        for _ in range(place % 8):
            value = turn[value]
        check = product(check, value)
    return check == 0
