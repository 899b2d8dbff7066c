// Notices to the person who sits here, on every page. One that was not put away comes back after a reload.
"use strict";

(() => {
  const MOST = 3;
  const box = () => document.getElementById("notices");
  const place = () => `notices:${document.getElementById("queue").dataset.person}`;
  const kept = () => JSON.parse(sessionStorage.getItem(place()) ?? "[]");
  const keep = (notices) => sessionStorage.setItem(place(), JSON.stringify(notices.slice(-100)));

  function element(tag, words, classes = "") {
    const made = document.createElement(tag);
    made.textContent = words;
    made.className = classes;
    return made;
  }

  function putAway(key) {
    keep(kept().map((one) => (one.key === key ? { ...one, away: true } : one)));
    show();
  }

  function article(notice) {
    const made = element("article", "", "notice");
    made.dataset.notice = notice.key;
    const words = element("a", "", "notice-words");
    if (notice.incident_id) words.href = `/?reported=${encodeURIComponent(notice.incident_id)}`;
    words.append(element("strong", `${notice.drill ? "【演练】" : ""}${notice.title}`), element("span", notice.text));
    const away = element("button", "收起 ", "button");
    away.type = "button";
    away.dataset.key = "x";
    away.append(element("kbd", "X"));
    away.addEventListener("click", () => putAway(notice.key));
    made.append(words, away);
    return made;
  }

  function show() {
    const open = kept().filter((one) => !one.away).reverse();
    const more = open.length > MOST ? [element("p", `还有 ${open.length - MOST} 条通知，收起后依次显示。`, "more")] : [];
    box().replaceChildren(...open.slice(0, MOST).map(article), ...more);
  }

  window.duty.notice = (notice) => {
    if (!kept().some((one) => one.key === notice.key)) keep([...kept(), notice]);
    show();
  };
  addEventListener("DOMContentLoaded", show);
})();
