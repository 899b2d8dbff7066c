// Pictures for the incident that is shown: a phone offers its camera. What is not taken is said in the service's words.
"use strict";

window.photos = (() => {
  async function send(incident, file) {
    const answer = await fetch(`/photos/${encodeURIComponent(incident)}`, {
      method: "POST", body: file, headers: { "Content-Type": file.type || "application/octet-stream" },
    }).catch(() => null);
    if (answer?.ok) return "照片已送达。";
    const told = (await answer?.json().catch(() => null)) ?? {};
    return `${file.name}：${told.detail ?? "没有送出，请再试一次。"}`;
  }

  function pick() {
    const input = document.getElementById("photo");
    input.dataset.incident = document.querySelector("[data-shown]")?.dataset.shown ?? "";
    if (input.dataset.incident) input.click();
  }

  async function sendAll({ target }) {
    if (target.id !== "photo") return;
    const said = document.getElementById("photos-said");
    window.duty.write(said, "正在送出照片……");
    const words = new Set();
    for (const file of target.files) words.add(await send(target.dataset.incident, file));
    target.value = "";
    window.duty.write(said, [...words].join(" "));
  }

  addEventListener("change", sendAll);

  return { pick, send };
})();
