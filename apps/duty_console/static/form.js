// The form: kept while it is written, handed to the queue when it is sent, cleared only when it is safe.
"use strict";

window.form = (() => {
  const { now, beijing, write } = window.duty;
  const person = () => document.getElementById("queue").dataset.person;
  const draft = () => `draft:${person()}`;
  const report = () => document.getElementById("report");
  const keep = (fields) => localStorage.setItem(draft(), JSON.stringify(fields));
  const BEFORE_ASKING_MS = 400; // while somebody types a place
  const place = () => JSON.parse(localStorage.getItem(`place:${person()}`) ?? "{}");
  let turns = 0;
  let asked = "";
  let asking = 0;
  let touchedAt = null; // "just now" is when somebody began to write, not when it was sent

  function fill() {
    const form = report();
    if (!form || form.dataset.filled) return;
    form.dataset.filled = "yes";
    const kept = JSON.parse(localStorage.getItem(draft()) ?? "[]");
    for (const field of form.elements) {
      const values = kept.filter(([name]) => name && name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.length ? values.includes(field.value) : field.checked;
      else if (values.length && field.value === (field.defaultValue ?? "")) field.value = values[0];
      else if ("now" in field.dataset) field.value ||= beijing(now()).replace(" ", "T");
    }
    if (!kept.length) beginWhereIAm(form);
    form.addEventListener("input", changed);
    form.addEventListener("submit", submit);
    changed();
    showOwn();
  }

  // The own session, if there is one; else the place of the last report from here.
  function beginWhereIAm(form) {
    const own = form.querySelectorAll("#here .mine input");
    if (own.length === 1) own[0].checked = true;
    else if (!own.length) for (const name of ["site", "room"]) form.elements[name].value ||= place()[name] ?? "";
    takePlace(form);
  }

  function takePlace(form) {
    const chosen = form.querySelector("#here input:checked");
    if (!chosen || "elsewhere" in chosen.dataset) return;
    form.elements.site.value = chosen.dataset.site || form.elements.site.value;
    form.elements.room.value = chosen.dataset.room;
    form.elements.batch_id.value = chosen.dataset.batch;
  }

  function changed(event) {
    const form = report();
    if (event) touchedAt ??= Date.now();
    if (event?.target.name === "session_ids") takePlace(form);
    keep([...new FormData(form)]);
    // What is asked only of whoever has chosen "something else" there.
    for (const part of form.querySelectorAll("[data-with]")) {
      part.hidden = form.querySelector(`[name=${part.dataset.with}]:checked`)?.value !== "";
    }
    const isHere = form.querySelector("#here input:checked:not([data-elsewhere])");
    document.getElementById("place").hidden = Boolean(isHere && form.elements.site.value);
    form.elements.discovered_at.required = !form.querySelector("[data-with=ago]").hidden;
    propose();
    clearTimeout(asking);
    asking = setTimeout(offer, BEFORE_ASKING_MS);
  }

  async function propose() {
    const turn = ++turns;
    const data = new FormData(report());
    const asked = new URLSearchParams();
    for (const field of ["kind", "exam_can_go_on", "grave_harm", "rooms_in_disorder"]) {
      if (data.get(field)) asked.set(field, data.get(field));
    }
    const answer = await fetch(`/classification?${asked}`).catch(() => null);
    const told = answer?.ok ? await answer.json() : {};
    if (turn !== turns) return; // an older question may be answered last
    const tier = { major: "重大", general: "一般" }[told.tier];
    write(document.getElementById("proposal"), tier ? `将按${tier}事件处理。依据 ${told.rule}：${told.wording}` : "");
  }

  // The moment of discovery by this device's clock, if that is all that is known of it.
  function discovered(form) {
    const ago = new FormData(form).get("ago");
    return ago === "" ? null : (touchedAt ?? Date.now()) - Number(ago) * 60_000;
  }

  // What somebody else has reported and may be the same; whoever says so joins it, whoever says nothing does not.
  async function offer() {
    const form = report();
    const fields = [...new FormData(form)];
    const told = ["batch_id", "site", "room", "kind", "session_ids", "drill", "ago", "exam_can_go_on", "grave_harm", "rooms_in_disorder"];
    const about = new URLSearchParams(fields.filter(([name, value]) => value && told.includes(name)));
    about.set("discovered_at", window.queue.discoveredAt({ fields, at: discovered(form) }).slice(0, 16));
    if (!about.get("site") || about.toString() === asked) return;
    asked = about.toString();
    const turn = asked;
    const answer = await fetch(`/similar?${about}`).catch(() => null);
    const items = answer?.ok ? (await answer.json()).items : [];
    if (turn === asked) drawSame(items);
  }

  function drawSame(items) {
    const box = document.getElementById("same");
    const chosen = box.querySelector("input:checked")?.value ?? "";
    const choices = items.map((one) => {
      const where = [one.site, one.room].filter(Boolean).join(" ");
      const at = beijing(Date.parse(one.discovered_at)).slice(11, 16);
      return [one.incident_id, `同一起：${where}，${at} 发现${one.reports > 1 ? `，${one.reports} 人已报` : ""}`];
    });
    const offered = choices.length ? [...choices, ["", "不是，另报一起"]] : [];
    const kept = offered.some(([value]) => value === chosen) ? chosen : "";
    box.replaceChildren(box.firstElementChild, ...offered.map(([value, words]) => choice(value, words, value === kept)));
    box.hidden = !offered.length;
  }

  function choice(value, words, checked) {
    const label = document.createElement("label");
    const input = Object.assign(document.createElement("input"), { type: "radio", name: "joins", value, checked });
    const span = document.createElement("span");
    span.textContent = words;
    label.append(input, span);
    return label;
  }

  async function submit(event) {
    event.preventDefault();
    const form = report();
    const refusal = document.getElementById("refusal");
    const fields = [...new FormData(form)];
    const at = discovered(form);
    const photos = [...document.getElementById("pictures").files];
    hold(form, true); // what is typed meanwhile would be cleared with it
    const after = await window.queue.deliver(fields, at).catch(() => null);
    hold(form, false);
    if (after === null) {
      write(refusal, "浏览器不让保存，报告没有送出。请直接打电话报告。");
    } else if (after.state === "refused") {
      window.queue.forget(after);
      write(refusal, after.detail);
    } else if (after.state === "waiting") {
      startAgain(form);
      const also = photos.length ? "照片没有保存，送达后请在事件上添加。" : "";
      write(refusal, `没有连接：报告已存在本机，恢复后自动送出。${also}可以继续上报下一件；紧急情况请直接打电话报告。`);
    } else {
      localStorage.removeItem(draft());
      window.queue.forget(after);
      for (const photo of photos) write(refusal, await window.photos.send(after.incident, photo));
      location.assign(`/?reported=${encodeURIComponent(after.incident)}${after.joined ? "&joined=true" : ""}`);
    }
  }

  function hold(form, isHeld) {
    for (const field of form.elements) field.disabled = isHeld;
  }

  function startAgain(form) {
    const same = ["batch_id", "site"].map((name) => [name, form.elements[name].value]);
    form.reset();
    drawSame([]);
    touchedAt = null;
    for (const [name, value] of same) form.elements[name].value = value;
    form.elements.discovered_at.value = beijing(now()).replace(" ", "T");
    keep([...same, ["ago", "0"]]);
    changed();
  }

  // Whoever may not watch finds the own reports here.
  function showOwn() {
    const own = window.queue.own();
    const box = document.getElementById("own");
    box.hidden = !own.length;
    const head = document.createElement("h3");
    head.textContent = "我上报的事件";
    const list = document.createElement("ul");
    for (const one of own) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.className = "link";
      link.href = `/?reported=${encodeURIComponent(one.incident)}`;
      link.textContent = one.what;
      item.append(link);
      list.append(item);
    }
    box.replaceChildren(head, list);
  }

  addEventListener("DOMContentLoaded", fill);

  return { keep };
})();
