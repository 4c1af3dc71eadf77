/** One raw value as what it means, by kinds: what JSON holds, and everyday spellings of it. */
import { realDay } from "./calendar.js";

const SILENT = ["", "unknown", "未知"];
const YES = ["是", "yes", "y", "true", "1"];
const NO = ["否", "不是", "no", "n", "false", "0"];
const DIGITS = "[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)";
const PLAIN_NUMBER = new RegExp(`^${DIGITS}(?:[eE][+-]?[0-9]+)?$`);
const COUNTED_NUMBER = new RegExp(`^(${DIGITS}|[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\\.[0-9]+)?)\\s*([万亿%]?)$`);
const EXPONENTS = { "": "", 万: "e4", 亿: "e8", "%": "e-2" };
const DAYS = [
  /^([0-9]{4})([0-9]{2})([0-9]{2})$/,
  /^([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]?$/,
  /^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$/,
];

/** Text with full-width digits, letters and marks as keyboards of other countries have them, trimmed. */
export function halfWidth(text) {
  const narrow = (wide) => ({ "　": " ", "￥": "¥", "−": "-" })[wide] ?? String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
  return text.trim().replace(/[！-～　￥−]/g, narrow).trim();
}

/** Whether a raw value leaves open what it stands for. */
export function saysNothing(raw) {
  return raw === null || raw === undefined || (typeof raw === "string" && SILENT.includes(halfWidth(raw).toLowerCase()));
}

/** A number, or null: of text also with thousands set apart, with 万 or 亿, and where it may be, in percent. May be infinite. */
export function readNumber(raw, percent = false) {
  if (typeof raw === "number") return Number.isNaN(raw) ? null : raw + 0;
  if (typeof raw !== "string") return null;
  const written = halfWidth(raw);
  if (PLAIN_NUMBER.test(written)) return Number(written) + 0;
  const counted = COUNTED_NUMBER.exec(written);
  if (!counted || (counted[2] === "%" && !percent)) return null;
  return Number(counted[1].replaceAll(",", "") + EXPONENTS[counted[2]]) + 0;
}

/** A sum in yuan, or null: a number that may bear the currency's marks. */
export function readMoney(raw) {
  const number = readNumber(raw);
  if (number !== null || typeof raw !== "string") return number;
  return readNumber(halfWidth(raw).replace(/^(人民币|CNY|RMB|¥)/i, "").replace(/(人民币元|人民币|元)$/, ""));
}

/** A day, or null. */
export function readDay(raw) {
  const written = typeof raw === "string" ? halfWidth(raw) : Number.isInteger(raw) ? String(raw) : "";
  const found = DAYS.map((form) => form.exec(written)).find(Boolean);
  return found ? realDay(...found.slice(1).map(Number)) : null;
}

/** Yes (1) or no (0), or null. */
export function readYesNo(raw) {
  if (raw === true || raw === 1) return 1;
  if (raw === false || raw === 0) return 0;
  const word = typeof raw === "string" ? halfWidth(raw).toLowerCase() : null;
  return YES.includes(word) ? 1 : NO.includes(word) ? 0 : null;
}

/** The key of a choice, or null: by itself or by its words, a place also without 市; what would fit two fits none. */
export function readChoice(raw, choices) {
  if (typeof raw !== "string") return null;
  const written = halfWidth(raw).toLowerCase();
  const byName = choices.filter(([name]) => name.toLowerCase() === written);
  const byWords = choices.filter(([, words]) => [words, words.replace(/市$/, "")].some((each) => halfWidth(each).toLowerCase() === written));
  const found = byName.length ? byName : byWords;
  return found.length === 1 ? found[0][0] : null;
}
