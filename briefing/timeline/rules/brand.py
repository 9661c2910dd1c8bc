"""Rules for the brand: what readers can see, and what every page can carry."""

from collections.abc import Iterator

from briefing.timeline import colours, logos
from briefing.timeline.problems import Finding
from briefing.timeline.rules.rule import error
from briefing.timeline.timeline import Timeline


@error
def low_contrast(timeline: Timeline) -> Iterator[Finding]:
    """The accent is dark enough to be read on white paper.

    Links and dates are written in it, so that it needs a contrast of 4.5 to 1 on the paper and on
    its tint: this is what the Web Content Accessibility Guidelines ask (WCAG 2.2, 1.4.3, level AA).
    In the dark the briefings lighten it by themselves.

    Wrong:
        title: Example
        brand: {accent: "#ff9900"}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        brand: {accent: "#9a5b00"}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for where, brand in timeline.brands:
        if not brand.accent:
            continue
        found = colours.least_contrast(brand.accent, colours.LIGHT)
        if found < colours.ENOUGH:
            yield Finding(
                where / "accent",
                f"{brand.accent} on paper has a contrast of {int(found * 10) / 10} to 1, "
                f"and text needs {colours.ENOUGH}",
                f'write "{colours.nearest(brand.accent, colours.LIGHT)}", '
                "the nearest colour with enough contrast",
            )


@error
def unusable_logo(timeline: Timeline) -> Iterator[Finding]:
    """A logo is an SVG or a PNG of at most 100 kB that lies in the folder of the record.

    Every page carries it, so that a page can be handed on as one file. An SVG in it runs no script,
    refers to nothing outside itself, does not move, and has its text as paths: only then is it the
    same on every machine.

    Wrong:
        title: Example
        brand: {logo: a-file-that-is-not-there.svg}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        brand: {name: The Example Society}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for where, brand in timeline.brands:
        if not brand.logo:
            continue
        held = timeline.logos[where.file, brand.logo]
        if isinstance(held, str):
            hint = "write its path, relative to this file"
            yield Finding(where / "logo", f"the logo cannot be used: {held}", hint)
            continue
        fault, hint = logos.fault_in(held)
        brands = (brand, timeline.brand, timeline.publisher)
        if not fault and not any(it and it.name for it in brands):
            fault, hint = "has no text alternative", "add a name to the brand"
        if fault:
            yield Finding(where / "logo", f"the logo {fault}", hint)
