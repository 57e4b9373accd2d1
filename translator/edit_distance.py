"""How far two names are from each other: what hints at other names go by."""


def edit_distance(one: str, two: str) -> int:
    """Levenshtein's edit distance."""
    previous = list(range(len(two) + 1))
    for row, left in enumerate(one, start=1):
        current = [row]
        for place, right in enumerate(two, start=1):
            current.append(min(previous[place] + 1, current[-1] + 1, previous[place - 1] + (left != right)))
        previous = current
    return previous[-1]
