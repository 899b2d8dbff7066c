// The form: kept while it is written, handed to the queue when it is sent, cleared only when it is safe.
"use strict";

window.form = (() => {
  const { now, beijing, write } = window.duty;
  const draft = () => `draft:${document.getElementById("queue").dataset.person}`;
  const report = () => document.getElementById("report");
  const keep = (fields) => localStorage.setItem(draft(), JSON.stringify(fields));
  let turns = 0;

  function fill() {
    const form = report();
    if (!form || form.dataset.filled) return;
    form.dataset.filled = "yes";
    const kept = JSON.parse(localStorage.getItem(draft()) ?? "[]");
    for (const field of form.elements) {
      const values = kept.filter(([name]) => name && name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked ||= values.includes(field.value);
      else if (values.length && field.value === (field.defaultValue ?? "")) field.value = values[0];
      else if ("now" in field.dataset) field.value ||= beijing(now()).replace(" ", "T");
    }
    form.addEventListener("input", changed);
    form.addEventListener("submit", submit);
    changed();
    form.elements.site.focus();
  }

  function changed() {
    const form = report();
    keep([...new FormData(form)]);
    for (const part of form.querySelectorAll("[data-without]")) {
      part.hidden = Boolean(form.elements[part.dataset.without]?.value);
    }
    propose();
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

  async function submit(event) {
    event.preventDefault();
    const form = report();
    const refusal = document.getElementById("refusal");
    const fields = [...new FormData(form)];
    hold(form, true); // what is typed meanwhile would be cleared with it
    const after = await window.queue.deliver(fields).catch(() => null);
    hold(form, false);
    if (after === null) {
      write(refusal, "浏览器不让保存，报告没有送出。请直接打电话报告。");
    } else if (after.state === "refused") {
      window.queue.forget(after);
      write(refusal, after.detail);
    } else if (after.state === "waiting") {
      startAgain(form);
      write(refusal, "没有连接：报告已存在本机，恢复后自动送出。可以继续上报下一件；紧急情况请直接打电话报告。");
    } else {
      localStorage.removeItem(draft());
      window.queue.forget(after);
      location.assign(`/?reported=${encodeURIComponent(after.incident)}`);
    }
  }

  function hold(form, isHeld) {
    for (const field of form.elements) field.disabled = isHeld;
  }

  function startAgain(form) {
    const { batch_id: batch, site } = form.elements;
    const same = [["batch_id", batch.value], ["site", site.value]];
    form.reset();
    batch.value = same[0][1];
    site.value = same[1][1];
    form.elements.discovered_at.value = beijing(now()).replace(" ", "T");
    keep(same);
    changed();
    form.elements.room.focus();
  }

  addEventListener("DOMContentLoaded", fill);
  setInterval(fill, 250);

  return { keep };
})();
