"""A tab of a browser, driven by WebDriver. Elements are found by their texts, and waited for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    JavascriptException,
    StaleElementReferenceException,
)
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.support.wait import WebDriverWait

if TYPE_CHECKING:
    from collections.abc import Callable

    from selenium.webdriver.remote.webdriver import WebDriver
    from selenium.webdriver.remote.webelement import WebElement

TIMEOUT = 60  # seconds

# Its arguments: a selector, the start of a name or text, and whether only visible elements count.
_FIND = """
const [selector, name, isVisible] = arguments;
const nameOf = (node) => node.ariaLabel || node.labels?.[0]?.textContent || node.textContent;
return [...document.querySelectorAll(selector)].filter((node) =>
    (!isVisible || node.checkVisibility({ visibilityProperty: true })) &&
    nameOf(node).replace(/\\s+/g, " ").trim().startsWith(name));
"""

_RETRIED = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    JavascriptException,  # the page was just being left
    StaleElementReferenceException,
)


class Tab:
    def __init__(self, engine: str, driver: WebDriver, site: str) -> None:
        self.engine = engine
        self.driver = driver
        self.site = site

    def goto(self, path: str) -> None:
        self.driver.get(f"{self.site}{path}")

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what script returns; an element can be an argument."""
        return self.driver.execute_script(script, *arguments)

    def wait(self, condition: Callable[[], Any], message: str = "") -> Any:
        """Return the first true result of condition."""
        return WebDriverWait(self.driver, TIMEOUT, 0.05, _RETRIED).until(
            lambda _: condition(), message
        )

    def all(self, selector: str, name: str = "", *, visible: bool = True) -> list[WebElement]:
        """The elements with that selector, and a label or text that begins with name."""
        return list(self.run(_FIND, selector, name, visible))

    def one(self, selector: str, name: str = "", *, visible: bool = True) -> WebElement:
        """Wait for the first of all()."""
        elements: list[WebElement] = self.wait(
            lambda: self.all(selector, name, visible=visible), f"no {selector} {name!r}"
        )
        return elements[0]

    def wait_for_none(self, selector: str, name: str = "") -> None:
        self.wait(lambda: not self.all(selector, name), f"still {selector} {name!r}")

    def wait_for_text(self, selector: str, text: str) -> None:
        """Wait until the first element has text in its content."""
        self.wait(
            lambda: text in self.run("return arguments[0].textContent", self.one(selector)),
            f"no {text!r} in {selector}",
        )

    def wait_for_count(self, selector: str, count: int) -> None:
        """Wait until so many elements are visible."""
        self.wait(lambda: len(self.all(selector)) == count, f"not {count} {selector}")

    def click(self, selector: str, name: str = "") -> None:
        def click() -> bool:
            element = self.one(selector, name)
            self.run("arguments[0].scrollIntoView({ block: 'center' })", element)
            element.click()
            return True

        self.wait(click, f"can't click {selector} {name!r}")

    def follow(self, selector: str, name: str = "") -> None:
        """Click a link or button that leads to another page, and wait for the page."""
        self.run("window.isLeft = false")
        self.click(selector, name)
        self.wait(
            lambda: self.run("return window.isLeft !== false && document.readyState === 'complete'")
        )

    def fill(self, selector: str, text: str, name: str = "") -> None:
        """Replace the text of a field.

        Not by keys: from those, the driver of WebKitGTK drops characters beyond U+FFFF.
        """
        field = self.one(selector, name)
        self.run("arguments[0].focus(); arguments[0].select()", field)
        self.run("document.execCommand('insertText', false, arguments[0])", text)

    def type(self, *keys: str) -> None:
        """Type into the element that has the focus."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def type_with(self, modifier: str, key: str) -> None:
        """Press key while modifier is held."""
        actions = ActionChains(self.driver).key_down(modifier).send_keys(key).key_up(modifier)
        actions.perform()

    def focused(self) -> WebElement:
        return self.driver.switch_to.active_element
