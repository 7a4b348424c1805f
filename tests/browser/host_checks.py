"""Measurements of our pages on a host: sizes of text, distance to the edges of the screen, and
styles of the host that reach our elements.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import django_tweets

if TYPE_CHECKING:
    from playwright.sync_api import Page

_STYLESHEET = Path(django_tweets.__file__).parent / "static/django_tweets/tweets.css"

_CONTROLS = [
    ".tw-nav a",
    ".tw-author",
    ".tw-text a",
    ".tw-actions > a",
    ".tw-actions > button",
    ".tw-popup button",
    ".tw-primary",
    "textarea",
    "select",
    "[type=search]",
]

_SMALL_TEXT = """
() => {
    const isMain = "h1, h2, .tw-text, .tw-name, .tw-nav span, .tw-primary, .tw-button, textarea";
    const found = new Set();
    const root = document.querySelector(".tweets");
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let text; (text = walker.nextNode()); ) {
        const element = text.parentElement;
        if (!text.data.trim()) continue;
        if (element.closest("svg, .tw-hidden, .tw-label, .tw-actions span, script")) continue;
        if (!element.checkVisibility()) continue;
        const size = parseFloat(getComputedStyle(element).fontSize);
        if (size < (element.matches(isMain) ? 14 : 11))
            found.add(`${element.localName}.${element.className}: ${size} px`);
    }
    return [...found];
}
"""

_EDGES = """
(margin) => {
    const found = new Set();
    if (document.documentElement.scrollWidth !== innerWidth)
        found.add(`the page is ${document.documentElement.scrollWidth} px wide`);
    const shown =
        ".tw-avatar, .tw-text, .tw-name, .tw-primary, .tw-quote, :is(.tw-nav, .tw-actions) svg," +
        "h1, textarea";
    for (const element of document.querySelectorAll(`.tweets :is(${shown})`)) {
        const {left, right, width} = element.getBoundingClientRect();
        const isInside = left >= margin && right <= innerWidth - margin;
        if (width > 1 && element.checkVisibility() && !isInside)
            found.add(`${element.localName}.${element.getAttribute("class")}: ${left} to ${right}`);
    }
    return [...found];
}
"""

_LEAKS = """
(customProperties) => {
    // What comes from the page around us is the same in both measurements: inherited properties,
    // the host's custom properties that our stylesheet reads, and the width.
    const inherited = `
        -webkit-font-smoothing -webkit-locale -webkit-tap-highlight-color -webkit-text-security
        accent-color border-collapse border-spacing caption-side caret-color color color-scheme
        cursor direction empty-cells fill font-family font-feature-settings font-kerning
        font-size font-style font-variant-caps font-variant-ligatures font-variant-numeric
        font-variation-settings font-weight hyphens letter-spacing line-height list-style-image
        list-style-position list-style-type orphans overflow-wrap quotes stroke tab-size
        text-align text-indent text-rendering text-shadow text-size-adjust text-transform
        text-underline-offset text-underline-position user-select visibility
        white-space-collapse text-wrap-mode text-wrap-style widows word-break word-spacing
    `;
    const root = document.querySelector(".tweets");
    const host = root.parentElement;
    const style = getComputedStyle(host);
    const names = ["width", ...inherited.trim().split(/\\s+/), ...customProperties];
    const kept = names.map((name) => [name, style.getPropertyValue(name)]);
    for (const [name, value] of kept) if (value) host.style.setProperty(name, value);
    const place = {"box-sizing": "content-box", padding: "0", position: "relative"};
    for (const name in place) host.style.setProperty(name, place[name]);

    // One element of each kind, by the classes of itself and of the element around it.
    const probes = new Map();
    const name = (element) => `${element.localName}.${element.getAttribute("class") ?? ""}`;
    for (const element of root.querySelectorAll("*")) {
        if (element.closest("symbol, script, link")) continue;
        const key = `${name(element.parentElement)} > ${name(element)} ${element.type ?? ""}`;
        if (!probes.has(key)) probes.set(key, element);
    }
    const isIgnored = (property) =>
        property.startsWith("--") || property === "aspect-ratio"; // which the picture has
    const drawn = ["display", "fill", "font-size", "opacity", "stroke", "stroke-width"];
    const measure = () => {
        const found = new Map();
        const keep = (key, element, pseudo, properties) => {
            const style = getComputedStyle(element, pseudo);
            for (const property of properties ?? style)
                if (!isIgnored(property))
                    found.set(`${key}${pseudo} {${property}}`, style.getPropertyValue(property));
        };
        for (const [key, element] of probes) {
            const isDrawn = element.closest("svg *"); // other properties have no effect there
            keep(key, element, "", isDrawn ? drawn : null);
            if (isDrawn) continue;
            for (const pseudo of ["::before", "::after"]) {
                const isEmpty = getComputedStyle(element, pseudo).content === "none";
                keep(key, element, pseudo, isEmpty ? ["content"] : null);
            }
            if (element.matches("li, summary")) keep(key, element, "::marker");
            if (element.matches("input, textarea")) keep(key, element, "::placeholder");
        }
        return found;
    };
    const sheets = [...document.styleSheets];
    const ofHost = sheets.filter((sheet) => !sheet.href?.includes("django_tweets"));
    const before = measure();
    for (const sheet of ofHost) sheet.disabled = true;
    const after = measure();
    for (const sheet of ofHost) sheet.disabled = false;
    const leaks = [...before].filter(([key, value]) => after.get(key) !== value);
    return {
        probes: probes.size,
        leaks: leaks.map(([key, value]) => `${key}: ${value}, not ${after.get(key)}`),
    };
}
"""


def small_text(page: Page) -> list[str]:
    """Return elements with text under 11 px, and names, text and headings under 14 px."""
    found: list[str] = page.evaluate(_SMALL_TEXT)
    return found


def beyond_edges(page: Page, margin: int) -> list[str]:
    """Return elements nearer than margin to an edge of the screen, and a page that is too wide."""
    found: list[str] = page.evaluate(_EDGES, margin)
    return found


def leaks(page: Page) -> list[str]:
    """Return styles of our elements that change if the host's stylesheets are switched off."""
    _hover_and_focus(page)
    read = set(re.findall(r"var\((--(?!tweets-)[\w-]+)", _STYLESHEET.read_text()))
    result = page.evaluate(_LEAKS, sorted(read))
    assert result["probes"] > 60
    found: list[str] = result["leaks"]
    return found


def _hover_and_focus(page: Page) -> None:
    """Have controls in the states that a host's `a:hover` and `input:focus` are for."""
    page.evaluate("document.documentElement.style.setProperty('--tweets-duration', '0s')")
    page.locator(".tweets [data-action=more]").first.click()
    page.locator(".tw-popup button").first.wait_for()
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    for selector in _CONTROLS:
        query = {"nodeId": root, "selector": f".tweets {selector}"}
        node = session.send("DOM.querySelector", query)["nodeId"]
        assert node, selector
        states = {"nodeId": node, "forcedPseudoClasses": ["hover", "focus", "active"]}
        session.send("CSS.forcePseudoState", states)
