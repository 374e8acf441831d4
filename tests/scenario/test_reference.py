"""The reference of the format names everything that can be written, and everything found wrong."""

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from app.scenario import condition, parts, script
from app.scenario.stock import StockLines
from app.vocabulary import Temperament
from tests.scenario.talking import STOCK

REFERENCE = Path("docs/scenarios.md").read_text("utf-8")
MODELS = {
    model.__name__: model
    for module in (condition, parts, script)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, BaseModel)
}


@pytest.mark.parametrize("name", sorted(MODELS))
def test_every_field_is_in_the_reference(name: str) -> None:
    for field_name, field in MODELS[name].model_fields.items():
        assert f"`{field.alias or field_name}" in REFERENCE, field_name


def test_every_code_is_in_the_reference() -> None:
    sources = [*Path("app/scenario").glob("*.py"), Path("app/commands/buyer.py")]
    codes = {code for path in sources for code in re.findall(r'"(S\d{3})"', path.read_text())}
    assert codes == set(re.findall(r"^\| (S\d{3}) \|", REFERENCE, re.MULTILINE))


def test_every_temperament_has_its_manner_and_its_place() -> None:
    assert isinstance(STOCK, StockLines)
    for temperament in Temperament:
        assert temperament in STOCK.manners
        assert f"`{temperament}`" in REFERENCE
