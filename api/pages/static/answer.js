// What would help, or until when one is entitled, is looked for once the answer stands: it comes by itself and keeps nobody waiting.
// Without this script the button that it replaces asks for the same.
"use strict";

const CALM = 500;

class AnswerAhead extends HTMLElement {
  connectedCallback() {
    // While somebody is typing, answers follow each other: only one that stays is worth looking ahead from.
    this.timer = setTimeout(() => this.look(), CALM);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  async look() {
    const form = document.getElementById("case");
    const body = new URLSearchParams(new FormData(form));
    body.set("lang", document.documentElement.lang.startsWith("zh") ? "zh" : "en");
    this.request = new AbortController();
    this.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(this.dataset.path, { method: "POST", body, signal: this.request.signal });
      const found = response.ok ? (await response.text()).trim() : "";
      // Where nothing is certain the button stays, so that nothing below it jumps.
      if (found) this.innerHTML = found;
    } catch {
      // The button stays.
    }
    this.removeAttribute("aria-busy");
  }
}

customElements.define("answer-ahead", AnswerAhead);
