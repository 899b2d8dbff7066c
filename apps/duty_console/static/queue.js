// Reports wait in the browser until they have arrived: they outlive a reload, go out by themselves, each under one key.
"use strict";

window.queue = (() => {
  const PREFIX = "report:";
  const AGAIN_MS = 3_000;
  const PATIENCE_MS = 12_000;
  const strip = () => document.getElementById("queue");
  const person = () => strip().dataset.person;
  let pass = null;
  let shown = "";

  // One entry a report: two open pages never write over each other.
  const name = (report) => PREFIX + report.key;
  const save = (report) => localStorage.setItem(name(report), JSON.stringify(report));
  const forget = (report) => localStorage.removeItem(name(report));
  const find = (key) => JSON.parse(localStorage.getItem(PREFIX + key));

  function all() {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))
      .map((key) => JSON.parse(localStorage.getItem(key)))
      .sort((one, other) => one.written - other.written);
  }

  // `at` is the moment of discovery by this device's clock, if that is all that is known of it.
  function add(fields, at) {
    const key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    const report = { key, fields, at, person: person(), written: Date.now(), state: "waiting", detail: "" };
    save(report);
    return report;
  }

  // By the server's clock, as far as this device knows how far its own is off; that may be known only later.
  function discoveredAt(report) {
    const said = Object.fromEntries(report.fields).discovered_at;
    return report.at === null ? said : window.duty.beijing(report.at + window.duty.skew()).replace(" ", "T");
  }

  async function send(report) {
    const body = new FormData();
    for (const [field, value] of report.fields) body.append(field, value);
    body.set("discovered_at", discoveredAt(report));
    body.append("key", report.key);
    body.append("person", report.person);
    const answer = await fetch("/report", { method: "POST", body, signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
    const told = (await answer?.json().catch(() => null)) ?? {};
    if (answer?.ok && told.incident_id) remember(report, told);
    if (answer?.ok && told.incident_id) return { ...report, state: "arrived", incident: told.incident_id, joined: told.reported_by !== report.person };
    // Only the service refuses, and it says why; whatever else goes wrong is tried again under the same key.
    const isRefused = told.detail && answer.status >= 400 && answer.status < 500 && answer.status !== 401;
    return { ...report, state: isRefused ? "refused" : "waiting", detail: told.detail ?? "" };
  }

  async function sendAll() {
    for (const report of all().filter((one) => one.state === "waiting" && one.person === person())) {
      const after = await send(report);
      save(after);
      show();
      if (after.state === "waiting") return;
    }
  }

  // One page sends at a time, where the browser can tell; where it cannot, the key sees to it that one report is one.
  function flush() {
    const once = () => navigator.locks?.request("reports", { ifAvailable: true }, (lock) => lock && sendAll()) ?? sendAll();
    pass ??= once().finally(() => { pass = null; });
    return pass;
  }

  const ownPlace = () => `own:${person()}`;
  const own = () => JSON.parse(localStorage.getItem(ownPlace()) ?? "[]");

  function remember(report, told) {
    const { site, room } = told;
    const what = `${told.name} · ${[site, room].filter(Boolean).join(" ")}（${discoveredAt(report).slice(5, 16).replace("T", " ")} 发现）`;
    localStorage.setItem(ownPlace(), JSON.stringify([{ incident: told.incident_id, what }, ...own()].slice(0, 10)));
    localStorage.setItem(`place:${person()}`, JSON.stringify({ site, room }));
  }

  async function deliver(fields, at = null) {
    const { key } = add(fields, at);
    await flush();
    if (find(key).state === "waiting") await flush(); // the first pass may have begun before it was there
    show();
    return find(key);
  }

  function element(tag, words, classes = "") {
    const made = document.createElement(tag);
    made.textContent = words;
    made.className = classes;
    return made;
  }

  function button(words, act) {
    const made = element("button", words, "button");
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  function line(report) {
    const said = Object.fromEntries(report.fields);
    const what = `${[said.site, said.room].filter(Boolean).join(" ")}（${discoveredAt(report).slice(11, 16)} 发现）`;
    const made = element("article", "", `queued ${report.state}`);
    const words = {
      waiting: `待送出：${what}${report.person === person() ? "" : `，待 ${report.person} 登录后送出`}。${report.detail}`,
      arrived: `已送达：${what}`,
      refused: `没有被接受：${what}。${report.detail}`,
    };
    made.append(element("p", words[report.state]));
    if (report.state === "arrived") {
      made.append(button("查看", () => { forget(report); location.assign(`/?reported=${encodeURIComponent(report.incident)}`); }));
    }
    if (report.state === "refused") {
      made.append(button("修改后重报", () => { window.form.keep(report.fields); forget(report); location.assign("/report"); }));
    }
    if (report.state !== "waiting") made.append(button("收起", () => { forget(report); show(); }));
    return made;
  }

  function show() {
    if (!strip()) return;
    const reports = all();
    const state = JSON.stringify(reports);
    if (state === shown) return;
    shown = state;
    const waiting = reports.filter((one) => one.state === "waiting").length;
    const head = waiting ? [element("p", `${waiting} 份报告存在本机，连接恢复后自动送出，发现时间不变。紧急情况请直接打电话。`, "waiting")] : [];
    strip().replaceChildren(...head, ...reports.map(line));
    strip().hidden = !reports.length;
  }

  function look() {
    if (!strip()) return;
    show();
    flush().then(comeBack);
  }

  async function comeBack() {
    const isOffline = document.getElementById("offline");
    if (isOffline && (await fetch("/health").catch(() => null))?.ok) location.replace("/report");
  }

  addEventListener("storage", show);
  addEventListener("online", look);
  addEventListener("DOMContentLoaded", look);
  setInterval(look, AGAIN_MS);
  // Where the browser allows it (TLS or this machine), a form is there even when the console is not.
  if (window.isSecureContext) navigator.serviceWorker?.register("/worker.js");

  return { deliver, discoveredAt, forget, own };
})();
