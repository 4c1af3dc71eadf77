// What the README shows; compiled beside the client, so that it stays right.
import { client, Refusal } from "./client";

const ask = client("http://localhost:8000");

try {
  const interview = await ask("interview", {
    benefits: ["provident_fund_loan"],
    case: { members: [{ role: "applicant", deposit_centre: "chengdu" }], property_city: "chengdu", price: "120万" },
  });
  console.log(interview.answers[0]?.amount.upper, interview.questions.map(({ question }) => question.zh));
  const { benefit } = await ask("get_benefit", null, { path: { name: "provident_fund_loan" } });
  console.log(benefit.label.en);
} catch (error) {
  if (error instanceof Refusal) console.log(error.errors.map(({ pointer, message_zh }) => `${pointer}：${message_zh}`));
}
