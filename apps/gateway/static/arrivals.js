// Candidates are signed in also without a connection: each stays on this phone until the gateway has taken it, or the
// person puts it away. What is kept, and for how long: docs/adr/0031.
"use strict";

(() => {
  const PREFIX = "arrival:";
  const A_WEEK = 7 * 24 * 3_600_000;
  const AGAIN_MS = 10_000;
  const PATIENCE_MS = 12_000;
  const WORTH_SAYING_MS = 60_000;
  const DOUBLE_TAP_MS = 400;

  const page = document.getElementById("unsent");
  const strip = document.getElementById("kept");
  const live = document.getElementById("live");
  const here = page?.dataset.session ?? "";
  const holder = page?.dataset.holder ?? "";
  const refusals = new Map(); // of this page: after a reload it is tried again
  let skew = Infinity;
  let trouble = "";
  let pass = null;

  // ---- what is kept: an application's number, a time, a key, and for whom; one entry each

  const place = (one) => `${PREFIX}${one.session}:${one.application}`;
  const all = () => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)).map((name) => {
    const [session, application] = name.slice(PREFIX.length).split(":");
    return { session, application, ...JSON.parse(localStorage.getItem(name)) };
  }).sort((one, other) => one.at - other.at);
  const forget = (one) => localStorage.removeItem(place(one));
  const ofThisPage = () => all().filter((one) => one.session === here);
  const keep = (one) => {
    const { at, key, offline } = one;
    try {
      localStorage.setItem(place(one), JSON.stringify({ at, key, offline, holder }));
    } catch {
      return false; // a browser that keeps nothing sends the form as it is
    }
    return true;
  };

  // ---- the time of the system, as far as this phone knows how far its own is off; the way here only makes it later

  const listen = () => {
    const told = live.querySelector("[data-now]");
    if (told) skew = Math.min(skew, Date.now() - Date.parse(told.dataset.now));
  };
  const CLOCK = { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false };
  const clock = (at) => new Date(at).toLocaleTimeString("zh-CN", CLOCK);
  const moment = (at) => new Date(at).toLocaleString("zh-CN", { ...CLOCK, month: "long", day: "numeric" });

  // ---- sending

  const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
  const inWords = (found) => found.querySelector("main > .refusal:not([hidden])")?.textContent ?? page.dataset.unclear;

  const asked = async (address, options) => {
    try {
      const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
      const found = await parsed(answer);
      trouble = answer.status >= 500 || answer.status === 429 ? inWords(found) : "";
      if (new URL(answer.url).pathname.startsWith("/sign-in")) trouble = page.dataset.ended;
      return { answer, found };
    } catch {
      trouble = page.dataset.cut;
      return null;
    }
  };

  const send = async (one) => {
    const body = new URLSearchParams({
      seat: rowOf(one)?.dataset.seat ?? 0,
      key: one.key,
      admitted_at: new Date(one.at).toISOString(),
      offline: one.offline,
      holder: one.holder,
    });
    const told = await asked(`${location.pathname}/${encodeURIComponent(one.application)}`, { method: "POST", body });
    if (trouble) return;
    if (told.answer.ok) {
      forget(one);
      say(told.found.querySelector("main > .said")?.textContent ?? "");
    } else {
      refusals.set(one.application, inWords(told.found));
    }
    renew(told.found);
  };

  const sendAll = async () => {
    for (const one of ofThisPage().filter((entry) => entry.holder === holder && !refusals.has(entry.application))) {
      await send(one);
      mark();
      if (trouble) return;
    }
  };
  const flush = () => {
    pass ??= sendAll().finally(() => { pass = null; });
    return pass;
  };
  // After a time without a connection it is asked first whether anybody is still signed in here.
  const again = async () => {
    if (document.hidden || pass || !ofThisPage().length) return;
    const told = await asked(location.pathname, {});
    if (told && !trouble) renew(told.found);
    if (!trouble) await flush();
    mark();
  };

  // ---- showing

  const rowOf = (one) => live.querySelector(`[data-application="${CSS.escape(one.application)}"]`);
  const renew = (found) => {
    const fresh = found.getElementById("live");
    if (fresh) live.replaceChildren(...fresh.childNodes);
  };
  const say = (words) => {
    const line = document.createElement("li");
    line.textContent = words;
    const told = document.getElementById("told");
    told.append(line);
    while (told.children.length > 5) told.firstChild.remove();
  };

  const lineOf = (one) => {
    const line = document.createElement("li");
    const row = rowOf(one);
    const who = row?.querySelector("span").cloneNode(true) ?? document.createElement("span");
    if (!row) who.textContent = one.application;
    const stands = document.createElement("span");
    stands.className = "quiet";
    const why = one.holder === holder ? refusals.get(one.application) : page.dataset.others;
    stands.textContent = `${clock(one.at)} 签到。${why ?? "待上传"}`;
    line.append(who, stands);
    if (why) {
      const away = document.createElement("button");
      away.type = "button";
      away.className = "button";
      away.textContent = "不再上传";
      away.addEventListener("click", () => { forget(one); refusals.delete(one.application); mark(); });
      line.append(away);
    }
    return line;
  };

  const mark = () => {
    listen();
    const kept = ofThisPage();
    const isHere = new Set(kept.map((one) => one.application));
    const missing = document.getElementById("missing");
    let left = missing.dataset.count;
    for (const row of missing.querySelectorAll("[data-application]")) {
      row.hidden = isHere.has(row.dataset.application);
      left -= row.hidden && !refusals.has(row.dataset.application);
    }
    missing.previousElementSibling.textContent = `未到（${left} 人）`;
    live.querySelector(".counts div:last-child dd").textContent = left;
    page.hidden = !kept.length;
    page.querySelector("h2").textContent = `未上传 ${kept.length} 条`;
    page.querySelector("p").textContent = kept.length ? trouble : "";
    page.querySelector("ul").replaceChildren(...kept.map(lineOf));
    page.querySelector("a").hidden = trouble !== page.dataset.ended;
    const off = document.getElementById("phone-clock");
    off.hidden = Math.abs(skew) < WORTH_SAYING_MS;
    off.textContent = `本机时钟 ${moment(Date.now())}，系统时间 ${moment(Date.now() - skew)}。签到按系统时间记录。`;
    showStrip();
  };

  const showStrip = () => {
    const elsewhere = all().filter((one) => one.session !== here);
    strip.hidden = !elsewhere.length;
    if (!elsewhere.length) return;
    const link = strip.querySelector("a");
    link.href = strip.dataset.at.replace("SESSION", encodeURIComponent(elsewhere[0].session));
    link.textContent = `未上传 ${elsewhere.length} 条签到，打开签到页上传`;
  };

  // The second tap of two must not fall on the row that moved up.
  const holdStill = () => {
    for (const button of live.querySelectorAll("button")) button.disabled = true;
    setTimeout(() => {
      for (const button of live.querySelectorAll("button")) button.disabled = false;
    }, DOUBLE_TAP_MS);
  };

  // ---- what people do

  const admit = (application) => {
    const [session, key] = [here, crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`];
    const known = ofThisPage().find((one) => one.application === application);
    if (known) return true;
    const offline = !navigator.onLine || trouble === page.dataset.cut;
    if (!keep({ session, application, at: Date.now() - skew, key, offline })) return false;
    mark();
    holdStill();
    flush().then(() => (ofThisPage().some((one) => one.key === key) && !trouble ? flush() : null)).then(mark);
    return true;
  };

  const onSubmit = (event) => {
    const form = event.target;
    if (form.matches("#missing form")) {
      if (admit(form.closest("li").dataset.application)) event.preventDefault();
    } else if (form.id === "by-number") {
      const field = form.elements.ticket_number;
      const typed = field.value.normalize("NFKC").replace(/\s+/g, "");
      const row = typed && live.querySelector(`[data-ticket="${CSS.escape(typed)}"]`);
      if (row && !admit(row.dataset.application)) return;
      if (!row) say(page.dataset.unknown);
      event.preventDefault();
      field.value = "";
      field.focus();
    }
  };

  // Signing out takes what is kept away, so it is said first.
  const onSignOut = (event) => {
    if (!event.target.matches("[action$='/sign-out']") || !all().length) return;
    if (event.target.dataset.sure) {
      all().forEach(forget);
      return;
    }
    event.preventDefault();
    event.target.dataset.sure = "yes";
    const warning = document.getElementById("leaving");
    warning.hidden = false;
    warning.textContent = `还有 ${all().length} 条签到没有上传，退出后本机不再保留。请先上传；确要退出，请再按一次“退出”。`;
  };

  if (!strip) return;
  all().filter((one) => Date.now() - one.at > A_WEEK).forEach(forget);
  document.addEventListener("submit", onSignOut);
  showStrip();
  if (!page) return;
  document.getElementById("offline").remove(); // here it goes on
  document.addEventListener("submit", onSubmit);
  new MutationObserver(() => { mark(); holdStill(); }).observe(live, { childList: true });
  window.addEventListener("storage", mark);
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  setInterval(again, AGAIN_MS);
  mark();
  again();
})();
