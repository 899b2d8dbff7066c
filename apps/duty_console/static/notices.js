// Notices to the person who sits here, on every page. One counts as shown when it was drawn where it can be seen, and
// comes back, here or elsewhere, until it was put away.
"use strict";

(() => {
  const AGAIN_MS = 3_000;
  const box = () => document.getElementById("notices");
  const notices = new Map();
  const away = new Set();
  const drawn = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) if (isIntersecting) confirm(target);
  });

  async function tell(key, act) {
    const answer = await fetch(`/notices/${encodeURIComponent(key)}/${act}`, { method: "POST" }).catch(() => null);
    return answer !== null && answer.status < 500; // what is refused is refused again
  }

  async function confirm(article) {
    drawn.unobserve(article);
    if (!(await tell(article.dataset.notice, "shown"))) setTimeout(() => drawn.observe(article), AGAIN_MS);
  }

  async function putAway(key) {
    away.add(key);
    box().querySelector(`[data-notice="${CSS.escape(key)}"]`)?.remove();
    if (await tell(key, "dismissal")) return;
    away.delete(key);
    draw(notices.get(key));
  }

  function element(tag, words, classes = "") {
    const made = document.createElement(tag);
    made.textContent = words;
    made.className = classes;
    return made;
  }

  function draw(notice) {
    const made = element("article", "", "notice");
    made.dataset.notice = notice.key;
    const words = element("a", "", "notice-words");
    if (notice.incident_id) words.href = `/?reported=${encodeURIComponent(notice.incident_id)}`;
    words.append(element("strong", `${notice.drill ? "【演练】" : ""}${notice.title}`), element("span", notice.text));
    const button = element("button", "收起 ", "button");
    button.type = "button";
    button.dataset.key = "x";
    button.append(element("kbd", "X"));
    button.addEventListener("click", () => putAway(notice.key));
    made.append(words, button);
    box().prepend(made);
    drawn.observe(made);
  }

  window.duty.notice = (notice) => {
    if (notices.has(notice.key) || away.has(notice.key)) return;
    notices.set(notice.key, notice);
    draw(notice);
  };
})();
