"""Who may talk to the studio: this machine's browser, with the address it was given.

The page binds to loopback.  What else could reach it is another page in the same browser (cross
site requests, a host name that resolves to 127.0.0.1) or another user of the machine; so every
request needs the token, an expected Host and, when it names one, an expected Origin.
"""

from __future__ import annotations

import hmac
import json
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LIMIT: Final = 1_000_000  # bytes of a request's body
HEADER: Final = b"x-spanwright-token"
# No script, style or request from elsewhere; no frame around the page.
POLICY: Final = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


class Guard:
    """ASGI middleware: refuses what does not carry the token or does not come from here."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app, self.token, self.port = app, token, port
        self.cookie = f"spanwright-{port}"  # cookies know no ports: two studios must not mix
        self.hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _refuse(send, *refusal)
            return
        await self.app(scope, _limited(receive), self._sealed(scope, send))

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> tuple[int, str] | None:
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if host not in self.hosts:
            return 421, "this is not the address the studio was opened at"
        origin = headers.get(b"origin", b"").decode("latin-1").lower()
        if origin and origin not in {f"http://{name}" for name in self.hosts}:
            return 403, "a request from another page is refused"
        if not self._knows(scope, headers):
            return 401, "open the address that spanwright studio printed: it carries the token"
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > LIMIT:
            return 413, f"a request may hold {LIMIT // 1000} kB"
        return None

    def _knows(self, scope: Scope, headers: dict[bytes, bytes]) -> bool:
        shown = [headers.get(HEADER, b"").decode("latin-1")]
        try:
            jar = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
        except CookieError:
            jar = SimpleCookie()
        if self.cookie in jar:
            shown.append(jar[self.cookie].value)
        if scope["path"] == "/":
            query = parse_qs(scope["query_string"].decode("latin-1"))
            shown += query.get("token", [])
        return any(hmac.compare_digest(one.encode(), self.token.encode()) for one in shown)

    def _sealed(self, scope: Scope, send: Send) -> Send:
        """Adds the headers that keep the page's contents to itself, and the cookie to the page."""

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [
                    *message.get("headers", []),
                    (b"content-security-policy", POLICY.encode()),
                    (b"x-content-type-options", b"nosniff"),
                    (b"referrer-policy", b"no-referrer"),
                    (b"cross-origin-resource-policy", b"same-origin"),
                ]
                if scope["path"] == "/":
                    cookie = f"{self.cookie}={self.token}; Path=/; HttpOnly; SameSite=Strict"
                    headers.append((b"set-cookie", cookie.encode()))
                message = {**message, "headers": headers}
            await send(message)

        return sealed


def _limited(receive: Receive) -> Receive:
    """Bodies without a length (chunked) are counted as they come."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LIMIT:
            return {"type": "http.disconnect"}
        return message

    return limited


async def _refuse(send: Send, status: int, text: str) -> None:
    body: Any = json.dumps({"error": {"message": text}}).encode()
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
