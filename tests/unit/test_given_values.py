"""A second run of a statement gets the sequence values of the first, and takes none."""

from pgproxy.given_values import GivenValues


def test_values_repeat_in_order_and_go_on_without_the_sequence() -> None:
    given = GivenValues()
    for sequence, value in ((1, 10), (2, 5), (1, 11)):
        assert not given.replaying
        given.note(sequence, value)
    for _ in range(2):
        with given.replayed():
            assert given.replaying
            again = [given.again(1), given.again(1), given.again(2), given.again(1), given.again(3)]
    assert again == [10, 11, 5, 12, 1]
    assert not given.replaying


def test_nothing_is_left_after_clearing() -> None:
    given = GivenValues()
    given.note(1, 10)
    given.clear()
    with given.replayed():
        assert given.again(1) == 1
