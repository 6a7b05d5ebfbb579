"""What the features of surprisal ask of the machine."""

from __future__ import annotations

from detector.ngrams import association, lexical_statistics
from detector.text.batches import MAX_BATCH_ARTICLES

# OpenBLAS shares a product of so many multiplications between threads.
SHARED_FROM = 1 << 18


def test_no_product_for_a_full_batch_wakes_a_second_thread():
    tables = (association.AMONG, *association.SUM_WEIGHTS, lexical_statistics.TABLE)
    assert max(table.size for table in tables) * MAX_BATCH_ARTICLES <= SHARED_FROM
