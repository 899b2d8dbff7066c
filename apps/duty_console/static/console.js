// What the screen does by itself, also while nobody answers: countdowns, the red bar, the alarm, the keys.
"use strict";

window.duty = (() => {
  const SILENT_MS = 4200; // the feed beats every two seconds; red must come within five
  const MUTE_MS = 120_000;
  const MOST_UNREACHED = 3;
  const RING_EVERY_MS = 6_000;
  let heardAt = performance.now();
  // The server's clock counts: this device's may be wrong, and is known to be so also when the server is away.
  let skew = Number(localStorage.getItem("skew") ?? 0);
  let wrong = "";
  let over = false;
  let rungAt = -Infinity;
  let audio = null;
  let focused = null;

  const now = () => Date.now() + skew;
  const kept = (name) => JSON.parse(sessionStorage.getItem(name) ?? "null");
  const keep = (name, value) => sessionStorage.setItem(name, JSON.stringify(value));
  const two = (number) => String(number).padStart(2, "0");

  function write(element, words) {
    if (element.textContent !== words) element.textContent = words;
  }

  function inWords(seconds) {
    const rest = Math.abs(seconds);
    const hours = Math.floor(rest / 3600);
    const clock = `${two(Math.floor((rest % 3600) / 60))}:${two(rest % 60)}`;
    return hours ? `${hours}:${clock}` : clock;
  }

  function beijing(moment) {
    return new Intl.DateTimeFormat("sv-SE", {
      timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", second: "2-digit",
    }).format(moment);
  }

  function countDown() {
    for (const element of document.querySelectorAll("[data-due]")) {
      const due = element.dataset.due;
      const left = due ? Math.ceil((Date.parse(due) - now()) / 1000) : null;
      write(element, left === null ? "" : left > 0 ? inWords(left) : `超时 ${inWords(left)}`);
      element.classList.toggle("soon", left !== null && left > 0 && left <= 120);
      element.classList.toggle("late", left !== null && left <= 0);
    }
    for (const element of document.querySelectorAll("[data-clock]")) write(element, beijing(now()).slice(11));
  }

  function watchTheConnection() {
    const bar = document.getElementById("bar");
    if (!bar) return;
    const silent = performance.now() - heardAt > SILENT_MS;
    const what = wrong || (silent ? "与值班台服务器的连接已中断" : "");
    const since = beijing(now() - (performance.now() - heardAt)).slice(11);
    const words = what && `${what}。画面停在 ${since}，正在自动重连；紧急情况请直接打电话。`;
    if (over) askToSignIn(bar);
    else write(bar, words);
    bar.hidden = !what && !over;
    document.body.classList.toggle("cut-off", Boolean(what) || over);
  }

  function askToSignIn(bar) {
    if (bar.querySelector("a")) return;
    const link = document.createElement("a");
    link.href = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = "请重新登录";
    bar.replaceChildren("登录已过期，画面不再更新：", link);
  }

  async function signOut() {
    const answer = await fetch("/sign-out", { method: "POST" }).catch(() => null);
    if (answer) location.assign(answer.status === 503 ? "/sign-in?still=true" : "/sign-in");
  }

  // A page that NiceGUI does not draw hears the feed by itself.
  function listen() {
    if (!("live" in document.body.dataset)) return;
    const feed = new EventSource("/live");
    feed.addEventListener("beat", ({ data }) => window.duty.beat(JSON.parse(data)));
    feed.addEventListener("lost", ({ data }) => window.duty.lost(JSON.parse(data)));
    feed.addEventListener("expired", () => { feed.close(); window.duty.expired(); });
    feed.addEventListener("notice", ({ data }) => window.duty.notice(JSON.parse(data)));
    feed.addEventListener("unreached", ({ data }) => showUnreached(JSON.parse(data)));
    feed.addEventListener("open", ({ data }) => data && showOpen(JSON.parse(data)));
    feed.addEventListener("error", async () => {
      if (feed.readyState !== EventSource.CLOSED) return; // it tries again by itself
      const answer = await fetch("/live", { method: "HEAD" }).catch(() => null);
      if (answer?.status === 401) window.duty.expired();
      else setTimeout(listen, 1000);
    });
  }

  let unreached = "[]";
  function showUnreached(incidents) {
    if (JSON.stringify(incidents) === unreached) return;
    unreached = JSON.stringify(incidents);
    const box = document.getElementById("unreached");
    box.hidden = !incidents.length;
    const head = document.createElement("strong");
    head.textContent = `${incidents.length} 起事件没有人收到通知，请立即打电话`;
    const links = incidents.slice(0, MOST_UNREACHED).map((one) => {
      const line = document.createElement("a");
      line.href = `/?reported=${encodeURIComponent(one.incident_id)}`;
      line.textContent = `${one.words}（${beijing(Date.parse(one.since)).slice(11, 16)} 起）`;
      return line;
    });
    box.replaceChildren(head, ...links);
    if (incidents.length > MOST_UNREACHED) box.append(`另有 ${incidents.length - MOST_UNREACHED} 起，在列表最前`);
  }

  function showOpen({ open, waiting, major }) {
    const link = document.getElementById("waiting");
    write(link, `进行中 ${open} 起 · 无人接手 ${waiting} 起`);
    link.hidden = !open;
    link.classList.toggle("ringing", waiting > 0);
    link.classList.toggle("major", major);
  }

  function tone(at, frequency, seconds) {
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    oscillator.type = "square";
    oscillator.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, at);
    volume.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(at);
    oscillator.stop(at + seconds);
  }

  function ring(major) {
    document.body.dataset.rung = String(Number(document.body.dataset.rung ?? 0) + 1);
    if (audio.state !== "running") return;
    for (let beat = 0; beat < (major ? 6 : 2); beat += 1) {
      tone(audio.currentTime + beat * 0.3, beat % 2 ? 660 : 880, 0.25);
    }
  }

  function alarm() {
    audio ??= new AudioContext();
    const ringing = [...document.querySelectorAll(".row.ringing, .waiting-count.ringing, #unreached:not([hidden]), .notice")];
    const names = ringing.map((element) => element.dataset.incident ?? element.dataset.notice ?? element.id);
    const known = kept("known") ?? [];
    const fresh = ringing.filter((_, place) => !known.includes(names[place]));
    // A new incident is heard, whoever was silenced before; a notice tells of one that is known.
    if (fresh.some((element) => element.matches(".row, .waiting-count, #unreached"))) keep("mute-until", 0);
    if (names.length !== known.length || fresh.length) keep("known", names);
    const muted = (kept("mute-until") ?? 0) - Date.now();
    const button = document.querySelector(".mute");
    if (button) {
      const left = Math.ceil(muted / 1000);
      write(button.firstElementChild, muted > 0 ? `静音 ${inWords(left)}` : "静音");
      button.setAttribute("aria-pressed", String(muted > 0));
    }
    const isDue = ringing.some((element) => element.matches(".row, .waiting-count, #unreached")) && performance.now() - rungAt > RING_EVERY_MS;
    if (muted <= 0 && (fresh.length || isDue)) {
      rungAt = performance.now();
      ring(ringing.some((element) => element.matches(".major, .notice, #unreached")));
    }
    const hint = document.getElementById("unheard");
    if (hint) hint.hidden = audio.state === "running";
    document.title = names.length ? `（${names.length}）值班台` : "值班台";
  }

  function mute() {
    keep("mute-until", (kept("mute-until") ?? 0) > Date.now() ? 0 : Date.now() + MUTE_MS);
  }

  // What had the focus may have been drawn again: give it back.
  function name(element) {
    const { key, incident } = element.dataset ?? {};
    return key ? `[data-key="${key}"]` : incident ? `[data-incident="${incident}"]` : null;
  }

  function giveFocusBack() {
    if (focused && document.activeElement === document.body) document.querySelector(focused)?.focus();
  }

  function beginTyping() {
    const fresh = document.querySelector(".deed form:not([data-begun])");
    if (!fresh) return;
    fresh.dataset.begun = "yes";
    fresh.querySelector("[name]")?.focus();
  }

  function step(by) {
    const rows = [...document.querySelectorAll(".row")].filter((row) => row.offsetParent);
    if (!rows.length) return;
    const at = rows.findIndex((row) => row.getAttribute("aria-pressed") === "true");
    const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
    // Marked at once: the next key may come before the server has answered this one.
    rows[at]?.setAttribute("aria-pressed", "false");
    next.setAttribute("aria-pressed", "true");
    next.focus();
    next.click();
  }

  // Going back on a phone leads from an incident to the list.
  function turnThePage() {
    const isOpened = Boolean(document.querySelector(".watch.opened .back")?.offsetParent);
    if (isOpened && history.state !== "opened") history.pushState("opened", "");
    if (!isOpened && history.state === "opened") history.back();
  }

  function goBack() {
    if (history.state !== "opened") document.querySelector(".watch.opened .back")?.click();
  }

  function press(event) {
    audio?.resume();
    const typing = event.target.closest?.("input, textarea, select");
    if (typing?.form && event.ctrlKey && event.key === "Enter") typing.form.requestSubmit();
    if (typing?.closest(".deed") && event.key === "Escape") { typing.blur(); return; } // from here the keys work again
    if (event.ctrlKey || event.altKey || event.metaKey || (typing && event.key !== "Escape")) return;
    const isSingle = event.key.length === 1; // what a speech or a scanner types by accident too (WCAG 2.1.4)
    if (isSingle && localStorage.getItem("keys") === "off") return;
    const by = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const button = by ? null : document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (by) step(by);
    else if (button && !button.closest(".hidden")) button.click();
    else return;
    event.preventDefault();
  }

  function switchKeys() {
    localStorage.setItem("keys", localStorage.getItem("keys") === "off" ? "on" : "off");
    showKeys();
  }

  function showKeys() {
    const areOff = localStorage.getItem("keys") === "off";
    document.body.classList.toggle("keys-off", areOff);
    const button = document.querySelector("[data-keys]");
    if (button) write(button, areOff ? "打开单键" : "关闭单键");
  }

  addEventListener("DOMContentLoaded", listen);
  addEventListener("popstate", goBack);
  document.addEventListener("keydown", press);
  document.addEventListener("click", (event) => {
    audio?.resume();
    if (event.target.closest(".mute")) mute();
    if (event.target.closest("[data-sign-out]")) signOut();
    if (event.target.closest("[data-keys]")) switchKeys();
  });
  document.addEventListener("focusin", (event) => { focused = name(event.target) ?? null; });
  new MutationObserver(countDown).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-due"],
  });
  new MutationObserver(turnThePage).observe(document, { subtree: true, attributes: true, attributeFilter: ["class"] });
  setInterval(() => { watchTheConnection(); countDown(); alarm(); giveFocusBack(); beginTyping(); showKeys(); }, 250);

  return {
    beat(serverNow) {
      heardAt = performance.now();
      skew = serverNow - Date.now();
      localStorage.setItem("skew", skew);
      wrong = "";
    },
    skew: () => skew,
    unreached: showUnreached,
    lost(what) { wrong = what; },
    expired() { over = true; },
    now, beijing, write,
  };
})();
