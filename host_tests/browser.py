"""Drives Chromium without a window, so that tests see a page as a person does.

    with Browser() as browser:
        page = browser.open(path, width=390, dark=True)
        page.problems()      console errors, exceptions, resources that did not load
        page.foreign()       requests to anything but the page's own files
        page.faint()         texts below 4.5:1, computed from the page as it stands
        page.overflow_px()   by how much the page is wider than the window
        page.evaluate("document.title"), page.wait("window.ready"), page.shoot("light.png")

Speaks the DevTools protocol over a pipe: no port, no package, no network.
"""

import base64
import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--no-first-run",
    "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
    "--disable-component-update", "--disable-default-apps", "--disable-extensions",
    "--disable-sync", "--force-color-profile=srgb", "--font-render-hinting=none",
    "--hide-scrollbars", "--mute-audio", "--metrics-recording-only",
)  # fmt: skip
PATIENCE_s = 60.0
OWN = ("file:", "data:", "blob:", "about:")  # nothing of these leaves the machine

# Every visible text with its colour on what is painted below it; WCAG 2.2, 1.4.3.
FAINT = Path(__file__).with_name("contrast.js").read_text()


class Missing(Exception):
    """One sentence: there is no Chromium here."""


class Broken(Exception):
    """The browser refused a command, or said nothing in time."""


def find():
    """Path of a Chromium.  CHROMIUM=PATH names another.  Raises Missing."""
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else NAMES:
        path = shutil.which(name)
        if path:
            return path
    raise Missing(f"{named or 'chromium'} is not here: apt-get install chromium, or CHROMIUM=PATH")


class Browser:
    """One Chromium, closed at the end of the `with`."""

    def __init__(self, path=None):
        self._folder = tempfile.mkdtemp(prefix="browser-")
        command = [path or find(), *FLAGS, f"--user-data-dir={self._folder}", "about:blank"]
        # these four take the descriptors 3 and 4 if nobody has, so that nothing of
        # subprocess's own can be standing there when the child moves its two into place
        theirs, self._out = os.pipe()
        self._in, said = os.pipe()

        def place():
            first, second = os.dup(theirs), os.dup(said)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self._child = subprocess.Popen(
            command, preexec_fn=place, close_fds=False, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs)
        os.close(said)
        self._buffer = b""
        self._number = 0
        self.listeners = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        with contextlib.suppress(Broken, OSError):
            self.ask("Browser.close", patience_s=3.0)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child.pid, signal.SIGKILL)  # the group is the browser's own
        self._child.wait()
        os.close(self._in)
        os.close(self._out)
        shutil.rmtree(self._folder, ignore_errors=True)

    def ask(self, method, session=None, patience_s=PATIENCE_s, **parameters):
        """The result of one command of the protocol."""
        self._number += 1
        number = self._number
        message = {"id": number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        until_s = time.monotonic() + patience_s
        while True:
            answer = self._next(until_s, method)
            if answer.get("id") == number:
                if "error" in answer:
                    raise Broken(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def rest(self, seconds):
        """Take what the browser says on its own for so long."""
        until_s = time.monotonic() + seconds
        with contextlib.suppress(Broken):
            while True:
                self._next(until_s, "rest")

    def _next(self, until_s, method):
        while b"\0" not in self._buffer:
            left_s = until_s - time.monotonic()
            if left_s <= 0 or not select.select([self._in], [], [], left_s)[0]:
                raise Broken(f"{method}: no answer in time")
            part = os.read(self._in, 1 << 20)
            if not part:
                raise Broken(f"{method}: the browser has ended")
            self._buffer += part
        line, _, self._buffer = self._buffer.partition(b"\0")
        message = json.loads(line)
        listener = self.listeners.get(message.get("sessionId"))
        if listener and "method" in message:
            listener(message["method"], message["params"])
        return message

    def open(self, address, width=1280, height=900, dark=False, scale=1.0, motion=False):
        """A Page on a file's path or an address, loaded."""
        if "://" not in str(address):
            address = Path(address).resolve().as_uri()
        page = Page(self, width, height, dark, scale, motion)
        page.go(address)
        return page


class Page:
    """One tab and what it has said so far."""

    def __init__(self, browser, width, height, dark, scale, motion):
        self._browser = browser
        target = browser.ask("Target.createTarget", url="about:blank")["targetId"]
        self._target = target
        self._session = browser.ask("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        browser.listeners[self._session] = self._hear
        self._problems = []
        self.requests = []  # every address asked for
        self._loaded = False
        self.opened_s = None  # from asking for the page to its load event
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        self.resize(width, height, scale)
        self.look(dark, motion)

    def ask(self, method, **parameters):
        return self._browser.ask(method, session=self._session, **parameters)

    def resize(self, width, height, scale=1.0):
        self._width = width
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=scale, mobile=width < 600)  # fmt: skip

    def look(self, dark=False, motion=False, media=""):
        """Light or dark; media="print" shows the page as it is printed."""
        features = [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"},
            {"name": "prefers-reduced-motion", "value": "no-preference" if motion else "reduce"},
        ]
        self.ask("Emulation.setEmulatedMedia", media=media, features=features)

    def go(self, address):
        self._loaded = False
        self._document = address
        began_s = time.monotonic()
        self.ask("Page.navigate", url=address)
        while not self._loaded:
            if time.monotonic() - began_s > PATIENCE_s:
                raise Broken(f"{address}: not loaded in {PATIENCE_s:g} s")
            self._browser.rest(0.01)
        self.opened_s = time.monotonic() - began_s

    def _hear(self, method, told):
        if method == "Page.loadEventFired":
            self._loaded = True
        elif method == "Runtime.exceptionThrown":
            details = told["exceptionDetails"]
            shown = details.get("exception", {}).get("description") or details["text"]
            self._problems.append(f"exception: {shown}")
        elif method == "Runtime.consoleAPICalled" and told["type"] in ("error", "assert"):
            words = [str(a.get("value", a.get("description", ""))) for a in told["args"]]
            self._problems.append(f"console: {' '.join(words)}")
        elif method == "Log.entryAdded" and told["entry"]["level"] == "error":
            self._problems.append(f"log: {told['entry']['text']} {told['entry'].get('url', '')}")
        elif method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif method == "Network.loadingFailed" and not told.get("canceled"):
            self._problems.append(f"not loaded: {told['errorText']}")
        elif method == "Network.responseReceived" and told["response"]["status"] >= 400:
            self._problems.append(f"{told['response']['status']}: {told['response']['url']}")

    def problems(self, settle_s=0.1):
        """Everything that went wrong so far, as sentences."""
        self._browser.rest(settle_s)
        return list(self._problems)

    def foreign(self, own=()):
        """Requests that left the machine.  own: beginnings of addresses that are the page's."""
        allowed = (*OWN, *own)
        return [url for url in self.requests if not url.startswith(allowed)]

    def evaluate(self, expression):
        """The value of JavaScript, as JSON carries it; a promise is waited for."""
        answer = self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise Broken(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def wait(self, expression, patience_s=PATIENCE_s):
        """Until JavaScript is true."""
        until_s = time.monotonic() + patience_s
        while not self.evaluate(f"Boolean({expression})"):
            if time.monotonic() > until_s:
                raise Broken(f"{expression}: not true in {patience_s:g} s")
            self._browser.rest(0.03)

    def press(self, key):
        """A key by its DOM name: Tab, ArrowRight, Enter, a."""
        text = {"text": "\r" if key == "Enter" else key} if len(key) == 1 or key == "Enter" else {}
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, "End": 35, "Home": 36, "ArrowLeft": 37,
                 "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}  # fmt: skip
        code = codes.get(key, ord(key.upper()) if len(key) == 1 else 0)
        for kind in ("keyDown", "keyUp"):
            more = text if kind == "keyDown" else {}
            self.ask("Input.dispatchKeyEvent", type=kind, key=key, code=key,
                     windowsVirtualKeyCode=code, **more)  # fmt: skip

    def point(self, x, y, click=False):
        """Move the mouse there, and perhaps click."""
        self.ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased") if click else ():
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def shoot(self, path, full=True):
        """A PNG of the whole page, or of the window."""
        shot = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=full)
        Path(path).write_bytes(base64.b64decode(shot["data"]))

    def overflow_px(self):
        """How far the page can be scrolled sideways; 0 is good."""
        return self.evaluate(
            "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
        ) - self._width

    def faint(self, least=4.5):
        """[{text, ratio, ink, paper, where}] of the texts below `least` to 1."""
        return self.evaluate(f"({FAINT})({least})")

    def close(self):
        self._browser.ask("Target.closeTarget", targetId=self._target)
        self._browser.listeners.pop(self._session, None)
