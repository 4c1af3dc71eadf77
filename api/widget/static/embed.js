// Within a frame: tells the page around it how high the calculator is, so that no second scroll bar is needed. Only that one page is told, and
// nothing but the height: {type: "cdmz-height", height: 512}.
"use strict";

const calculator = document.querySelector("cdmz-calculator");

/** The origin of the page around: as the address names it, else as the browser knows it; null if neither does. */
function around() {
  const named = new URLSearchParams(location.search).get("origin");
  try {
    return new URL(named ?? location.ancestorOrigins?.[0] ?? document.referrer).origin;
  } catch {
    return null;
  }
}

const target = around();
if (target && target !== "null" && window.parent !== window) {
  const tell = () => window.parent.postMessage({ type: "cdmz-height", height: Math.ceil(calculator.getBoundingClientRect().height) }, target);
  new ResizeObserver(tell).observe(calculator);
}
