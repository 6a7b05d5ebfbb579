"""textstat: the seven measures of readability that the detector computes."""

import textstat
from timing import report

MEASURES = (
    textstat.flesch_reading_ease,
    textstat.flesch_kincaid_grade,
    textstat.gunning_fog,
    textstat.smog_index,
    textstat.automated_readability_index,
    textstat.coleman_liau_index,
    textstat.dale_chall_readability_score,
)

report(lambda texts: [{one.__name__: one(text) for one in MEASURES} for text in texts])
