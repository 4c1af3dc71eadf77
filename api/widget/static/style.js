// The look, as a sheet that a strict Content-Security-Policy of the host page lets pass. Every colour is a variable that the page may set; light or
// dark follows the `color-scheme` of the page around it. It lays itself out by its own width, not by that of the window.

const CSS = `
:host {
  --ink: var(--cdmz-ink, #1b2420);
  --soft: var(--cdmz-soft, #56615b);
  --line: var(--cdmz-line, #dcdfd8);
  --edge: var(--cdmz-edge, #858f88);
  --paper: var(--cdmz-paper, #ffffff);
  --wash: var(--cdmz-wash, #e6f0ec);
  --accent: var(--cdmz-accent, #0b625b);
  --on-accent: var(--cdmz-on-accent, #ffffff);
  --good: var(--cdmz-good, #17663a);
  --bad: var(--cdmz-bad, #a11d1d);
  --doubt: var(--cdmz-doubt, #7a4b00);
  --focus: var(--cdmz-focus, #ffb000);
  --round: var(--cdmz-round, 0.75rem);
  display: block;
  container-type: inline-size;
  color: var(--ink);
  font: var(--cdmz-font, 1rem/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", system-ui, sans-serif);
  text-align: start;
}
@supports (color: light-dark(#000, #fff)) {
  :host {
    --ink: var(--cdmz-ink, light-dark(#1b2420, #e9ece8));
    --soft: var(--cdmz-soft, light-dark(#56615b, #aab4ae));
    --line: var(--cdmz-line, light-dark(#dcdfd8, #37413c));
    --edge: var(--cdmz-edge, light-dark(#858f88, #7f8b84));
    --paper: var(--cdmz-paper, light-dark(#ffffff, #1d2522));
    --wash: var(--cdmz-wash, color-mix(in srgb, var(--accent) 10%, var(--paper)));
    --accent: var(--cdmz-accent, light-dark(#0b625b, #7fd0c4));
    --on-accent: var(--cdmz-on-accent, light-dark(#ffffff, #08211e));
    --good: var(--cdmz-good, light-dark(#17663a, #86d6a3));
    --bad: var(--cdmz-bad, light-dark(#a11d1d, #f49a92));
    --doubt: var(--cdmz-doubt, light-dark(#7a4b00, #f0c26a));
  }
}
:host([hidden]) { display: none; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
p, ul, ol, dl, dd, h3, fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
.card { padding: 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: var(--round); overflow-wrap: anywhere; }
.card[aria-busy] .step { opacity: 0.6; }
.title { margin: 0 0 0.5rem; color: var(--soft); font-weight: 600; }
.word { font-weight: 600; color: var(--doubt); }
.word.eligible { color: var(--good); }
.word.not_eligible { color: var(--bad); }
.word.undetermined { color: var(--soft); }
.amount { font-size: clamp(1.6rem, 8cqi, 2.4rem); font-weight: 700; line-height: 1.25; font-variant-numeric: tabular-nums; }
.amount.later { font-size: 1rem; font-weight: 400; }
.progress { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; margin-top: 0.5rem; color: var(--soft); font-size: 0.875rem; }
progress { flex: 1 1 8rem; height: 0.5rem; border: 0; border-radius: 0.25rem; background: var(--line); appearance: none; overflow: hidden; }
progress::-webkit-progress-bar { background: var(--line); }
progress::-webkit-progress-value { background: var(--accent); }
progress::-moz-progress-bar { background: var(--accent); }
.now:not(:empty) { padding: 0.75rem 1rem; background: var(--wash); border-radius: calc(var(--round) / 1.5); }
.topic { margin-top: 1rem; color: var(--soft); }
fieldset { margin-top: 1rem; }
legend { padding: 0; font-size: 1.25rem; font-weight: 600; line-height: 1.4; }
.whose { color: var(--soft); font-weight: 400; }
.options { display: grid; gap: 0.5rem; margin-top: 0.75rem; }
@container (min-width: 30rem) { .options { grid-template-columns: 1fr 1fr; } }
.option { display: flex; gap: 0.75rem; align-items: center; min-height: 2.75rem; padding: 0.5rem 0.75rem; border: 1px solid var(--edge); border-radius: 0.5rem; cursor: pointer; }
.option:hover { border-color: var(--accent); }
.option:has(:checked) { background: var(--wash); border-color: var(--accent); }
.option input { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent); }
.entry { display: flex; gap: 0.5rem; align-items: center; margin-top: 0.75rem; }
.entry :is(input, select) { flex: 1 1 auto; width: 100%; min-width: 0; min-height: 2.75rem; padding: 0.4rem 0.6rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--edge); border-radius: 0.375rem; }
.entry .scale { flex: 0 0 auto; width: auto; max-width: 55%; }
.unit { color: var(--soft); white-space: nowrap; }
.wrong .entry :is(input, select) { border-color: var(--bad); border-width: 2px; }
.about { margin-top: 0.35rem; color: var(--soft); font-size: 0.875rem; }
.problem { display: block; color: var(--bad); font-weight: 600; }
summary { display: list-item; padding: 0.7rem 0; color: var(--accent); cursor: pointer; }
.why { font-size: 0.875rem; }
.go { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 1rem; }
button { min-height: 2.75rem; padding: 0.45rem 1.1rem; font: inherit; color: var(--accent); background: none; border: 1px solid var(--accent); border-radius: 0.5rem; cursor: pointer; }
.primary { color: var(--on-accent); background: var(--accent); font-weight: 600; }
.quiet { border-color: transparent; padding-inline: 0.5rem; text-decoration: underline; }
@container (max-width: 22rem) { .go .primary { flex: 1 0 100%; } }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.option:focus-within:has(:focus-visible) { outline: 3px solid var(--focus); outline-offset: 2px; }
.option input:focus-visible { outline: none; }
.notice { margin-top: 0.75rem; padding: 0.75rem 1rem; border: 1px solid var(--bad); border-left-width: 0.375rem; border-radius: 0.375rem; }
.notice button { margin-top: 0.5rem; }
.result { padding-left: 0.85rem; border-left: 0.375rem solid var(--doubt); outline-offset: 0.5rem; }
.result.eligible { border-color: var(--good); }
.result.not_eligible { border-color: var(--bad); }
.facts, small { color: var(--soft); font-size: 0.875rem; }
.reasons { margin-top: 0.75rem; }
h3 { font-size: 1rem; }
:is(.reasons, .more) :is(ul, ol) { padding-left: 1.2rem; }
.reasons li, .more li { margin: 0.25rem 0; }
q { display: block; quotes: none; color: var(--soft); font-size: 0.875rem; }
a { color: var(--accent); }
.result > p > a, .reasons a { display: inline-block; padding: 0.6rem 0; }
.aside { color: var(--soft); }
dl > div { display: grid; grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr); gap: 0 0.75rem; align-items: center; padding: 0.3rem 0; border-top: 1px solid var(--line); }
dl > .given { grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr) auto; }
dl > div:first-child { border-top: 0; }
dt { color: var(--soft); font-size: 0.9375rem; }
dd { font-weight: 600; font-variant-numeric: tabular-nums; text-align: end; }
dd button { font-weight: 400; }
.answers { margin-top: 0.75rem; border-top: 1px solid var(--line); }
.foot { margin-top: 0.5rem; color: var(--soft); font-size: 0.8125rem; }
.foot:empty { display: none; }
@media (prefers-reduced-motion: no-preference) {
  .amount { animation: arrive 0.3s ease-out; }
  .step { transition: opacity 0.15s; }
  @keyframes arrive { from { opacity: 0; transform: translateY(0.25rem); } }
}
@media (forced-colors: active) { .option:has(:checked) { outline: 2px solid Highlight; } }
`;

export const sheet = new CSSStyleSheet();
sheet.replaceSync(CSS);
