// Comfort only: every page works without it.
"use strict";

// One command a click: the button waits, and is there again when the page comes back from the history.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-busy");
  }
});

// Whoever comes back from a refusal is at the first field that it is about.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[aria-invalid=true]")?.focus();
});

// Without a connection nothing is sent; it is said before anybody tries.
const tell = () => {
  const line = document.getElementById("offline");
  if (line) line.hidden = navigator.onLine;
};
window.addEventListener("offline", tell);
window.addEventListener("online", tell);

// What renews itself stays as it was while nobody answers, and says so. Nobody looks at a hidden page: it asks nothing.
const live = document.getElementById("live");
const renew = async () => {
  if (document.hidden) return;
  let fresh = null;
  try {
    const answer = await fetch(live.dataset.at || location.href, { headers: { "X-Renewal": "yes" }, redirect: "error" });
    fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
  } catch {
    // no connection, or the session has ended
  }
  document.getElementById("stale").hidden = fresh !== null;
  if (!fresh) return;
  const focused = live.contains(document.activeElement) ? document.activeElement.id : "";
  const folds = [...live.querySelectorAll("details[id]")].map((one) => [one.id, one.open]);
  live.replaceChildren(...fresh.childNodes);
  for (const [id, open] of folds) document.getElementById(id)?.toggleAttribute("open", open);
  if (focused) document.getElementById(focused)?.focus();
  if (fresh.dataset.every === "0") clearInterval(renewing);
};
const renewing = live && live.dataset.every !== "0" && setInterval(renew, 1000 * live.dataset.every);

// A reader of identity cards types as a keyboard: an input method that is on would garble what it types.
for (const field of document.querySelectorAll("[data-reader]")) {
  field.addEventListener("compositionstart", () => {
    document.getElementById(field.dataset.reader).hidden = false;
  });
}
