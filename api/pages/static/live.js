// Keeps the answer up to date while the form is filled in. Without this script the form's button does the same.
"use strict";

const form = document.querySelector("form[data-live]");
const result = document.getElementById("result");

function showPrint() {
  const button = document.querySelector("[data-print]");
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

function showProblems() {
  for (const slot of document.querySelectorAll("[data-problem]")) {
    const found = result.querySelector(`[data-for="${CSS.escape(slot.dataset.problem)}"] .message`);
    const field = slot.closest(".field");
    slot.textContent = found ? found.textContent : "";
    field.classList.toggle("wrong", Boolean(found));
    for (const control of field.querySelectorAll("input, select:not(.scale)")) {
      if (found) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
}

if (form && result) {
  let timer = 0;
  let running = false;
  let stale = false;
  const ask = async () => {
    const data = new URLSearchParams(new FormData(form));
    data.set("lang", document.documentElement.lang.startsWith("zh") ? "zh" : "en");
    const response = await fetch(form.action, { method: "POST", body: data, headers: { "X-Fragment": "1" } });
    if (!response.ok) throw new Error(String(response.status));
    return response.text();
  };
  // One question at a time: what was typed meanwhile is asked once the answer is there, so that questions never queue up.
  const update = async () => {
    stale = running;
    if (running) return;
    running = true;
    result.setAttribute("aria-busy", "true");
    try {
      const text = await ask();
      if (!stale) {
        result.innerHTML = text;
        showProblems();
        showPrint();
      }
    } catch {
      if (!stale) result.textContent = result.dataset.failed;
    }
    running = false;
    if (stale) update();
    else result.removeAttribute("aria-busy");
  };
  const soon = (event) => {
    clearTimeout(timer);
    timer = setTimeout(update, event.type === "change" ? 50 : 400);
  };
  // What was chosen before this script was there, or what the browser put back, is not yet in the answer.
  const touched = (control) =>
    control.options
      ? [...control.options].some((option) => option.selected !== option.defaultSelected && (option.defaultSelected || option.index > 0))
      : control.value !== control.defaultValue || control.checked !== control.defaultChecked;
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  showPrint();
  if ([...form.querySelectorAll("input, select")].some(touched)) update();
}
