// How one question is shown, and how what was typed or chosen is read from it. Figures are sent as they are typed: 120万 is understood.

import { isShare, quantity, unitWords } from "./figures.js";
import { make } from "./make.js";
import { spoken } from "./words.js";

const BUTTONS = 8;
const TEN_THOUSANDS = "wan";
const SETTLES = { outcome: "whether you are entitled", amount: "how much it is", reported: "what is reported beside the amount" };

/** A question as a group of controls. `shown` gives language, phrases, the city to offer, what was answered `before`, and the `problem` with it. */
export function show(question, shown) {
  const { say, lang, problem } = shown;
  const about = `about-${question.name}`;
  const help = helping(question, shown);
  const hints = help || problem ? about : null;
  const legend = make("legend", { part: "question" }, whose(question, say), titled(question, shown));
  return make(
    "fieldset",
    { class: problem ? "question wrong" : "question", "data-name": question.name },
    legend,
    control(question, { ...shown, hints }),
    make(
      "p",
      { class: "about", id: about },
      help,
      problem && make("span", { class: "problem" }, spokenProblem(problem, lang)),
    ),
    why(question, say),
  );
}

/** What it is for, else its official name. */
const helping = ({ kind, about, label }, { lang }) => kind !== "who" && spoken(about ?? label, lang);

/** What is wrong, in words. */
export const spokenProblem = (problem, lang) => problem[`message_${lang}`] ?? spoken(problem.message, lang);

/** What a question is called among the answers. */
export function called({ kind, name, label }, { say, lang }) {
  if (kind === "who") return say("Husband or wife");
  const words = spoken(label, lang);
  return name.startsWith("members[0].") ? words.replace(/^[^:：]+[:：]\s*/, "") : words;
}

const titled = ({ kind, question, label }, { say, lang }) =>
  kind === "who" ? say("Is there a husband or wife?") : spoken(question ?? label, lang);

const whose = ({ name }, say) => name.startsWith("members[1].") && make("span", { class: "whose" }, `${say("Spouse")} · `);

function why({ why: purposes }, say) {
  if (!purposes.length) return null;
  const what = [...new Set(purposes.map(({ settles }) => settles))].map((settles) => say(SETTLES[settles])).join(" · ");
  return make(
    "details",
    { class: "why", part: "why" },
    make("summary", {}, say("Why this is asked")),
    make("p", {}, say("Your answer can change {what}.", { what })),
  );
}

function control(question, shown) {
  const { kind, choices } = question;
  if (kind === "yes_no" || kind === "who") return options(question, { yes: shown.say("yes"), no: shown.say("no") }, shown);
  if (kind === "choice") {
    const words = Object.fromEntries(ordered(choices, shown.city).map(([value, said]) => [value, spoken(said, shown.lang)]));
    return Object.keys(words).length <= BUTTONS ? options(question, words, shown) : list(question, words, shown);
  }
  return entry(question, shown);
}

/** Choices with the city of this website first. */
function ordered(choices, city) {
  const entries = Object.entries(choices);
  return [...entries.filter(([value]) => value === city), ...entries.filter(([value]) => value !== city)];
}

/** What was answered before, as its control has it; of a question that is new, the city of this website. */
const chosen = ({ choices }, { before, city }) => {
  if (before === true || before === false) return before ? "yes" : "no";
  return before ?? (choices && city in choices ? city : null);
};

function options(question, words, shown) {
  const held = chosen(question, shown);
  return make(
    "div",
    { class: "options" },
    Object.entries(words).map(([value, said]) =>
      make(
        "label",
        { class: "option", part: "option" },
        make("input", { type: "radio", name: question.name, value, checked: value === held, "aria-describedby": shown.hints }),
        make("span", {}, said),
      ),
    ),
  );
}

const described = (question, shown) => ({
  name: question.name,
  "aria-label": titled(question, shown),
  "aria-describedby": shown.hints,
  "aria-invalid": shown.problem ? "true" : null,
  part: "input",
});

function list(question, words, shown) {
  const held = chosen(question, shown);
  const entries = Object.entries(words).map(([value, said]) => make("option", { value, selected: value === held }, said));
  return make("div", { class: "entry" }, make("select", described(question, shown), make("option", { value: "" }, shown.say("choose")), entries));
}

function entry(question, shown) {
  const { kind, unit, name } = question;
  const { say, lang, before } = shown;
  const date = kind === "date";
  const typed = make("input", {
    ...described(question, shown),
    type: date ? "date" : "text",
    inputmode: date ? null : "decimal",
    autocomplete: "off",
    maxlength: date ? null : 40,
    value: before ?? "",
  });
  const scale =
    kind === "money" &&
    make(
      "select",
      { name: `${name}.scale`, class: "scale", "aria-label": say("unit"), part: "input" },
      make("option", { value: "one" }, unitWords(unit, lang)),
      make("option", { value: TEN_THOUSANDS }, unitWords(unit, lang).replace(...(lang === "zh" ? ["元", "万元"] : ["yuan", say("10,000 yuan")]))),
    );
  const words = !scale && !date && unitWords(unit, lang);
  return make("div", { class: "entry" }, typed, scale, words && make("span", { class: "unit" }, words));
}

/** What stands in the controls of a question: a value as it is sent, or null if nothing does. */
export function read(question, data) {
  const text = (data.get(question.name) ?? "").trim();
  if (!text) return null;
  if (question.kind === "yes_no" || question.kind === "who") return text === "yes";
  if (data.get(`${question.name}.scale`) === TEN_THOUSANDS && !/[万亿元]/.test(text)) return `${text}万`;
  return isShare(question.unit) && !/[%％]/.test(text) ? `${text}%` : text;
}

/** An answer as it is listed. */
export function told({ question, value }, { say, lang }) {
  if (value === null) return say("not known");
  if (typeof value === "boolean") return say(value ? "yes" : "no");
  if (question.choices) return spoken(question.choices[value], lang);
  const [, figure, tenThousands] = /^([\d.]+)(万?)(?:元|块)?$/.exec(value.normalize("NFKC").replace(/[,\s]/g, "")) ?? [];
  if (question.kind === "date" || !figure) return value;
  return quantity(Number(tenThousands ? `${figure}e4` : figure), question.unit, lang);
}
