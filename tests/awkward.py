"""Records with every type of letter, symbol and date."""

TITLES = (
    "Η Βουλή των Ελλήνων",
    "Верховна Рада України",
    "الكتاب الأبيض 2023",
    "ממשלת ישראל",
    "国务院 发布",
    "Tŷ ŵyn a'r Gŵyr",
    "A 🏴󠁧󠁢󠁷󠁬󠁳󠁿 flag and a 👩‍👩‍👧 family 😀",
    "R&D < 5 > 3 _a_ *b* [c](d) ![e] `f` <script> &amp; \\\\ | ~~g~~ #1 @h $i$",
    "See https://example.org/a_(b)_[c] now",
)
DATES = (
    *("2023-02-01", "2023-03", "2022", "201X", "19XX", "2021-21", "2020~", "2019?", "2018%"),
    *("2017-02/2018-05", "../2016", "2015-06-03/..", "2011~/2012-03?", "2026-12", "2024-22"),
    *("[..2014]", "[2013-01-05..2013-02-07]", "[summer 2010..2011]", "[2024..]"),
    *("2023-12-01T14:30:00", "2025-10-26T01:30:00", "2023-07-14T10:00:00Z"),
    *("-0043-03-15", "1215-06-15", "Y12345"),
)


def record(titles: tuple[str, ...], dates: tuple[str, ...]) -> str:
    events = "\n".join(
        f"""
  - id: e{n}
    date: "{dates[n % len(dates)]}"
    kind: report
    title: "{title}"
    topics: ["{title}"]
    actors: [a{n}]
    source: {{title: "{title}", publisher: "{title}", url: "https://example.org/a_(b)_{n}"}}
    quotes: [{{text: "{title}", by: a{n}}}, {{text: Two, by: a{n}}}]
    added: 2023-01-01"""
        for n, title in enumerate(titles)
    )
    actors = "\n".join(f'  a{n}: {{name: "{title}"}}' for n, title in enumerate(titles))
    return (
        f'title: "{titles[0]}"\npublisher: {{name: "{titles[5 % len(titles)]}"}}\n'
        f"correct_as_of: 2023-09-08\nurl: https://example.org/ŵ/\nactors:\n{actors}\n"
        f"editions: {{e: {{template: timeline}}, m: {{template: member}}}}\nevents:{events}\n"
    )


RECORDS = {
    "letters": record(TITLES, ("2023-10-01", "2023-04")),
    "dates": record(tuple(f"Event {n}" for n in range(len(DATES))), DATES),
}
