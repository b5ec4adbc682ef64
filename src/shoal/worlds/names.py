"""Made-up names of companies and people, and the trades they are in."""

import numpy as np
from numpy.typing import NDArray

FIRST_WORDS = (
    *("Alder", "Almond", "Aspen", "Barley", "Basalt", "Beacon", "Bramble", "Bluebell", "Cedar"),
    *("Clover", "Copper", "Coral", "Crescent", "Dune", "Fennel", "Fern", "Flint", "Foxglove"),
    *("Garnet", "Granite", "Harvest", "Hazel", "Heron", "Ivory", "Juniper", "Kelp", "Larch"),
    *("Linden", "Maple", "Marble", "Meadow", "Mulberry", "Nettle", "Oriole", "Pebble", "Plover"),
    *("Quarry", "Rowan", "Saffron", "Sorrel", "Swift", "Thistle", "Umber", "Violet", "Wren"),
)
SECOND_WORDS = (
    *("Analytics", "Apparel", "Bakeries", "Bikes", "Books", "Ceramics", "Clinics", "Components"),
    *("Couriers", "Dental", "Design", "Energy", "Fabrics", "Finance", "Foods", "Freight"),
    *("Furniture", "Gardens", "Glass", "Homes", "Hotels", "Instruments", "Insurance", "Learning"),
    *("Lighting", "Media", "Optics", "Packaging", "Pharmacy", "Printing", "Radio", "Sensors"),
    *("Shipping", "Software", "Studios", "Tools", "Travel", "Ventures"),
)
MANAGERS = (
    *("Ines Okafor", "Mats Lindqvist", "Priti Rao", "Joel Amsel"),
    *("Carla Mendes", "Tomasz Wilk", "Hana Sato", "Ruth Bellamy"),
)
INDUSTRIES = ("Education", "Finance", "Healthcare", "Logistics", "Manufacturing", "Media", "Retail")


def company_names(rng: np.random.Generator, n_accounts: int) -> NDArray[np.object_]:
    """Return `n_accounts` different company names, shape (n_accounts,).

    Once all pairs of words are used up a number is added.

    >>> names = company_names(np.random.default_rng(0), 2000)
    >>> len(set(names))
    2000
    """
    n_pairs = len(FIRST_WORDS) * len(SECOND_WORDS)
    pairs = rng.permutation(n_pairs)
    names = [_company_name(int(pairs[i % n_pairs]), i // n_pairs) for i in range(n_accounts)]
    return np.array(names, dtype=object)


def account_ids(n_accounts: int) -> NDArray[np.object_]:
    """Return ids of equal width, shape (n_accounts,).

    >>> account_ids(2).tolist()
    ['A-0001', 'A-0002']
    """
    width = max(4, len(str(n_accounts)))
    return np.array([f"A-{i + 1:0{width}d}" for i in range(n_accounts)], dtype=object)


def pick(rng: np.random.Generator, words: tuple[str, ...], n: int) -> NDArray[np.object_]:
    """Draw `n` of `words` with replacement, as an object array of str."""
    return np.array(words, dtype=object)[rng.integers(len(words), size=n)]


def _company_name(pair: int, round_: int) -> str:
    first, second = divmod(pair, len(SECOND_WORDS))
    name = f"{FIRST_WORDS[first]} {SECOND_WORDS[second]}"
    return f"{name} {round_ + 1}" if round_ else name
