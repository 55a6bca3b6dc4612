"""Hypothesis strategies: any well-formed term, and facts that go with it."""

from __future__ import annotations

from hypothesis import strategies as st

from decision_graph.predicate.terms import Always, Compare, Member, Not, Term, Value, conjunction, disjunction

NUMBERS = ("n1", "n2")
WORDS = ("w1", "w2")
BOOLEANS = ("b1", "b2", "b3")
LEVELS = ("low", "wild type", "not", "True", 'say "\\"', "", "high_2")

_number = st.one_of(
    st.integers(-3, 3),
    st.integers(-(10**20), 10**20),
    # Whole numbers are `int`. Below 1e-12 the plain text of a number is longer than a number may be.
    st.floats(-1e6, 1e6, allow_nan=False).filter(lambda x: not x.is_integer()).map(lambda x: round(x, 12)),
).filter(lambda x: isinstance(x, int) or not x.is_integer())
_level = st.sampled_from(LEVELS)


def _members(name: st.SearchStrategy[str], value: st.SearchStrategy[Value]) -> st.SearchStrategy[Term]:
    listed = st.lists(value, min_size=1, max_size=4, unique=True).map(tuple)
    return st.builds(Member, name, listed)


_number_name, _word_name = st.sampled_from(NUMBERS), st.sampled_from(WORDS)
_equality = st.sampled_from(["==", "!="])
atoms: st.SearchStrategy[Term] = st.one_of(
    st.builds(Compare, st.sampled_from(BOOLEANS), _equality, st.booleans()),
    st.builds(Compare, _number_name, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), _number),
    st.builds(Compare, _word_name, _equality, _level),
    _members(_number_name, _number),
    _members(_word_name, _level),
)
_parts = {"min_size": 2, "max_size": 4}


def _larger(smaller: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    return st.one_of(
        smaller.map(Not),
        st.lists(smaller, **_parts).map(lambda terms: conjunction(*terms)),
        st.lists(smaller, **_parts).map(lambda terms: disjunction(*terms)),
    )


terms: st.SearchStrategy[Term] = st.recursive(st.one_of(st.just(Always()), atoms), _larger, max_leaves=12)
"""Terms as `terms.py` builds them: flattened, with at least two parts in every `And` and `Or`."""

complete_facts: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {
        **dict.fromkeys(BOOLEANS, st.booleans()),
        **{name: st.one_of(st.integers(-4, 4), st.sampled_from([0.5, -2.5])) for name in NUMBERS},
        **dict.fromkeys(WORDS, _level),
    }
)
facts: st.SearchStrategy[dict[str, Value]] = st.builds(
    lambda known, names: {name: known[name] for name in sorted(names)},
    complete_facts,
    st.sets(st.sampled_from(BOOLEANS + NUMBERS + WORDS)),
)
