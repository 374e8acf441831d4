"""The rubric can be read before play, and says all that scores."""

from dataclasses import replace

import pytest

from app.coaching.rubric import published
from app.coaching.rules import RULES
from app.vocabulary import Language, Part, Rubric
from tests.coaching.talks import bakery


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rubric", list(Rubric))
def test_everything_that_scores_is_published(rubric: Rubric, language: Language) -> None:
    script = bakery().script.model_copy(update={"rubric": rubric, "weights": {Part.VALUE: 30}})
    told = published(replace(bakery(), script=script), language)
    assert [part.part for part in told.parts] == list(Part)
    assert sum(part.out_of for part in told.parts) == pytest.approx(100, abs=0.5)
    assert all(part.name and part.about and all(part.gains) for part in told.parts)
    assert all(all(part.losses) for part in told.parts)
    shown = sum(len(part.gains) + len(part.losses) for part in told.parts)
    assert len(RULES) - 4 <= shown < len(RULES)
    assert told.text
