"""Calendars as read by libical (in Evolution, KOrganizer) and ical.js (Thunderbird, Nextcloud)."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from ctypes import CDLL, POINTER, Structure, byref, c_char_p, c_int, c_void_p
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from tools.fetch_from_npm import ICAL_JS

_SCRIPT = """
const ICAL = require(process.argv[1]);
const { calendar, zone, times } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const top = new ICAL.Component(ICAL.parse(calendar));
const found = top.getAllSubcomponents("vtimezone")
  .map((it) => new ICAL.Timezone(it)).find((it) => it.tzid === zone);
const events = top.getAllSubcomponents("vevent").map((it) => new ICAL.Event(it));
console.log(JSON.stringify({
  description: top.getFirstPropertyValue("description"),
  titles: events.map((it) => it.summary),
  addresses: events.map((it) => it.component.getFirstPropertyValue("url")),
  offsets: times.map((it) => found.utcOffset(ICAL.Time.fromDateTimeString(it))),
}));
"""


class _Time(Structure):
    """Libical's `icaltimetype`."""

    _fields_ = [
        *((name, c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", c_int),
        ("is_daylight", c_int),
        ("zone", c_void_p),
    ]


def libical_problems(calendar: bytes) -> list[str]:
    """Return the faults that libical finds in a calendar."""
    library = _libical()
    top = library.icalparser_parse_string(calendar)
    if not top:
        return ["this is no calendar"]
    is_allowed = library.icalrestriction_check(top)
    errors = library.icalcomponent_count_errors(top)
    written = library.icalcomponent_as_ical_string(top).decode()
    library.icalcomponent_free(top)
    problems = [line for line in written.splitlines() if line.startswith("X-LIC-ERROR")]
    return problems or ([] if is_allowed and not errors else ["not allowed by RFC 5545"])


def libical_offsets(calendar: bytes, zone: str, times: Sequence[datetime]) -> list[timedelta]:
    """Return the UTC offsets of a zone in a calendar at local `times`, according to libical."""
    library = _libical()
    top = library.icalparser_parse_string(calendar)
    component = library.icalcomponent_get_timezone(top, zone.encode())
    assert component
    offsets = []
    for time in times:
        local = _Time(*time.timetuple()[:6], 0, 0, None)
        seconds = library.icaltimezone_get_utc_offset(component, byref(local), byref(c_int()))
        offsets.append(timedelta(seconds=seconds))
    library.icalcomponent_free(top)
    return offsets


def ical_js(calendar: bytes, zone: str = "", times: Sequence[datetime] = ()) -> dict[str, Any]:
    """Return the description, titles, web addresses and UTC offsets that ical.js reads."""
    node = shutil.which("node")
    if not node or not ICAL_JS.exists():
        assert not os.environ.get("CI"), "run tools/fetch_from_npm.py"
        pytest.skip("Node.js or ical.js is not there: run tools/fetch_from_npm.py")
    asked = {
        "calendar": calendar.decode(),
        "zone": zone,
        "times": [time.isoformat() for time in times],
    }
    done = subprocess.run(
        [node, "-e", _SCRIPT, str(ICAL_JS)],
        input=json.dumps(asked).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    values: dict[str, Any] = json.loads(done.stdout)
    values["offsets"] = [timedelta(seconds=seconds) for seconds in values["offsets"]]
    return values


@cache
def _libical() -> CDLL:
    library = CDLL("libical.so.3")
    for name, given, made in (
        ("icalparser_parse_string", [c_char_p], c_void_p),
        ("icalrestriction_check", [c_void_p], c_int),
        ("icalcomponent_count_errors", [c_void_p], c_int),
        ("icalcomponent_as_ical_string", [c_void_p], c_char_p),
        ("icalcomponent_free", [c_void_p], None),
        ("icalcomponent_get_timezone", [c_void_p, c_char_p], c_void_p),
        (
            "icaltimezone_get_utc_offset",
            [c_void_p, POINTER(_Time), POINTER(c_int)],
            c_int,
        ),
    ):
        function = getattr(library, name)
        function.argtypes, function.restype = given, made
    return library
