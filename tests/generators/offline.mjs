// Answers requests, one a line, by the script named on the command line: [call, request] in, {answer} or {problems} or {fault} out.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const script = await import(pathToFileURL(process.argv[2]).href);

function answered(call, request) {
  try {
    return { answer: call === "law" ? script.law : script[call](request) };
  } catch (error) {
    return error.problems ? { problems: error.problems } : { fault: String(error.stack ?? error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const [call, request, times] = JSON.parse(line);
  let said = answered(call, request);
  if (times) {
    const before = process.cpuUsage();
    for (let turn = 0; turn < times; turn++) answered(call, request);
    const { user, system } = process.cpuUsage(before);
    said = { ...said, milliseconds: (user + system) / 1000 / times };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
