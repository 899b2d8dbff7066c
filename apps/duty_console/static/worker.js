// Keeps the form at hand for when neither console nor network is there. What is live comes from the console alone.
"use strict";

const SHELL = ["/offline", "/static/console.css", "/static/console.js", "/static/queue.js", "/static/form.js", "/static/photos.js"];
const KEPT = "shell";

const refresh = async () => (await caches.open(KEPT)).addAll(SHELL);

addEventListener("install", (event) => event.waitUntil(refresh().then(() => self.skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).then(
      (answer) => { event.waitUntil(refresh().catch(() => null)); return answer; }, // somebody else may be here now
      () => caches.match("/offline"),
    ));
  } else if (SHELL.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(pathname)));
  }
});
