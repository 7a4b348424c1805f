"""Run axe-core, the accessibility checker, on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.browser import npm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The slowest rule: as slow as all others together.
CONTRAST = "color-contrast"
# The rules that look at colours and sizes. The others look at the markup.
LOOKS = [CONTRAST, "link-in-text-block", "scrollable-region-focusable", "target-size"]
_RUN = """
async ([root, runOnly, rules]) => {
    // A colour that is still changing is none that anybody reads.
    const ends = (animation) => animation.effect.getComputedTiming().endTime < Infinity;
    await Promise.all(document.getAnimations().filter(ends).map((each) => each.finished));
    const results = await axe.run(root ?? document, {runOnly, rules, resultTypes: ["violations"]});
    return results.violations;
}
"""


def findings(
    page: Page,
    root: str | None = None,
    rules: list[str] | None = None,
    without: Sequence[str] = (),
) -> list[str]:
    """Return the findings of axe on a page, or inside of the selector root, one line each.

    rules: these alone. without: not these.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(npm.read("axe-core", "axe.min.js"))
    chosen = _TAGS if rules is None else {"type": "rule", "values": rules}
    disabled = {rule: {"enabled": False} for rule in without}
    violations = page.evaluate(_RUN, [root, chosen, disabled])
    return [_line(rule, node) for rule in violations for node in rule["nodes"]]


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    reasons = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    where = " ".join(str(selector) for selector in node["target"])
    return f"{rule['id']}: {where}: {reasons[0] if reasons else rule['help']}"
