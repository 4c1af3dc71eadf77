// How an answer is shown: what is certain so far, and at the end the decision with its reasons.

import { amount, isSaid, tells } from "./figures.js";
import { make } from "./make.js";
import { spoken } from "./words.js";

const OUTCOMES = {
  eligible: "Entitled",
  not_eligible: "Not entitled",
  needs_a_person: "For the office to judge",
  rule_unknown: "The rule is not known",
  undetermined: "Not certain yet",
};
const EVIDENCE = { official: "official text", reported: "reported", recalled: "recalled", assumed: "assumed", proposed: "proposed" };
const MOST_SHOWN = 4;

/** The figure of an answer in one line; null if nothing is known of it. */
export function figure({ outcome, amount: main }, { lang, say }) {
  return outcome !== "not_eligible" && tells(main) ? amount(main, lang, say) : null;
}

/** What is certain so far. */
export function standing({ said, left, answered }, shown) {
  const { say } = shown;
  const reached = figure(said, shown);
  return [
    (reached || said.outcome !== "undetermined") &&
      make("p", { class: `word ${said.outcome}`, part: "word" }, say(said.outcome === "undetermined" ? "So far" : OUTCOMES[said.outcome])),
    reached
      ? make("p", { class: "amount", part: "amount" }, reached)
      : said.outcome === "undetermined" && make("p", { class: "amount later", part: "amount" }, say("a few answers more, and a figure stands here")),
    answered > 0 && progress(answered, left, say),
  ];
}

function progress(answered, left, say) {
  const phrase = left === 1 ? "at most 1 question left" : "at most {number} questions left";
  return make(
    "p",
    { class: "progress", part: "progress" },
    make("progress", { max: answered + left || 1, value: answered, "aria-label": say("Progress") }),
    make("span", {}, say(phrase, { number: left })),
  );
}

/** The decision: outcome and figure, why, what it depends on, whom to ask, and on what it rests. */
export function decided(decision, said, shown) {
  const { say } = shown;
  const sum = figure(said, shown);
  return make(
    "section",
    { class: `result ${said.outcome}`, tabindex: "-1", part: "result", "aria-label": say(OUTCOMES[said.outcome]) },
    make("p", { class: `word ${said.outcome}`, part: "word" }, say(OUTCOMES[said.outcome])),
    sum && make("p", { class: "amount", part: "amount" }, sum),
    said.outcome === "needs_a_person" && sum && make("p", { class: "facts" }, say("the amount if the office agrees")),
    make("p", { class: "facts" }, facts(decision, shown).join(" · ")),
    failing(decision, shown),
    depends(decision, shown),
    offices(decision, shown),
    also(decision, shown),
    sources(decision, shown),
    shown.full && make("p", {}, make("a", { href: shown.full, target: "_blank", rel: "noopener" }, say("The full answer, with every step"), make("span", { class: "aside" }, ` (${say("opens in a new tab")})`))),
  );
}

const facts = ({ place_label: place, date, evidence }, { say, lang }) =>
  [
    place && say("Rule of {place}", { place: spoken(place, lang) }),
    date && say("Decided for {day}", { day: date }),
    evidence && say("The weakest source: {grade}", { grade: say(EVIDENCE[evidence]) }),
  ].filter(Boolean);

function failing({ conditions = [], failed = conditions.filter(({ status }) => status === "fails") }, { say, lang }) {
  if (!failed.length) return null;
  const items = failed.map(({ label, sentence, gap }) =>
    make("li", {}, spoken(sentence ?? label, lang), gap && [" ", make("strong", {}, spoken(gap, lang))]),
  );
  return make("section", { class: "reasons", part: "reasons" }, make("h3", {}, say("Why not")), make("ul", {}, items));
}

function depends({ depends_on: entries = [] }, { say, lang }) {
  if (!entries.length) return null;
  const items = entries.slice(0, MOST_SHOWN).map(({ label, place_label: place }) => {
    const where = place ? ` (${spoken(place, lang)})` : "";
    return make("li", {}, spoken(label, lang), lang === "zh" ? where.replace(" (", "（").replace(")", "）") : where);
  });
  return make("section", { class: "reasons" }, make("h3", {}, say("It depends on")), make("ul", {}, items));
}

/** Whom to ask: the office that pays, and those that know what is not known, each with what one may ask. */
function offices({ amounts = [], missing_law: missing = [] }, { say, lang }) {
  const asked = new Map();
  const add = (office, contact, question) => {
    if (!office) return;
    const entry = asked.get(office) ?? { contact, questions: [] };
    if (question) entry.questions.push(question);
    asked.set(office, entry);
  };
  add(amounts[0]?.payer, amounts[0]?.contact);
  for (const { ask, contact, question } of missing ?? []) add(ask, contact, question);
  if (!asked.size) return null;
  const items = [...asked].slice(0, MOST_SHOWN).map(([office, { contact, questions }]) =>
    make(
      "li",
      {},
      make("span", { lang: "zh-CN" }, office),
      contact?.telephone && [" ", make("a", { href: `tel:${contact.telephone}` }, contact.telephone)],
      questions.slice(0, MOST_SHOWN).map((question) => make("q", {}, spoken(question, lang))),
    ),
  );
  return make("section", { class: "reasons", part: "offices" }, make("h3", {}, say("Where to ask")), make("ul", {}, items));
}

function folded(title, ...content) {
  return make("details", { class: "more" }, make("summary", {}, title), ...content);
}

function also({ amounts = [] }, { say, lang }) {
  const others = amounts.slice(1).filter((one) => isSaid(one.unit) && tells(one));
  if (!others.length) return null;
  const rows = others.map((one) => make("div", {}, make("dt", {}, spoken(one.label, lang)), make("dd", {}, amount(one, lang, say))));
  return folded(say("Also"), make("dl", {}, rows));
}

function sources({ sources: found = [] }, { say, lang }) {
  if (!found.length) return null;
  const items = found.map(({ label, evidence, document }) =>
    make(
      "li",
      {},
      spoken(label, lang),
      document && [say(": "), cited(document)],
      evidence && make("small", {}, ` ${say("Evidence: {grade}", { grade: say(EVIDENCE[evidence]) })}`),
    ),
  );
  return folded(`${say("Sources")} (${found.length})`, make("ol", {}, items));
}

/** A document, with its address where that is one of the web. */
function cited({ title, href }) {
  if (!/^https?:\/\//.test(href ?? "")) return make("span", { lang: "zh-CN" }, title);
  return make("a", { href, lang: "zh-CN", target: "_blank", rel: "noopener noreferrer" }, title);
}
