// What forms and interviews share: asking the service, what is kept in this tab alone, and links that carry answers behind their #.
"use strict";

export const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

// A browser may refuse to keep anything: then answers are in the address alone.
function quietly(work, otherwise) {
  try {
    return work() ?? otherwise;
  } catch {
    return otherwise;
  }
}

export const kept = {
  get: (key) => quietly(() => JSON.parse(sessionStorage.getItem(key)), null),
  put: (key, entries) => quietly(() => sessionStorage.setItem(key, JSON.stringify(entries)) ?? true, false),
  forget: () => quietly(() => sessionStorage.clear(), null),
};

// No server ever sees what stands behind the #.
export const carriedHere = () => (location.hash.includes("=") ? [...new URLSearchParams(location.hash.slice(1))] : null);
export const carrying = (entries, address = location.pathname + location.search) => `${address}#${new URLSearchParams(entries)}`;

// A part of the page, as the service makes it from what was entered.
export async function ask(form, entries) {
  const body = new URLSearchParams(entries);
  body.set("lang", language);
  const response = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "1" } });
  if (!response.ok) throw new Error(String(response.status));
  return response.text();
}

export async function share(button, address) {
  const link = location.origin + address;
  try {
    await navigator.clipboard.writeText(link);
    button.textContent = button.dataset.done;
  } catch {
    window.prompt(button.textContent, link);
  }
}

// What only works with scripts is hidden until they are there.
export function wake(part) {
  for (const hidden of part.querySelectorAll("[data-script]")) hidden.hidden = false;
  for (const button of part.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
}
