"""A headless Chromium, driven by its DevTools protocol: just what test-dashboard needs."""
import base64
import json
import pathlib
import shutil
import subprocess
import tempfile
import time
import urllib.request

import websocket


def program():
    """Where Chromium is; None where there is none."""
    return next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)


class Browser:
    """One window. Errors that a page writes to its console are kept in `errors`."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="descent-browser-")
        self.process = subprocess.Popen(
            [program(), "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
             "--remote-allow-origins=*", "--no-first-run", "--disable-dev-shm-usage", "--hide-scrollbars",
             f"--user-data-dir={self.folder}", "about:blank"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        port = pathlib.Path(self.folder, "DevToolsActivePort")
        wait(lambda: port.exists() and port.read_text().count("\n") >= 1, 30, "Chromium to start")
        self.port = port.read_text().split("\n")[0]
        self.errors = []
        self.number = 0
        pages = json.load(urllib.request.urlopen(f"http://127.0.0.1:{self.port}/json"))
        address = next(page["webSocketDebuggerUrl"] for page in pages if page["type"] == "page")
        self.socket = websocket.create_connection(address, timeout=60, max_size=None)
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self.call(f"{domain}.enable")

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def call(self, method, **parameters):
        """A command of the protocol; gives its result."""
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("id") == self.number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]
            self.note(message)

    def note(self, message):
        """Keeps what a page complains of."""
        kind, parameters = message.get("method"), message.get("params", {})
        if kind == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description", details["text"]))
        elif kind == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.errors.append(f"{parameters['entry']['text']} {parameters['entry'].get('url', '')}")
        elif kind == "Runtime.consoleAPICalled" and parameters["type"] in ("error", "assert"):
            self.errors.append(json.dumps(parameters["args"]))

    def open(self, address):
        self.call("Page.navigate", url=address)
        self.until("document.readyState === 'complete'", 30)

    def size(self, width, height, is_phone=False, is_dark=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=is_phone)
        self.call("Emulation.setTouchEmulationEnabled", enabled=is_phone)
        self.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}])

    def value(self, script):
        """What a piece of JavaScript comes to."""
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{script}: {result['exceptionDetails'].get('exception', {}).get('description')}")
        return result["result"].get("value")

    def until(self, script, seconds=20):
        """Waits until a piece of JavaScript is true."""
        wait(lambda: self.value(script), seconds, script)

    def box(self, selector):
        """Left, top, width and height of an element in the window."""
        found = self.value(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); if (!e) return null;"
            " e.scrollIntoView({block: 'center', behavior: 'instant'}); const r = e.getBoundingClientRect();"
            " return [r.left, r.top, r.width, r.height]; })()")
        if not found:
            raise AssertionError(f"the page has no {selector}")
        return found

    def click(self, selector):
        left, top, width, height = self.box(selector)
        self.mouse([(left + width / 2, top + height / 2)])

    def mouse(self, points):
        """Presses the button at the first point, moves through all, lets it go."""
        for index, (x, y) in enumerate(points):
            if index == 0:
                self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
                self.call("Input.dispatchMouseEvent", type="mousePressed", x=x, y=y, button="left", clickCount=1)
            else:
                self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y, button="left", buttons=1)
        x, y = points[-1]
        self.call("Input.dispatchMouseEvent", type="mouseReleased", x=x, y=y, button="left", clickCount=1)

    def touch(self, points):
        """The same with a finger."""
        for index, (x, y) in enumerate(points):
            kind = "touchStart" if index == 0 else "touchMove"
            self.call("Input.dispatchTouchEvent", type=kind, touchPoints=[{"x": x, "y": y}])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def key(self, name, modifiers=0):
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "PageUp": 33, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39,
                 "ArrowDown": 40, "Delete": 46}
        code = codes.get(name, ord(name.upper()[0]))
        text = {"Enter": "\r", " ": " "}.get(name, name if len(name) == 1 else "")
        self.call("Input.dispatchKeyEvent", type="keyDown", key=name, windowsVirtualKeyCode=code, modifiers=modifiers,
                  **({"text": text} if text and not modifiers else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", key=name, windowsVirtualKeyCode=code, modifiers=modifiers)

    def write(self, selector, text):
        """Puts a text into a field as if typed."""
        self.value(f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.focus(); e.select(); }})()")
        self.call("Input.insertText", text=text)
        if not text:
            self.key("Delete")

    def pick(self, selector, value):
        """Chooses from a list."""
        self.value(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.value = {json.dumps(value)};"
            " e.dispatchEvent(new Event('change', {bubbles: true})); })()")

    def picture(self, path, is_whole=False):
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=is_whole)["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))


def wait(is_true, seconds, what):
    """Waits until something holds."""
    end = time.monotonic() + seconds
    while True:
        found = is_true()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s in vain: {what}")
        time.sleep(0.05)
