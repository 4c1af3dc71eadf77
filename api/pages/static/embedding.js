// Writes anew what a website pastes as soon as something else is chosen, and copies it. Without this script the form's button does the same.
"use strict";

const form = document.querySelector(".maker");
const made = document.getElementById("made");
let turn = 0;

async function write() {
  const mine = ++turn;
  const query = new URLSearchParams(new FormData(form));
  const address = `${form.action}?${query}`;
  const response = await fetch(address, { headers: { "X-Fragment": "1" } });
  if (!response.ok || mine !== turn) return;
  made.innerHTML = await response.text();
  history.replaceState(null, "", address);
  wake();
}

async function copy(button) {
  const code = button.parentElement.querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = button.dataset.done;
  } catch {
    getSelection().selectAllChildren(code);
  }
}

function wake() {
  for (const hidden of made.querySelectorAll("[data-script]")) hidden.hidden = false;
  for (const button of made.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(button));
}

form.addEventListener("change", () => write().catch(() => form.submit()));
form.querySelector(".submit").hidden = true;
wake();
