"""`briefing add` can ask about every field of an event."""

from briefing.capture.questions import BY_KEY
from briefing.record.model import Event


def test_there_is_a_question_about_every_field() -> None:
    fields = {field.alias or name for name, field in Event.model_fields.items()}
    # The day on which an event is added is always filled in, a new event has no former ids, and
    # pictures are added in the file.
    assert fields - BY_KEY.keys() == {"added", "formerly", "picture"}
