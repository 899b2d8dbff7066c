// A passkey answers in place of a code. Without a browser that knows them the form stays hidden, and the code is enough.
"use strict";

const known = window.PublicKeyCredential;
const read = {
  create: (options) => navigator.credentials.create({ publicKey: known.parseCreationOptionsFromJSON(options) }),
  get: (options) => navigator.credentials.get({ publicKey: known.parseRequestOptionsFromJSON(options) }),
};
if (known && known.parseCreationOptionsFromJSON && known.parseRequestOptionsFromJSON) {
  for (const form of document.querySelectorAll("[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const refusal = form.querySelector("[role=alert]");
      refusal.hidden = true;
      try {
        const answer = await read[form.dataset.passkey](JSON.parse(form.dataset.options));
        form.elements.credential.value = JSON.stringify(answer.toJSON());
      } catch {
        refusal.hidden = false; // given up, or nothing that fits
        return;
      }
      form.submit();
    });
  }
}
