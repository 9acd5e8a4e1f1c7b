// What llama.cpp says comes next: node record.mjs FOLDER, a folder of NAME.gguf with NAME.prompts (one prompt a line,
// token ids). Writes NAME.oracle: a line for each prompt, its likeliest tokens as id:log-probability.
import fs from "node:fs";
import path from "node:path";
import {getLlama} from "node-llama-cpp";

const KEPT = 4;
const folder = process.argv[2];
const llama = await getLlama({gpu: false, build: "never"});
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".gguf")).sort()) {
    const base = path.join(folder, file.slice(0, -".gguf".length));
    const model = await llama.loadModel({modelPath: path.resolve(base + ".gguf"), useMmap: true});
    const context = await model.createContext({contextSize: 256, sequences: 1, threads: 1, flashAttention: false,
        experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32"});
    const sequence = context.getSequence();
    const lines = [];
    for (const line of fs.readFileSync(base + ".prompts", "utf8").trim().split("\n")) {
        const tokens = line.split(" ").map(Number);
        await sequence.clearHistory();
        const input = tokens.map((token, i) => i < tokens.length - 1 ? token
            : [token, {generateNext: {probabilities: true}}]);
        const result = await sequence.controlledEvaluate(input);
        const next = [...result[tokens.length - 1].next.probabilities].sort((a, b) => b[1] - a[1]);
        lines.push(next.slice(0, KEPT).map(([token, p]) => token + ":" + Math.log(p).toFixed(5)).join(" "));
    }
    fs.writeFileSync(base + ".oracle", lines.join("\n") + "\n");
    await context.dispose();
    await model.dispose();
    console.log(file);
}
process.exit(0);
